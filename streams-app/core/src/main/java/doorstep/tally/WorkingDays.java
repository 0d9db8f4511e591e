// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import doorstep.event.Minutes;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/** The working days of an organisation. */
public final class WorkingDays {
    private final Set<DayOfWeek> weekend;
    private final Set<LocalDate> holidays;
    private final Set<LocalDate> extra;

    /**
     * @param weekend days off in every week; not all seven
     * @param holidays further days off
     * @param extra days that are worked although they are part of a weekend or a holiday: in China a long holiday is
     *     made up for on weekends before and after it
     */
    public WorkingDays(Set<DayOfWeek> weekend, Set<LocalDate> holidays, Set<LocalDate> extra) {
        if (weekend.size() == DayOfWeek.values().length) {
            throw new IllegalArgumentException("every day is a weekend");
        }
        this.weekend = weekend.isEmpty() ? Set.of() : EnumSet.copyOf(weekend);
        this.holidays = Set.copyOf(holidays);
        this.extra = Set.copyOf(extra);
    }

    public boolean isWorked(LocalDate date) {
        return extra.contains(date) || !(weekend.contains(date.getDayOfWeek()) || holidays.contains(date));
    }

    /**
     * The same local time a number of working days later; the date of {@code at} need not be a working day. A time in a
     * gap moves forward, in an overlap the first one counts.
     *
     * @param at milliseconds since the epoch
     * @param days 1 or more
     * @return milliseconds since the epoch
     */
    public long after(long at, int days, OrgCalendar calendar) {
        LocalDate date = LocalDate.ofEpochDay(calendar.dayOf(Minutes.ofMillis(at)));
        for (int left = days; left > 0; ) {
            date = date.plusDays(1);
            left -= isWorked(date) ? 1 : 0;
        }
        return calendar.sameTimeOn(date.toEpochDay(), at);
    }
}
