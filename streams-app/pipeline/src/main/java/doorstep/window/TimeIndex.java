// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * The cells that may have a row at a time (a minute or a day), so that a step of as-of visits only what enters or
 * leaves: 4 bytes for each of them. Kept in the heap alone, because the rows themselves tell it after a restart.
 */
final class TimeIndex {
    private final TreeMap<Long, Cells> times = new TreeMap<>();
    private long first = Long.MIN_VALUE;

    /** Takes a cell that may have a row at a time. */
    interface Visitor {
        void visit(long time, int cell);
    }

    private static final class Cells {
        private int[] numbers = new int[4];
        private int size;

        void add(int cell) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size + Math.max(4, size / 2));
            }
            numbers[size++] = cell;
        }

        /** A cell is listed again for each time that its row came back. */
        void removeDuplicates() {
            Arrays.sort(numbers, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || numbers[i] != numbers[i - 1]) {
                    numbers[kept++] = numbers[i];
                }
            }
            size = kept;
        }
    }

    /** Does nothing for a time that was removed. */
    void add(long time, int cell) {
        if (time >= first) {
            times.computeIfAbsent(time, any -> new Cells()).add(cell);
        }
    }

    /** Visits each cell of each time in {@code [from, to]} once. The visitor must not add to these times. */
    void forEach(long from, long to, Visitor visitor) {
        if (from > to) {
            return;
        }
        times.subMap(from, true, to, true).forEach((time, cells) -> {
            cells.removeDuplicates();
            for (int i = 0; i < cells.size; i++) {
                visitor.visit(time, cells.numbers[i]);
            }
        });
    }

    /** Removes the times that no step will visit again. */
    void removeBefore(long time) {
        first = Math.max(first, time);
        times.headMap(first, false).clear();
    }
}
