// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.TallyTable;
import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.WindowKind;
import java.util.stream.Stream;

/**
 * Changes of window tallies, added up by row until they are applied: first those of local days, which are spread over the
 * windows that contain the day, so that many minutes of a day cost no more than one.
 */
final class WindowChanges {
    private static final WindowKind[] BY_DATE = Stream.of(WindowKind.values())
            .filter(kind -> !kind.rollsByMinute() && !kind.rollsByDay() && kind != WindowKind.DAY)
            .toArray(WindowKind[]::new);
    private static final int MAX_DAYS_KNOWN = 1 << 10;

    private final CellWindows windows;
    private final OrgCalendar calendar;
    private final TallyTable days = new TallyTable(); // by the row of the day
    private final TallyTable rolling = new TallyTable(); // by row
    private final Running[] byDate =
            Stream.of(BY_DATE).map(kind -> new Running()).toArray(Running[]::new);
    private final long[] daysKnown = new long[MAX_DAYS_KNOWN]; // by the day's lowest bits, as the following
    private final long[][] starts = new long[MAX_DAYS_KNOWN][]; // in the order of BY_DATE

    WindowChanges(CellWindows windows, OrgCalendar calendar) {
        this.windows = windows;
        this.calendar = calendar;
    }

    /** Number of cells and days with changes. */
    int days() {
        return days.size();
    }

    /** Adds to all windows that contain a minute, which as-of has reached. */
    void addMinute(int cell, long minute, long asOf, RunningTally tally) {
        for (WindowKind kind : CellWindows.byMinute()) {
            if (minute > asOf - kind.length() && windows.has(cell, kind)) {
                rolling.at(RowNumber.of(cell, kind.code(), 0)).add(tally);
            }
        }
        addDay(cell, calendar.dayOf(minute), tally);
    }

    /** Adds to all windows that contain a local day, except those that roll by minute. */
    void addDay(int cell, long day, RunningTally tally) {
        days.at(RowNumber.of(cell, WindowKind.DAY.code(), day)).add(tally);
    }

    /** What leaves a rolling window. */
    void subtract(int cell, WindowKind kind, RunningTally tally) {
        rolling.at(RowNumber.of(cell, kind.code(), 0)).subtract(tally);
    }

    /**
     * Passes the rows whose changes do not cancel out, and starts over. Days come by cell and date, so that those of a
     * month or a year follow each other, and their sum needs no table. Days before 1970 come last: a row with days on
     * both sides may be passed twice, each time with its part.
     */
    void drain(long asOf, TallyTable.Receiver receiver) {
        long today = calendar.dayOf(asOf);
        days.forEachAscending((row, tally) -> spread(row, today, tally, receiver));
        days.clear();
        for (Running running : byDate) {
            running.flush(receiver);
        }
        rolling.forEach(receiver);
        rolling.clear();
    }

    private void spread(long dayRow, long today, RunningTally tally, TallyTable.Receiver receiver) {
        int cell = RowNumber.cell(dayRow);
        long day = RowNumber.start(dayRow);
        for (WindowKind kind : CellWindows.byDay()) {
            if (day > today - kind.length() && windows.has(cell, kind)) {
                rolling.at(RowNumber.of(cell, kind.code(), 0)).add(tally);
            }
        }
        long[] startsOfDay = startsOf(day);
        for (int i = 0; i < BY_DATE.length; i++) {
            if (windows.has(cell, BY_DATE[i])) {
                byDate[i].add(RowNumber.of(cell, BY_DATE[i].code(), startsOfDay[i]), tally, receiver);
            }
        }
        boolean kept = day > today - windows.daysKept(cell); // to be subtracted when the day leaves
        if (kept || windows.has(cell, WindowKind.DAY)) {
            receiver.accept(dayRow, tally);
        }
    }

    /** The sum of one row at a time. */
    private static final class Running {
        private static final long NONE = -1;

        private final RunningTally sum = new RunningTally();
        private long row = NONE;

        void add(long to, RunningTally tally, TallyTable.Receiver receiver) {
            if (row != to) {
                flush(receiver);
                row = to;
            }
            sum.add(tally);
        }

        void flush(TallyTable.Receiver receiver) {
            if (!sum.isZero()) {
                receiver.accept(row, sum);
            }
            sum.clear();
            row = NONE;
        }
    }

    private long[] startsOf(long day) {
        int place = (int) day & (MAX_DAYS_KNOWN - 1);
        if (starts[place] == null || daysKnown[place] != day) {
            long[] known = new long[BY_DATE.length];
            for (int i = 0; i < known.length; i++) {
                boolean possible = calendar.hasFiscalYear() || !BY_DATE[i].isFiscal();
                known[i] = possible ? calendar.startOf(BY_DATE[i], day) : 0;
            }
            daysKnown[place] = day;
            starts[place] = known;
        }
        return starts[place];
    }
}
