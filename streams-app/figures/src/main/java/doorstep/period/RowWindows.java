// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calendar windows that have rows, and the ranges of dates that they add up to. Not thread-safe. */
public final class RowWindows {
    private final Set<WindowKind> kinds;
    private final OrgCalendar calendar;
    private final Extent extent;

    /** @param kinds that have rows; those that are not calendar windows of this calendar are ignored */
    public RowWindows(Set<WindowKind> kinds, OrgCalendar calendar, Extent extent) {
        this.kinds = EnumSet.noneOf(WindowKind.class);
        this.kinds.addAll(kinds);
        this.kinds.retainAll(CalendarWindow.kinds(calendar));
        this.calendar = calendar;
        this.extent = extent;
    }

    public OrgCalendar calendar() {
        return calendar;
    }

    public Extent extent() {
        return extent;
    }

    /**
     * The fewest windows that add up to the dates. Of several such covers it is the one with the longest window first;
     * of windows with equal dates, the one whose kind is listed first. Time and memory are linear in the number of days,
     * without a cover in those since the earliest event.
     *
     * @param dates within the extent
     * @throws IllegalArgumentException if they are not
     */
    public Coverage cover(Period dates) {
        if (extent.dates().filter(all -> all.contains(dates)).isEmpty()) {
            throw new IllegalArgumentException(dates + " is not within " + extent.earliest() + " to " + extent.asOf());
        }
        WindowPaths paths = paths(kinds);
        Optional<List<CalendarWindow>> windows = paths.fewest(dates);
        return windows.isPresent()
                ? new Cover(dates, windows.get())
                : new Uncovered(dates, wanted(dates), paths.longestInside(dates), paths.shortestAround(dates));
    }

    private Set<WindowKind> wanted(Period dates) {
        Set<WindowKind> wanted = EnumSet.noneOf(WindowKind.class);
        for (WindowKind kind : CalendarWindow.kinds(calendar)) {
            Set<WindowKind> more = EnumSet.copyOf(kinds);
            if (more.add(kind) && paths(more).fewest(dates).isPresent()) {
                wanted.add(kind);
            }
        }
        return wanted;
    }

    private WindowPaths paths(Set<WindowKind> kinds) {
        return new WindowPaths(kinds, calendar, extent);
    }
}
