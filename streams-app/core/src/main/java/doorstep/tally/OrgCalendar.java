// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * Maps minutes to local dates of the organisation, as days since 1970-01-01. A moment belongs to the latest local date
 * that has started, and the first instant of a date starts it. Where clocks go back over a midnight that has passed (St
 * John's, 2010: from 00:01 to 23:01), the repeated hour belongs to the new date; where they go back exactly at midnight
 * (São Paulo: from 24:00 to 23:00), no new date had started, and it belongs to the old one. Not thread-safe: it caches
 * the last day looked up.
 */
public final class OrgCalendar {
    private static final long DAY_MS = 86_400_000;

    private final ZoneTransitions zone;
    private final int fiscalStart;
    private long cachedDay;
    private long cachedFrom = Long.MAX_VALUE; // first minute of cachedDay
    private long cachedTo = Long.MIN_VALUE; // first minute after cachedDay

    /** Uses this JDK's rules, which may differ from those that existing figures were counted under. */
    public OrgCalendar(ZoneId zone, int fiscalStart) {
        this(ZoneTransitions.of(zone), fiscalStart);
    }

    /** @param fiscalStart month in which the fiscal year starts, 1 to 12; 0 = no fiscal windows */
    public OrgCalendar(ZoneTransitions zone, int fiscalStart) {
        if (fiscalStart < 0 || fiscalStart > 12) {
            throw new IllegalArgumentException("month " + fiscalStart);
        }
        this.zone = zone;
        this.fiscalStart = fiscalStart;
    }

    public boolean hasFiscalYear() {
        return fiscalStart > 0;
    }

    /** Local date of a minute since the epoch, UTC. */
    public long dayOf(long minute) {
        if (minute >= cachedFrom && minute < cachedTo) {
            return cachedDay;
        }
        long second = minute * 60;
        long day = Math.floorDiv(second + zone.offsetAt(second), 86_400L);
        long next;
        while ((next = firstMinuteOf(day + 1)) <= minute) {
            day++;
        }
        cachedDay = day;
        cachedFrom = firstMinuteOf(day);
        cachedTo = next;
        return day;
    }

    /** The minute since the epoch, UTC, that starts a local date. */
    public long firstMinuteOf(long day) {
        return Math.floorDiv(zone.firstSecondOf(day), 60L);
    }

    /**
     * The moment of a local date at which clocks show the same time as at another moment. A time in a gap moves forward,
     * in an overlap the first one counts.
     *
     * @param at milliseconds since the epoch
     * @return milliseconds since the epoch
     */
    public long sameTimeOn(long day, long at) {
        long localMs = at + 1_000L * zone.offsetAt(Math.floorDiv(at, 1_000L));
        return zone.toInstant(day * DAY_MS + Math.floorMod(localMs, DAY_MS));
    }

    /** First day of the calendar window of this kind that contains {@code day}; 0 for {@code EVER}. */
    public long startOf(WindowKind kind, long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return switch (kind) {
            case DAY -> day;
            case WEEK ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toEpochDay();
            case MONTH -> date.withDayOfMonth(1).toEpochDay();
            case QUARTER -> monthsBack(date, (date.getMonthValue() - 1) % 3);
            case YEAR -> date.withDayOfYear(1).toEpochDay();
            case FISCAL_QUARTER -> monthsBack(date, Math.floorMod(date.getMonthValue() - fiscalStart, 3));
            case FISCAL_YEAR -> monthsBack(date, Math.floorMod(date.getMonthValue() - fiscalStart, 12));
            case EVER -> 0;
            default -> throw new IllegalArgumentException(kind + " has no start");
        };
    }

    /** Last day, inclusive, of the calendar window that starts on {@code start}. */
    public static long endOf(WindowKind kind, long start) {
        LocalDate date = LocalDate.ofEpochDay(start);
        LocalDate next =
                switch (kind) {
                    case DAY -> date.plusDays(1);
                    case WEEK -> date.plusDays(7);
                    case MONTH -> date.plusMonths(1);
                    case QUARTER, FISCAL_QUARTER -> date.plusMonths(3);
                    case YEAR, FISCAL_YEAR -> date.plusYears(1);
                    default -> throw new IllegalArgumentException(kind + " has no end");
                };
        return next.toEpochDay() - 1;
    }

    private static long monthsBack(LocalDate date, int months) {
        return date.withDayOfMonth(1).minusMonths(months).toEpochDay();
    }
}
