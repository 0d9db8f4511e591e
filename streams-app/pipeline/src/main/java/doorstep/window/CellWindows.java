// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.CellNumbers;
import doorstep.family.Families;
import doorstep.tally.WindowKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The windows of cells by number, as bits: computed once per cell, and asked for with every change. */
final class CellWindows {
    private static final List<WindowKind> BY_MINUTE =
            Stream.of(WindowKind.values()).filter(WindowKind::rollsByMinute).toList();
    private static final List<WindowKind> BY_DAY =
            Stream.of(WindowKind.values()).filter(WindowKind::rollsByDay).toList();
    /** Length of the longest window that rolls by day. */
    static final int MOST_DAYS_KEPT =
            BY_DAY.stream().mapToInt(WindowKind::length).max().orElseThrow();

    private static final int ROLL_BY_MINUTE = bits(BY_MINUTE);
    private static final int NOT_KNOWN = 1; // no kind has code 0

    private final CellNumbers cells;
    private final Families families;
    private int[] known = {}; // bits by number of the cell, and NOT_KNOWN

    CellWindows(CellNumbers cells, Families families) {
        this.cells = cells;
        this.families = families;
    }

    private static int bits(Iterable<WindowKind> kinds) {
        int bits = 0;
        for (WindowKind kind : kinds) {
            bits |= bit(kind);
        }
        return bits;
    }

    private static int bit(WindowKind kind) {
        return 1 << kind.code();
    }

    private int of(int cell) {
        if (cell >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, Math.max(cell + 1, 2 * before));
            Arrays.fill(known, before, known.length, NOT_KNOWN);
        }
        if (known[cell] == NOT_KNOWN) {
            known[cell] = bits(families.windows(cells.family(cell), cells.slice(cell)));
        }
        return known[cell];
    }

    /** Whether a cell has rows for a kind of window. */
    boolean has(int cell, WindowKind kind) {
        return (of(cell) & bit(kind)) != 0;
    }

    /** Whether a window by minute needs the minutes of a cell. */
    boolean keepsMinutes(int cell) {
        return (of(cell) & ROLL_BY_MINUTE) != 0;
    }

    /** Length of the longest window of a cell that rolls by day; 0 without one. */
    int daysKept(int cell) {
        int longest = 0;
        for (WindowKind kind : BY_DAY) {
            longest = has(cell, kind) ? Math.max(longest, kind.length()) : longest;
        }
        return longest;
    }

    static List<WindowKind> byMinute() {
        return BY_MINUTE;
    }

    static List<WindowKind> byDay() {
        return BY_DAY;
    }
}
