// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.FeedbackBytes;
import java.util.Set;
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

/** The format {@value #NAME} of Flink SQL, with the columns id STRING, unit STRING, score INT, at TIMESTAMP_LTZ(3). */
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
                return new Rows(source.createTypeInformation(type));
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
        private transient FeedbackBytes decoder;

        Rows(TypeInformation<RowData> type) {
            this.type = type;
        }

        @Override
        public void open(InitializationContext context) {
            decoder = new FeedbackBytes();
        }

        @Override
        public RowData deserialize(byte[] value) {
            FeedbackBytes.Fields event = decoder.read(value);
            return GenericRowData.of(
                    StringData.fromString(event.id()),
                    StringData.fromString(event.unit()),
                    event.score(),
                    TimestampData.fromEpochMillis(event.at()));
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
