// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.Optional;

/** The dates of questions and of what they are compared with, worked out from the definitions of the figures. */
final class ModelDates {
    private final Recount recount;
    private final LocalDate asOf;

    /** @param asOf local date of the oldest as-of of an answer */
    ModelDates(Recount recount, LocalDate asOf) {
        this.recount = recount;
        this.asOf = asOf;
    }

    Optional<Period> counted(Span span) {
        return asked(span).flatMap(this::cut);
    }

    Optional<Period> cut(Period dates) {
        LocalDate first = dates.first();
        LocalDate last = dates.last();
        while (first.isBefore(recount.world.earliest()) && !first.isAfter(last)) {
            first = first.plusDays(1);
        }
        while (last.isAfter(asOf) && !last.isBefore(first)) {
            last = last.minusDays(1);
        }
        return first.isAfter(last) ? Optional.empty() : Optional.of(new Period(first, last));
    }

    /** Empty for windows of minutes. */
    private Optional<Period> asked(Span span) {
        if (span instanceof DateRange range) {
            return Optional.of(range.asked());
        }
        if (span instanceof CalendarWindow window) {
            return Optional.of(whole(window.kind(), window.start()));
        }
        WindowKind kind = ((WindowToAsOf) span).kind();
        if (kind == WindowKind.EVER) {
            LocalDate first = recount.world.earliest();
            return first.isAfter(asOf) ? Optional.empty() : Optional.of(new Period(first, asOf));
        }
        return kind.rollsByMinute() ? Optional.empty() : Optional.of(new Period(asOf.minusDays(days(kind) - 1), asOf));
    }

    private static int days(WindowKind kind) {
        return Integer.parseInt(kind.name().replaceAll("\\D", ""));
    }

    private Period whole(WindowKind kind, LocalDate start) {
        return new Period(start, recount.end(kind, start));
    }

    /** The last date whose end levels are told of. */
    LocalDate levelAt(Span span) {
        return asked(span).map(Period::last).filter(last -> last.isBefore(asOf)).orElse(asOf);
    }

    boolean isComparable(Span span) {
        return asked(span).isPresent() && !(span instanceof WindowToAsOf window && window.kind() == WindowKind.EVER);
    }

    /** Not yet cut; of a span with dates. */
    Period before(Span span) {
        Period dates = counted(span).orElseThrow();
        if (span instanceof WindowToAsOf window) {
            LocalDate last = asOf.minusDays(days(window.kind()));
            return new Period(last.minusDays(days(window.kind()) - 1), last);
        }
        Optional<CalendarWindow> window = span instanceof CalendarWindow it ? Optional.of(it) : exactly(span);
        if (window.isEmpty()) {
            return new Period(
                    dates.first().minusDays(dates.length()), dates.first().minusDays(1));
        }
        WindowKind kind = window.get().kind();
        LocalDate start = recount.start(kind, window.get().start().minusDays(1));
        LocalDate end = window.get().start().minusDays(1);
        boolean running = whole(kind, window.get().start()).contains(asOf);
        LocalDate sameLength = start.plusDays(dates.length() - 1);
        return new Period(start, running && sameLength.isBefore(end) ? sameLength : end);
    }

    private Optional<CalendarWindow> exactly(Span span) {
        Period asked = asked(span).orElseThrow();
        return Arrays.stream(WindowKind.values())
                .filter(kind -> kind.isCalendar() && (!kind.isFiscal() || recount.world.settings.fiscalStart() > 0))
                .filter(kind -> recount.start(kind, asked.first()).equals(asked.first()))
                .filter(kind -> recount.end(kind, asked.first()).equals(asked.last()))
                .map(kind -> new CalendarWindow(kind, asked.first()))
                .findFirst();
    }

    /** Not yet cut; of a span with dates. Empty for the window of 29 February. */
    Optional<Period> lastYear(Span span) {
        if (span instanceof WindowToAsOf window) {
            LocalDate last = asOf.minusYears(1);
            return Optional.of(new Period(last.minusDays(days(window.kind()) - 1), last));
        }
        if (span instanceof DateRange) {
            Period dates = counted(span).orElseThrow();
            return Optional.of(
                    new Period(dates.first().minusYears(1), dates.last().minusYears(1)));
        }
        CalendarWindow window = (CalendarWindow) span;
        Period whole = whole(window.kind(), window.start());
        if (window.kind() == WindowKind.WEEK) {
            LocalDate last = whole.contains(asOf) ? asOf : whole.last();
            return Optional.of(new Period(whole.first().minusDays(364), last.minusDays(364)));
        }
        if (window.kind() == WindowKind.DAY && MonthDay.from(window.start()).equals(MonthDay.of(2, 29))) {
            return Optional.empty();
        }
        LocalDate start = window.start().minusYears(1);
        return Optional.of(
                new Period(start, whole.contains(asOf) ? asOf.minusYears(1) : recount.end(window.kind(), start)));
    }
}
