// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.codec.NumberHash;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The rows of the bench, by number: 500 units under one and as many others as it takes, each with 70 cells (the total and
 * 69 values of a breakdown), in the windows of a year. All cells have rows of {@code MONTH} to {@code EVER}; the first
 * ones, totals before breakdowns, those of {@code DAY} and {@code WEEK} too.
 */
final class StoreInput {
    static final int FAMILY = 3;

    /** With fewer there would be no row of a day. */
    static final int LEAST_KEYS = 1_000_000;

    static final String PARENT = "City/District";
    static final int CHILDREN = 500;
    private static final int CELLS_OF_UNIT = 70;
    private static final int COUNTS = 12;
    private static final LocalDate YEAR = LocalDate.of(2023, 1, 1);

    private final long keys;
    private final List<Cell> cells;
    private final List<RowWindow> longWindows = new ArrayList<>();
    private final List<RowWindow> shortWindows = new ArrayList<>();
    private final int daily;

    /** @param keys number of rows, at least {@link #LEAST_KEYS} */
    StoreInput(long keys) {
        addWindows();
        int all = longWindows.size() + shortWindows.size();
        int units = (int) Math.max(CHILDREN, (keys + (long) CELLS_OF_UNIT * all - 1) / ((long) CELLS_OF_UNIT * all));
        cells = cells(units);
        daily = (int) ((keys - (long) cells.size() * longWindows.size()) / shortWindows.size());
        this.keys = (long) cells.size() * longWindows.size() + (long) daily * shortWindows.size();
    }

    private void addWindows() {
        longWindows.add(new RowWindow(WindowKind.EVER, 0));
        longWindows.add(new RowWindow(WindowKind.YEAR, YEAR.toEpochDay()));
        for (int month = 0; month < 12; month++) {
            longWindows.add(
                    new RowWindow(WindowKind.MONTH, YEAR.plusMonths(month).toEpochDay()));
        }
        for (int day = 0; day < YEAR.lengthOfYear(); day++) {
            shortWindows.add(new RowWindow(WindowKind.DAY, YEAR.plusDays(day).toEpochDay()));
        }
        for (int week = 0; week < 52; week++) {
            shortWindows.add(
                    new RowWindow(WindowKind.WEEK, YEAR.plusDays(1 + 7 * week).toEpochDay()));
        }
    }

    private static List<Cell> cells(int units) {
        List<Cell> cells = new ArrayList<>();
        for (int of = 0; of < CELLS_OF_UNIT; of++) {
            for (int unit = 0; unit < units; unit++) {
                String path = unit < CHILDREN ? PARENT + "/" + unit : "City/Other " + unit / CHILDREN + "/" + unit;
                Slice slice = of == 0 ? Slice.TOTAL : Slice.of(Breakdown.AREA, "Area " + of);
                cells.add(new Cell(FAMILY, path, slice, "overall:STARS_5"));
            }
        }
        return cells;
    }

    long keys() {
        return keys;
    }

    /** In an order that has nothing to do with their units, as cells come from a topic. */
    List<Cell> cellsAsTheyCome(long seed) {
        List<Cell> shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /**
     * @param key from 0 to {@link #keys}
     * @param version of the row, from 0
     */
    RowChange change(long key, int version) {
        long inLong = (long) cells.size() * longWindows.size();
        Cell cell;
        RowWindow window;
        if (key < inLong) {
            cell = cells.get((int) (key % cells.size()));
            window = longWindows.get((int) (key / cells.size()));
        } else {
            cell = cells.get((int) ((key - inLong) % daily));
            window = shortWindows.get((int) ((key - inLong) / daily));
        }
        return new RowChange(cell, window.kind(), window.start(), tally(key, version));
    }

    /** Whether a version of a row is a deletion, as one in ten is; the first never is. */
    static boolean isTombstone(long key, int version) {
        return version > 0 && Long.remainderUnsigned(NumberHash.of(key * 31 + version), 10) == 0;
    }

    static Tally tally(long key, int version) {
        if (isTombstone(key, version)) {
            return Tally.ZERO;
        }
        long[] counts = new long[COUNTS];
        long bits = NumberHash.of(key ^ ((long) version << 40));
        for (int i = 0; i < COUNTS; i++) {
            counts[i] = 1 + ((bits >>> (5 * i)) & 31) * (i < 4 ? 40 : 1);
        }
        return Tally.ofSlots(counts);
    }

    /** What covers 2 January to 30 December in as few windows as possible without those of quarters: 28. */
    List<RowWindow> worstRange() {
        List<RowWindow> windows = new ArrayList<>();
        add(windows, WindowKind.WEEK, 1, 2, 7, 4);
        add(windows, WindowKind.DAY, 1, 30, 1, 2);
        for (int month = 2; month < 12; month++) {
            add(windows, WindowKind.MONTH, month, 1, 1, 1);
        }
        add(windows, WindowKind.DAY, 12, 1, 1, 3);
        add(windows, WindowKind.WEEK, 12, 4, 7, 3);
        add(windows, WindowKind.DAY, 12, 25, 1, 6);
        return windows;
    }

    private static void add(List<RowWindow> windows, WindowKind kind, int month, int day, int step, int count) {
        long first = LocalDate.of(YEAR.getYear(), month, day).toEpochDay();
        for (int i = 0; i < count; i++) {
            windows.add(new RowWindow(kind, first + (long) i * step));
        }
    }

    RowWindow oneMonth(Random random) {
        return new RowWindow(
                WindowKind.MONTH, YEAR.plusMonths(random.nextInt(12)).toEpochDay());
    }
}
