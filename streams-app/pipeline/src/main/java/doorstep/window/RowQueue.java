// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.NumberHash;
import java.util.Arrays;

/**
 * A queue of row numbers without duplicates. Positions count up from 0 for as long as the queue lives. Not thread-safe.
 */
final class RowQueue {
    private static final int SMALLEST = 1 << 6;
    /** By how much it shrinks: in few large steps, since each of them makes new arrays. */
    private static final int SHRINK = 8;

    private static final long FREE = -1; // no row has this number

    private long[] ring = new long[SMALLEST];
    private long[] table = freeTable(2 * SMALLEST); // the same rows, by hash
    private long head;
    private long tail;

    private static long[] freeTable(int slots) {
        long[] table = new long[slots];
        Arrays.fill(table, FREE);
        return table;
    }

    int size() {
        return (int) (tail - head);
    }

    /** Position of the first row. */
    long head() {
        return head;
    }

    /** Position that the next row will have. */
    long tail() {
        return tail;
    }

    /** @param position from {@link #head} to before {@link #tail} */
    long get(long position) {
        return ring[(int) position & (ring.length - 1)];
    }

    /** Adds a row at the end, unless the queue has it. */
    void add(long row) {
        if (size() == ring.length) {
            resize(2 * ring.length);
        }
        int slot = slotOf(row);
        for (; table[slot] != FREE; slot = next(slot)) {
            if (table[slot] == row) {
                return;
            }
        }
        table[slot] = row;
        ring[(int) tail++ & (ring.length - 1)] = row;
    }

    /** Removes the first row. */
    long poll() {
        long row = get(head++);
        int slot = slotOf(row);
        while (table[slot] != row) {
            slot = next(slot);
        }
        closeGap(slot);
        if (ring.length >= SMALLEST * SHRINK && size() < ring.length / (4 * SHRINK)) {
            resize(ring.length / SHRINK);
        }
        return row;
    }

    /** Knuth, 6.4, algorithm R. */
    private void closeGap(int free) {
        int gap = free;
        for (int slot = next(free); table[slot] != FREE; slot = next(slot)) {
            int home = slotOf(table[slot]);
            boolean homeAfterGap = gap <= slot ? home > gap && home <= slot : home > gap || home <= slot;
            if (!homeAfterGap) {
                table[gap] = table[slot];
                gap = slot;
            }
        }
        table[gap] = FREE;
    }

    private void resize(int capacity) {
        long[] before = ring;
        ring = new long[capacity];
        table = freeTable(2 * capacity);
        for (long position = head; position < tail; position++) {
            long row = before[(int) position & (before.length - 1)];
            ring[(int) position & (capacity - 1)] = row;
            int slot = slotOf(row);
            while (table[slot] != FREE) {
                slot = next(slot);
            }
            table[slot] = row;
        }
    }

    private int slotOf(long row) {
        return NumberHash.slot(row, table.length);
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }
}
