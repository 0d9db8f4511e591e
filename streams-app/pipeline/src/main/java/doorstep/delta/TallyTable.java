// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.Arrays;

/**
 * Hash table of tallies by number (a time or a window) and cell, for millions of additions to some thousands of
 * tallies: open addressing with linear probing. Its objects are reused after it is cleared: objects that live from one
 * commit to the next are the most expensive ones for a garbage collector. Not thread-safe.
 */
public final class TallyTable {
    private static final int SMALLEST = 1 << 9;
    /** When fewer than one in this many of the reusable objects were in use, the rest are released. */
    private static final int SPARSE = 8;

    /** Takes the tallies that are not zero. */
    public interface Receiver {
        void accept(long number, Cell cell, Tally tally);
    }

    private static final class Sum {
        int hash;
        long number;
        int family;
        String unit;
        Slice slice;
        String facet;
        final RunningTally tally = new RunningTally();

        boolean is(long otherNumber, int otherFamily, String otherUnit, Slice otherSlice, String otherFacet) {
            return number == otherNumber
                    && family == otherFamily
                    && unit.equals(otherUnit)
                    && slice.equals(otherSlice)
                    && facet.equals(otherFacet);
        }
    }

    private Sum[] table = new Sum[2 * SMALLEST];
    private Sum[] sums = new Sum[SMALLEST]; // first those in use, then those for reuse
    private int size;

    /** Number of tallies, zeros included. */
    public int size() {
        return size;
    }

    /** The tally to add to. Valid until the table is cleared. */
    public RunningTally at(long number, int family, String unit, Slice slice, String facet) {
        int hash = hash(number, family, unit, slice, facet);
        int slot = hash & (table.length - 1);
        for (Sum sum; (sum = table[slot]) != null; slot = (slot + 1) & (table.length - 1)) {
            if (sum.hash == hash && sum.is(number, family, unit, slice, facet)) {
                return sum.tally;
            }
        }
        if (size == sums.length) {
            grow();
            slot = freeSlot(hash);
        }
        Sum sum = sums[size];
        if (sum == null) {
            sum = new Sum();
            sums[size] = sum;
        }
        size++;
        table[slot] = sum;
        sum.hash = hash;
        sum.number = number;
        sum.family = family;
        sum.unit = unit;
        sum.slice = slice;
        sum.facet = facet;
        return sum.tally;
    }

    private static int hash(long number, int family, String unit, Slice slice, String facet) {
        int hash = 31 * Cell.hash(family, unit, slice, facet) + Long.hashCode(number);
        hash *= 0x9e3779b9; // units differ in their last letters, numbers in their last bits
        return hash ^ (hash >>> 16);
    }

    private void grow() {
        sums = Arrays.copyOf(sums, 2 * size);
        table = new Sum[2 * table.length];
        for (int i = 0; i < size; i++) {
            table[freeSlot(sums[i].hash)] = sums[i];
        }
    }

    private int freeSlot(int hash) {
        int slot = hash & (table.length - 1);
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    /** Iterates in the order in which tallies were first added to. */
    public void forEach(Receiver receiver) {
        for (int i = 0; i < size; i++) {
            Sum sum = sums[i];
            Tally tally = sum.tally.toTally();
            if (!tally.isZero()) {
                receiver.accept(sum.number, new Cell(sum.family, sum.unit, sum.slice, sum.facet), tally);
            }
        }
    }

    public void clear() {
        if (sums.length > SMALLEST && SPARSE * size < sums.length) {
            table = new Sum[2 * SMALLEST];
            sums = new Sum[SMALLEST];
        } else if (size > 0) {
            Arrays.fill(table, null);
            for (int i = 0; i < size; i++) {
                sums[i].tally.clear();
            }
        }
        size = 0;
    }
}
