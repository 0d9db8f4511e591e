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
import org.apache.flink.types.RowKind;

/**
 * The connector {@value #NAME} of Flink SQL. It keeps the last row per unit and start in the heap and does not write it
 * anywhere, which is less than any real sink does. Columns: unit STRING, start TIMESTAMP, then count and sum. The job
 * runs in this process, so the rows of its writers can be read here.
 */
public final class TallySink implements DynamicTableSinkFactory {
    static final String NAME = "tally";

    private static final Queue<Map<Cell, long[]>> WRITTEN = new ConcurrentLinkedQueue<>();

    private record Cell(String unit, long start) {}

    /** The rows of all writers; no two writers have the same cell. */
    static CellFigures figures() {
        CellFigures figures = new CellFigures();
        for (Map<Cell, long[]> cells : WRITTEN) {
            cells.forEach((cell, tally) -> figures.put(cell.unit, cell.start, tally[0], tally[1]));
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
        return new Table();
    }

    private static final class Table implements DynamicTableSink {
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
            return SinkV2Provider.of(new Cells());
        }

        @Override
        public DynamicTableSink copy() {
            return new Table();
        }

        @Override
        public String asSummaryString() {
            return NAME;
        }
    }

    private static final class Cells implements Sink<RowData> {
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            return new Writer();
        }
    }

    private static final class Writer implements SinkWriter<RowData> {
        private static final int PRECISION = 3;

        private final Map<Cell, long[]> cells = new HashMap<>();

        Writer() {
            WRITTEN.add(cells);
        }

        @Override
        public void write(RowData row, SinkWriter.Context context) {
            Cell cell = new Cell(
                    row.getString(0).toString(), row.getTimestamp(1, PRECISION).getMillisecond());
            if (row.getRowKind() == RowKind.DELETE) {
                cells.remove(cell);
            } else {
                cells.put(cell, new long[] {row.getLong(2), row.getLong(3)});
            }
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
