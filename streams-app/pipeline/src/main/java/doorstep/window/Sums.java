package doorstep.window;

import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.Arrays;

/**
 * Sums by time and cell, for millions of additions to some thousands of them: open addressing with linear probing. What
 * is added up between two commits is much the same as before, so sums stay in their places when they are emptied, and
 * nothing is allocated for a cell that comes again. Not thread-safe.
 */
final class Sums {
    private static final int SMALLEST = 1 << 10;
    /** Once fewer than one in so many places is in use, they are given back. */
    private static final int SPARSE = 4;

    /** Takes what is not zero. */
    interface Receiver {
        /** @param time see {@link EventTime#code} */
        void accept(long time, Cell cell, Tally tally);
    }

    private static final class Sum {
        final int hash;
        final long time; // see EventTime.code
        final Cell cell;
        final RunningTally tally = new RunningTally();
        boolean used; // since it was emptied

        Sum(int hash, long time, Cell cell) {
            this.hash = hash;
            this.time = time;
            this.cell = cell;
        }
    }

    private Sum[] table = new Sum[SMALLEST];
    private int places;
    private Sum[] used = new Sum[SMALLEST / 2];
    private int size;

    /** Sums, zeros included. */
    int size() {
        return size;
    }

    /** @param time see {@link EventTime#code} */
    RunningTally at(long time, int family, String unit, Slice slice, String facet) {
        int hash = hash(time, family, unit, slice, facet);
        int slot = hash & (table.length - 1);
        for (Sum sum; (sum = table[slot]) != null; slot = (slot + 1) & (table.length - 1)) {
            if (sum.hash == hash && sum.time == time && sum.cell.is(family, unit, slice, facet)) {
                if (!sum.used) {
                    use(sum);
                }
                return sum.tally;
            }
        }
        Sum sum = new Sum(hash, time, new Cell(family, unit, slice, facet));
        table[slot] = sum;
        use(sum);
        places++;
        if (2 * places > table.length) {
            grow();
        }
        return sum.tally;
    }

    private void use(Sum sum) {
        if (size == used.length) {
            used = Arrays.copyOf(used, 2 * size);
        }
        used[size++] = sum;
        sum.used = true;
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
                int slot = sum.hash & (table.length - 1);
                while (table[slot] != null) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = sum;
            }
        }
    }

    /** In the order in which they were first added to. */
    void forEach(Receiver receiver) {
        for (int i = 0; i < size; i++) {
            Sum sum = used[i];
            Tally tally = sum.tally.toTally();
            if (!tally.isZero()) {
                receiver.accept(sum.time, sum.cell, tally);
            }
        }
    }

    void clear() {
        if (places > SPARSE * size + SMALLEST) {
            table = new Sum[SMALLEST];
            used = new Sum[SMALLEST / 2];
            places = 0;
        } else {
            for (int i = 0; i < size; i++) {
                used[i].tally.clear();
                used[i].used = false;
            }
        }
        size = 0;
    }
}
