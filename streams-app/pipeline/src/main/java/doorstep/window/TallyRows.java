// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.delta.CellNumbers;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.WindowKind;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The tallies of a partition, by {@link RowNumber}: of the windows, and of the minutes that as-of has not reached or
 * that a window by minute still contains. Cells are written out once, and have a number from then on.
 *
 * <p>Store: number of a row → cell, or sent?, tally.
 */
final class TallyRows {
    /** Not written in every row: when it changes, those of the changelog and of the task's state change with it. */
    static final int FORMAT = 2; // 1 had cells as text in every key, and minutes in a store of their own

    private static final int SENT = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final CellNumbers cells = new CellNumbers();
    private final TimeIndex minutes = new TimeIndex();
    private final TimeIndex days = new TimeIndex();
    private final RunningTally sum = new RunningTally();
    private final ByteWriter out = new ByteWriter();
    private int cellsStored;

    /** @param firstDay from which {@link #days} has days */
    TallyRows(KeyValueStore<Bytes, byte[]> store, long firstDay) {
        this.store = store;
        days.removeBefore(firstDay);
        restore();
    }

    private void restore() {
        Map<Integer, Cell> stored = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                long row = RowNumber.ofKey(entry.key);
                if (RowNumber.kind(row) == RowNumber.CELL) {
                    stored.put(RowNumber.cell(row), Cell.readFrom(new ByteReader(entry.value)));
                } else {
                    index(row);
                }
            }
        }
        stored.values().forEach(cells::of);
        cellsStored = cells.size();
    }

    CellNumbers cells() {
        return cells;
    }

    /** The days that have rows. */
    TimeIndex days() {
        return days;
    }

    /** The minutes that have rows. */
    TimeIndex minutes() {
        return minutes;
    }

    private void index(long row) {
        int kind = RowNumber.kind(row);
        if (kind == RowNumber.MINUTE) {
            minutes.add(RowNumber.start(row), RowNumber.cell(row));
        } else if (kind == WindowKind.DAY.code()) {
            days.add(RowNumber.start(row), RowNumber.cell(row));
        }
    }

    /** Adds to a row. A row that is zero exists only until its tombstone is sent. */
    void add(long row, RunningTally change) {
        Bytes key = RowNumber.key(row);
        byte[] before = store.get(key);
        boolean sent = before != null && isSent(before);
        sum.clear();
        if (before == null) {
            index(row);
        } else {
            sum.add(tallyOf(before));
        }
        sum.add(change);
        store.put(key, sum.isZero() && !sent ? null : bytes(sum, sent));
    }

    /** The value of a row; null if there is none. */
    byte[] get(long row) {
        return store.get(RowNumber.key(row));
    }

    /** The tally in the value of a row. */
    static ByteReader tallyOf(byte[] value) {
        return new ByteReader(value, 1);
    }

    /** Whether a row was sent before and has not been deleted since. */
    static boolean isSent(byte[] value) {
        return value[0] == SENT;
    }

    void markSent(long row, byte[] value) {
        if (!isSent(value)) {
            byte[] marked = value.clone();
            marked[0] = SENT;
            store.put(RowNumber.key(row), marked);
        }
    }

    void delete(long row) {
        store.put(RowNumber.key(row), null);
    }

    private byte[] bytes(RunningTally tally, boolean sent) {
        out.reset().writeByte(sent ? SENT : 0);
        tally.writeTo(out);
        return out.toBytes();
    }

    /** Stores the cells that have appeared since the last call. Called before each commit. */
    void keepCells() {
        for (; cellsStored < cells.size(); cellsStored++) {
            out.reset();
            cells.cell(cellsStored).writeTo(out);
            store.put(RowNumber.key(RowNumber.of(cellsStored, RowNumber.CELL, 0)), out.toBytes());
        }
    }
}
