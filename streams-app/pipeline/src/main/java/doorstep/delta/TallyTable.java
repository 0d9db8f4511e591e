// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.codec.NumberHash;
import doorstep.tally.RunningTally;
import java.util.Arrays;

/**
 * Hash table of tallies by number, for millions of additions to some thousands of tallies: open addressing with linear
 * probing. Its objects are reused after it is cleared: objects that live from one commit to the next are the most
 * expensive ones for a garbage collector. Not thread-safe.
 */
public final class TallyTable {
    private static final int SMALLEST = 1 << 9;
    /** Fewer in use than one in this many of the reusable objects are few. */
    private static final int SPARSE = 8;
    /** After few were in use for this many times in a row, the rest are released: large rounds come now and then. */
    private static final int PATIENCE = 8;

    /** Takes the tallies that are not zero; they are valid until the table is cleared. */
    public interface Receiver {
        void accept(long number, RunningTally tally);
    }

    private int[] table = new int[2 * SMALLEST]; // index of the tally + 1, 0 = free
    private long[] numbers = new long[SMALLEST]; // by index of the tally
    private RunningTally[] tallies = new RunningTally[SMALLEST]; // first those in use, then those for reuse
    private int size;
    private int sparseTimes; // in a row

    /** Number of tallies, zeros included. */
    public int size() {
        return size;
    }

    /** The tally to add to. Valid until the table is cleared. */
    public RunningTally at(long number) {
        int slot = slotOf(number);
        for (int entry; (entry = table[slot]) != 0; slot = next(slot)) {
            if (numbers[entry - 1] == number) {
                return tallies[entry - 1];
            }
        }
        if (size == tallies.length) {
            grow();
            slot = freeSlot(number);
        }
        if (tallies[size] == null) {
            tallies[size] = new RunningTally();
        }
        numbers[size] = number;
        RunningTally tally = tallies[size++];
        table[slot] = size;
        return tally;
    }

    private int slotOf(long number) {
        return NumberHash.slot(number, table.length);
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    private void grow() {
        tallies = Arrays.copyOf(tallies, 2 * size);
        numbers = Arrays.copyOf(numbers, 2 * size);
        table = new int[2 * table.length];
        for (int i = 0; i < size; i++) {
            table[freeSlot(numbers[i])] = i + 1;
        }
    }

    private int freeSlot(long number) {
        int slot = slotOf(number);
        while (table[slot] != 0) {
            slot = next(slot);
        }
        return slot;
    }

    /** Iterates in the order in which tallies were first added to. */
    public void forEach(Receiver receiver) {
        for (int i = 0; i < size; i++) {
            if (!tallies[i].isZero()) {
                receiver.accept(numbers[i], tallies[i]);
            }
        }
    }

    /** Iterates by ascending number, so that those of a cell follow each other. */
    public void forEachAscending(Receiver receiver) {
        long[] ascending = Arrays.copyOf(numbers, size);
        Arrays.sort(ascending);
        for (long number : ascending) {
            RunningTally tally = at(number);
            if (!tally.isZero()) {
                receiver.accept(number, tally);
            }
        }
    }

    public void clear() {
        sparseTimes = SPARSE * size < tallies.length ? sparseTimes + 1 : 0;
        if (tallies.length > SMALLEST && sparseTimes >= PATIENCE) {
            sparseTimes = 0;
            table = new int[2 * SMALLEST];
            numbers = new long[SMALLEST];
            tallies = new RunningTally[SMALLEST];
        } else if (size > 0) {
            Arrays.fill(table, 0);
            for (int i = 0; i < size; i++) {
                tallies[i].clear();
            }
        }
        size = 0;
    }
}
