// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds sequences of windows that follow one another without a gap.
 *
 * <p>Each window is an edge from the date on which it begins to the date after its end, so a cover is a path, and the
 * one with the fewest rows is a shortest path. All edges point forward: one pass over the dates, from the last to the
 * first, finds it. Taking the longest window first, again and again, does not: a week that straddles the end of a month
 * may lead nowhere, or past the beginning of a longer window.
 */
final class WindowPaths {
    private static final int NONE = Integer.MAX_VALUE;

    private final Set<WindowKind> kinds;
    private final OrgCalendar calendar;
    private final Extent extent;

    /** @param kinds calendar windows, visited in this order */
    WindowPaths(Set<WindowKind> kinds, OrgCalendar calendar, Extent extent) {
        this.kinds = kinds;
        this.calendar = calendar;
        this.extent = extent;
    }

    /** The fewest windows from the first date to the last one; empty if none lead there. */
    Optional<List<CalendarWindow>> fewest(Period dates) {
        DayOffsets days = DayOffsets.of(dates);
        int[] rows = days.filled(NONE); // from each date to the end
        int[] next = days.filled(NONE);
        WindowKind[] chosen = new WindowKind[days.end()];
        rows[days.end()] = 0;
        walk(dates, (kind, first, last) -> {
            int from = days.of(first);
            int to = days.of(last + 1);
            if (to > days.end() || rows[to] == NONE) {
                return;
            }
            boolean fewer = rows[to] + 1 < rows[from];
            boolean asFewAndLonger = rows[to] + 1 == rows[from] && to > next[from];
            if (fewer || asFewAndLonger) {
                rows[from] = rows[to] + 1;
                next[from] = to;
                chosen[from] = kind;
            }
        });
        return rows[0] == NONE ? Optional.empty() : Optional.of(path(days, next, chosen));
    }

    private List<CalendarWindow> path(DayOffsets days, int[] next, WindowKind[] chosen) {
        List<CalendarWindow> windows = new ArrayList<>();
        for (int at = 0; at < days.end(); at = next[at]) {
            windows.add(CalendarWindow.containing(days.date(at), chosen[at], calendar));
        }
        return windows;
    }

    /** The longest range among the dates that windows add up to, the last of several; empty if there is none. */
    Optional<Period> longestInside(Period dates) {
        DayOffsets days = DayOffsets.of(dates);
        int[] farthest = days.each(); // that windows reach from each date
        walk(dates, (kind, first, last) -> {
            int from = days.of(first);
            int to = days.of(last + 1);
            if (to <= days.end()) {
                farthest[from] = Math.max(farthest[from], farthest[to]);
            }
        });
        int best = 0;
        for (int from = 0; from < days.end(); from++) {
            if (farthest[from] - from >= farthest[best] - best) {
                best = from;
            }
        }
        return days.period(best, farthest[best]);
    }

    /** The shortest range with all of the dates that windows add up to, the last of several; empty if there is none. */
    Optional<Period> shortestAround(Period dates) {
        Period upToLast = new Period(extent.earliest(), dates.last());
        DayOffsets days = DayOffsets.of(upToLast);
        int[] nearest = days.filled(NONE); // behind the last of the dates that windows reach from each date
        nearest[days.end()] = days.end();
        walk(upToLast, (kind, first, last) -> {
            int from = days.of(first);
            int to = days.of(last + 1);
            nearest[from] = Math.min(nearest[from], to < days.end() ? nearest[to] : to);
        });
        int best = NONE;
        for (int from = 0; from <= days.of(dates.first().toEpochDay()); from++) {
            if (nearest[from] != NONE && (best == NONE || nearest[from] - from <= nearest[best] - best)) {
                best = from;
            }
        }
        return best == NONE ? Optional.empty() : days.period(best, nearest[best]);
    }

    /** Visits the windows whose counted dates begin on one of these, the last first. */
    private void walk(Period dates, WindowCursor.Visitor visitor) {
        long last = dates.last().toEpochDay();
        List<WindowCursor> cursors = kinds.stream()
                .map(kind -> new WindowCursor(kind, calendar, extent, last))
                .toList();
        for (long day = last; day >= dates.first().toEpochDay(); day--) {
            for (WindowCursor cursor : cursors) {
                cursor.visitIfBegins(day, visitor);
            }
        }
    }
}
