// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A calendar window, as rows name it.
 *
 * @param kind a calendar window
 * @param start its first date, which {@link #containing} finds
 */
public record CalendarWindow(WindowKind kind, LocalDate start) implements Span {
    private static final List<WindowKind> KINDS =
            Arrays.stream(WindowKind.values()).filter(WindowKind::isCalendar).toList();

    /** A year of weeks: years differ in their numbers of weeks, so week numbers cannot be compared. */
    private static final int WEEKS_OF_A_YEAR = 52;

    private static final long LONGEST = 366;

    public CalendarWindow {
        if (!kind.isCalendar()) {
            throw new IllegalArgumentException(kind + " has no start");
        }
    }

    /** @throws IllegalArgumentException for a fiscal window in a calendar without a fiscal year */
    public static CalendarWindow containing(LocalDate date, WindowKind kind, OrgCalendar calendar) {
        if (kind.isFiscal() && !calendar.hasFiscalYear()) {
            throw new IllegalArgumentException(kind + " needs a start of the fiscal year");
        }
        return new CalendarWindow(kind, LocalDate.ofEpochDay(calendar.startOf(kind, date.toEpochDay())));
    }

    /** The windows of a kind with any of these dates, in their order. */
    public static Stream<CalendarWindow> overlapping(Period dates, WindowKind kind, OrgCalendar calendar) {
        return Stream.iterate(
                containing(dates.first(), kind, calendar),
                window -> !window.start().isAfter(dates.last()),
                window -> containing(window.end().plusDays(1), kind, calendar));
    }

    /** The window that has exactly these dates, whether or not it has rows; the calendar one where a fiscal one has them too. */
    static Optional<CalendarWindow> exactly(Period dates, OrgCalendar calendar) {
        if (dates.length() > LONGEST) {
            return Optional.empty();
        }
        return kinds(calendar).stream()
                .map(kind -> containing(dates.first(), kind, calendar))
                .filter(window -> window.dates().equals(dates))
                .findFirst();
    }

    /** The kinds of calendar windows that the calendar has. */
    public static List<WindowKind> kinds(OrgCalendar calendar) {
        return KINDS.stream()
                .filter(kind -> !kind.isFiscal() || calendar.hasFiscalYear())
                .toList();
    }

    /** Last date, inclusive. */
    public LocalDate end() {
        return LocalDate.ofEpochDay(OrgCalendar.endOf(kind, start.toEpochDay()));
    }

    /** All its dates, whether or not they can have figures. */
    public Period dates() {
        return new Period(start, end());
    }

    @Override
    public Optional<Period> dates(Extent extent) {
        return extent.cut(dates()).dates();
    }

    @Override
    public boolean isComparable() {
        return true;
    }

    /** The window before; of one that contains as-of's date, as many dates of the one before, at most all. */
    @Override
    public Period before(Extent extent, OrgCalendar calendar) {
        Period before = containing(start.minusDays(1), kind, calendar).dates();
        return isRunning(extent) ? before.firstDays(dates(extent).orElseThrow().length()) : before;
    }

    /**
     * The window a year earlier, a week 52 weeks earlier; of one that contains as-of's date, up to that date a year (364
     * days) earlier.
     */
    @Override
    public Optional<Period> yearEarlier(Extent extent) {
        if (kind == WindowKind.WEEK) {
            LocalDate last = isRunning(extent) ? extent.asOf() : end();
            return Optional.of(new Period(start.minusWeeks(WEEKS_OF_A_YEAR), last.minusWeeks(WEEKS_OF_A_YEAR)));
        }
        if (kind == WindowKind.DAY && start.getMonth() == Month.FEBRUARY && start.getDayOfMonth() == 29) {
            return Optional.empty();
        }
        CalendarWindow earlier = new CalendarWindow(kind, start.minusYears(1));
        LocalDate last = isRunning(extent) ? extent.asOf().minusYears(1) : earlier.end();
        return Optional.of(new Period(earlier.start(), last));
    }

    private boolean isRunning(Extent extent) {
        return dates().contains(extent.asOf());
    }
}
