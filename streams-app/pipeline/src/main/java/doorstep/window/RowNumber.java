// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.BigEndian;
import doorstep.tally.WindowKind;
import org.apache.kafka.common.utils.Bytes;

/**
 * A row of the store {@code windows} as one number: 28 bits of the cell's number, of which the first is 0, 4 of the kind
 * of row, 32 of its start. {@link doorstep.store.KeyLayout#NUMBERS} keeps the rows of a cell in one segment.
 */
final class RowNumber {
    /** The kind of the row that says which cell has a number; other kinds are the codes of {@link WindowKind}. */
    static final int CELL = 0;
    /** The kind of rows for minutes; their start is the minute since the epoch, UTC. */
    static final int MINUTE = 14;

    private static final int START_BITS = 32;
    private static final int KIND_BITS = 4;
    private static final int MAX_CELL = (1 << 27) - 1;

    private RowNumber() {}

    /** @param start see {@link doorstep.tally.OrgCalendar#startOf}; 0 for a rolling window */
    static long of(int cell, int kind, long start) {
        if (cell > MAX_CELL || start != (int) start) {
            throw new IllegalArgumentException("cell " + cell + ", start " + start);
        }
        return ((long) cell << KIND_BITS | kind) << START_BITS | (start & 0xffffffffL);
    }

    static int cell(long row) {
        return (int) (row >>> (START_BITS + KIND_BITS));
    }

    static int kind(long row) {
        return (int) (row >>> START_BITS) & ((1 << KIND_BITS) - 1);
    }

    static long start(long row) {
        return (int) row;
    }

    /** The key in the store. */
    static Bytes key(long row) {
        return Bytes.wrap(BigEndian.ofLong(row));
    }

    static long ofKey(Bytes key) {
        return BigEndian.longAt(key.get(), 0);
    }
}
