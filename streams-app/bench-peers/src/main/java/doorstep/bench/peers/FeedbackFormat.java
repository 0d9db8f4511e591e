// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.FeedbackBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.DataType;

/**
 * The format {@value #NAME} of Flink SQL. A table may have these columns: id, unit, area, channel, topic and source
 * STRING, score INT, at TIMESTAMP_LTZ(3).
 */
public final class FeedbackFormat implements DeserializationFormatFactory {
    static final String NAME = "feedback";

    @Override
    public String factoryIdentifier() {
        return NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
            DynamicTableFactory.Context factory, ReadableConfig options) {
        return new DecodingFormat<>() {
            @Override
            public DeserializationSchema<RowData> createRuntimeDecoder(
                    DynamicTableSource.Context source, DataType type) {
                return new Rows(source.createTypeInformation(type), DataType.getFieldNames(type));
            }

            @Override
            public ChangelogMode getChangelogMode() {
                return ChangelogMode.insertOnly();
            }
        };
    }

    private static final class Rows implements DeserializationSchema<RowData> {
        private static final long serialVersionUID = 1;

        private final TypeInformation<RowData> type;
        private final ArrayList<String> names;
        private transient List<Function<FeedbackBytes.Fields, Object>> columns;
        private transient FeedbackBytes decoder;

        Rows(TypeInformation<RowData> type, List<String> names) {
            this.type = type;
            this.names = new ArrayList<>(names);
        }

        @Override
        public void open(InitializationContext context) {
            columns = names.stream().map(Rows::column).toList();
            decoder = new FeedbackBytes();
        }

        @Override
        public RowData deserialize(byte[] value) {
            FeedbackBytes.Fields event = decoder.read(value);
            GenericRowData row = new GenericRowData(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                row.setField(i, columns.get(i).apply(event));
            }
            return row;
        }

        private static Function<FeedbackBytes.Fields, Object> column(String name) {
            return switch (name) {
                case "id" -> event -> StringData.fromString(event.id());
                case "unit" -> event -> StringData.fromString(event.unit());
                case "area" -> event -> StringData.fromString(event.area());
                case "channel" -> event -> StringData.fromString(event.channel());
                case "topic" -> event -> StringData.fromString(event.topic());
                case "source" -> event -> StringData.fromString(event.source());
                case "score" -> FeedbackBytes.Fields::score;
                case "at" -> event -> TimestampData.fromEpochMillis(event.at());
                default -> throw new IllegalArgumentException("feedback has no column " + name);
            };
        }

        @Override
        public boolean isEndOfStream(RowData row) {
            return false;
        }

        @Override
        public TypeInformation<RowData> getProducedType() {
            return type;
        }
    }
}
