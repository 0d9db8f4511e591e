// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import doorstep.bench.CellFigures;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/**
 * The connector {@value #NAME} of Flink SQL. It keeps the last row per cell and start in the heap and does not write it
 * anywhere, which is less than any real sink does. Columns: unit STRING, optionally breakdown STRING and value STRING
 * (both empty for all events of the unit), start TIMESTAMP, then count and sum. The job runs in this process, so the
 * rows of its writers can be read here.
 */
public final class TallySink implements DynamicTableSinkFactory {
    static final String NAME = "tally";

    private static final Queue<Map<CellWindow, long[]>> WRITTEN = new ConcurrentLinkedQueue<>();

    private record CellWindow(String cell, long start) {}

    /** The rows of all writers; no two writers have the same cell. */
    static CellFigures figures() {
        CellFigures figures = new CellFigures();
        for (Map<CellWindow, long[]> cells : WRITTEN) {
            cells.forEach((window, tally) -> figures.put(window.cell, window.start, tally[0], tally[1]));
        }
        return figures;
    }

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
    public DynamicTableSink createDynamicTableSink(DynamicTableFactory.Context context) {
        return new Table(
                DataType.getFieldNames(context.getPhysicalRowDataType()).indexOf("start"));
    }

    private static final class Table implements DynamicTableSink {
        private final int startColumn;

        Table(int startColumn) {
            this.startColumn = startColumn;
        }

        @Override
        public ChangelogMode getChangelogMode(ChangelogMode wanted) {
            ChangelogMode.Builder mode = ChangelogMode.newBuilder();
            wanted.getContainedKinds().stream()
                    .filter(kind -> kind != RowKind.UPDATE_BEFORE)
                    .forEach(mode::addContainedKind);
            return mode.build();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(DynamicTableSink.Context context) {
            return SinkV2Provider.of(new Cells(startColumn));
        }

        @Override
        public DynamicTableSink copy() {
            return new Table(startColumn);
        }

        @Override
        public String asSummaryString() {
            return NAME;
        }
    }

    private static final class Cells implements Sink<RowData> {
        private static final long serialVersionUID = 1;

        private final int startColumn;

        Cells(int startColumn) {
            this.startColumn = startColumn;
        }

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            return new Writer(startColumn);
        }
    }

    private static final class Writer implements SinkWriter<RowData> {
        private static final int PRECISION = 3;

        private final int startColumn;
        private final Map<CellWindow, long[]> cells = new HashMap<>();

        Writer(int startColumn) {
            this.startColumn = startColumn;
            WRITTEN.add(cells);
        }

        @Override
        public void write(RowData row, SinkWriter.Context context) {
            CellWindow window = new CellWindow(
                    cell(row), row.getTimestamp(startColumn, PRECISION).getMillisecond());
            if (row.getRowKind() == RowKind.DELETE) {
                cells.remove(window);
            } else {
                cells.put(window, new long[] {row.getLong(startColumn + 1), row.getLong(startColumn + 2)});
            }
        }

        private String cell(RowData row) {
            String unit = row.getString(0).toString();
            if (startColumn == 1) {
                return unit;
            }
            String breakdown = row.getString(1).toString();
            return breakdown.isEmpty() ? unit : unit + "|" + breakdown + "=" + row.getString(2);
        }

        @Override
        public void flush(boolean endOfInput) {
            // nothing is buffered
        }

        @Override
        public void close() {
            // the cells are read after the end
        }
    }
}
