package doorstep.window;

import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.Arrays;

/**
 * Sums by time and cell, for millions of additions to some thousands of them: open addressing with linear probing, and a
 * cell is made only when it is new. Not thread-safe.
 */
final class Sums {
    private static final int SMALLEST = 1 << 10;
    private static final int KEPT = 1 << 16; // slots that stay when it is emptied

    /** Takes what is not zero. */
    interface Receiver {
        void accept(EventTime time, Cell cell, Tally tally);
    }

    private static final class Sum {
        final long time; // see EventTime.code
        final Cell cell;
        final RunningTally tally = new RunningTally();

        Sum(long time, Cell cell) {
            this.time = time;
            this.cell = cell;
        }
    }

    private Sum[] table = new Sum[SMALLEST];
    private int size;

    /** Sums, zeros included. */
    int size() {
        return size;
    }

    /** @param time see {@link EventTime#code} */
    RunningTally at(long time, int family, String unit, Slice slice, String facet) {
        int slot = hash(time, family, unit, slice, facet) & (table.length - 1);
        for (Sum sum; (sum = table[slot]) != null; slot = (slot + 1) & (table.length - 1)) {
            if (sum.time == time && sum.cell.is(family, unit, slice, facet)) {
                return sum.tally;
            }
        }
        Sum sum = new Sum(time, new Cell(family, unit, slice, facet));
        table[slot] = sum;
        size++;
        if (2 * size > table.length) {
            grow();
        }
        return sum.tally;
    }

    private static int hash(long time, int family, String unit, Slice slice, String facet) {
        int hash = 31 * Cell.hash(family, unit, slice, facet) + Long.hashCode(time);
        hash *= 0x9e3779b9; // units differ in their last letters, times in their last bits
        return hash ^ (hash >>> 16);
    }

    private void grow() {
        Sum[] old = table;
        table = new Sum[2 * old.length];
        for (Sum sum : old) {
            if (sum != null) {
                Cell cell = sum.cell;
                int slot = hash(sum.time, cell.family(), cell.unit(), cell.slice(), cell.facet()) & (table.length - 1);
                while (table[slot] != null) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = sum;
            }
        }
    }

    void forEach(Receiver receiver) {
        for (Sum sum : table) {
            if (sum != null && !sum.tally.isZero()) {
                receiver.accept(EventTime.ofCode(sum.time), sum.cell, sum.tally.toTally());
            }
        }
    }

    void clear() {
        if (table.length > KEPT) {
            table = new Sum[SMALLEST];
        } else {
            Arrays.fill(table, null);
        }
        size = 0;
    }
}
