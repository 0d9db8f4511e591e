// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.WindowKind;

/**
 * What a step of as-of changes: the minutes that it passes are added to all windows, and the minutes and days that leave
 * a rolling window are subtracted from it. O(entries of the times that enter or leave), however long the step.
 */
final class AsOfStep {
    static final int MINUTES_KEPT = WindowKind.LAST_24H.length();

    private final TallyRows tallies;
    private final CellWindows windows;
    private final WindowChanges changes;
    private final OrgCalendar calendar;
    private final BeyondCounts beyond;
    private final RunningTally tally = new RunningTally();

    AsOfStep(TallyRows tallies, CellWindows windows, WindowChanges changes, OrgCalendar calendar, BeyondCounts beyond) {
        this.tallies = tallies;
        this.windows = windows;
        this.changes = changes;
        this.calendar = calendar;
        this.beyond = beyond;
    }

    /**
     * Collects the changes.
     *
     * @param before minutes since the epoch, UTC
     * @param next later than that
     */
    void step(long before, long next) {
        for (WindowKind kind : CellWindows.byMinute()) {
            leaveByMinute(kind, before, next);
        }
        for (WindowKind kind : CellWindows.byDay()) {
            leaveByDay(kind, before, next);
        }
        enter(before, next);
        tallies.minutes().removeBefore(next - MINUTES_KEPT + 1);
        tallies.days().removeBefore(firstDay(calendar, next));
    }

    /** The first day that a rolling window contains or loses next. */
    static long firstDay(OrgCalendar calendar, long asOf) {
        return calendar.dayOf(asOf) - CellWindows.MOST_DAYS_KEPT + 1;
    }

    private void leaveByMinute(WindowKind kind, long before, long next) {
        long first = before - kind.length() + 1;
        long last = Math.min(before, next - kind.length());
        tallies.minutes().forEach(first, last, (minute, cell) -> {
            long row = RowNumber.of(cell, RowNumber.MINUTE, minute);
            if (read(row)) {
                if (windows.has(cell, kind)) {
                    changes.subtract(cell, kind, tally);
                }
                if (kind.length() == MINUTES_KEPT) {
                    tallies.delete(row);
                }
            }
        });
    }

    private void leaveByDay(WindowKind kind, long before, long next) {
        long today = calendar.dayOf(before);
        long first = today - kind.length() + 1;
        long last = Math.min(today, calendar.dayOf(next) - kind.length());
        tallies.days().forEach(first, last, (day, cell) -> {
            long row = RowNumber.of(cell, WindowKind.DAY.code(), day);
            if (windows.has(cell, kind) && read(row)) {
                changes.subtract(cell, kind, tally);
                if (!windows.has(cell, WindowKind.DAY) && kind.length() == windows.daysKept(cell)) {
                    tallies.delete(row); // was kept for this subtraction only
                }
            }
        });
    }

    private void enter(long before, long next) {
        tallies.minutes().forEach(before + 1, next, (minute, cell) -> {
            long row = RowNumber.of(cell, RowNumber.MINUTE, minute);
            if (read(row)) {
                beyond.count(cell, tally, -1);
                changes.addMinute(cell, minute, next, tally);
                if (minute <= next - MINUTES_KEPT || !windows.keepsMinutes(cell)) {
                    tallies.delete(row);
                }
            }
        });
    }

    /** Reads a row into {@link #tally}; returns whether it exists. */
    private boolean read(long row) {
        byte[] value = tallies.get(row);
        if (value != null) {
            tally.clear().add(TallyRows.tallyOf(value));
        }
        return value != null;
    }
}
