// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.CalendarWindow;
import doorstep.period.DateRange;
import doorstep.period.Extent;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.question.QuestionException.Fault;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The work on a series: the periods of the dates, each of which is a question about a range of dates. */
final class SeriesAnswering {
    private static final String SERIES = "series";

    private final Question question;
    private final WindowKind kind;
    private final Access access;
    private final Source source;
    private final OrgCalendar calendar;
    private final Answering whole;
    private final Optional<Period> dates;

    SeriesAnswering(Question question, WindowKind kind, Access access, Source source) {
        this.question = question;
        this.kind = kind;
        this.access = access;
        this.source = source;
        calendar = source.moment().settings().calendar();
        requireKind();
        requirePlain();
        whole = new Answering(question, access, source);
        dates = question.span().dates(whole.dates().extent());
    }

    private void requireKind() {
        if (!CalendarWindow.kinds(calendar).contains(kind)) {
            throw invalid(
                    SERIES,
                    kind.isFiscal() ? kind + " needs the setting fiscal.start" : kind + " is not a calendar period",
                    names(CalendarWindow.kinds(calendar)));
        }
        if (question.span() instanceof WindowToAsOf window && window.kind().rollsByMinute()) {
            throw invalid(SERIES, window.kind() + " consists of minutes and has no calendar periods", List.of());
        }
    }

    /** What makes sense for the rows of one period only. */
    private void requirePlain() {
        if (question.selection().reach() != Reach.UNIT) {
            throw invalid("reach", "a series is about one unit", List.of(Reach.UNIT.name()));
        }
        if (question.order().isPresent()) {
            throw invalid("sort", "the rows of a series are in the order of their dates", List.of());
        }
        if (question.after().isPresent()) {
            throw invalid("cursor", "a series has no pages", List.of());
        }
        EnumSet<Against> periods = EnumSet.of(Against.BEFORE, Against.LAST_YEAR);
        if (question.against().stream().anyMatch(periods::contains)) {
            throw invalid(
                    "against",
                    "a series is not compared with other periods: ask for a series over those dates",
                    names(EnumSet.complementOf(periods)));
        }
    }

    private static QuestionException invalid(String parameter, String message, List<String> allowed) {
        return new QuestionException(Fault.INVALID, parameter, message, allowed);
    }

    private static <E extends Enum<E>> List<String> names(Iterable<E> values) {
        List<String> names = new ArrayList<>();
        values.forEach(it -> names.add(it.name()));
        return names;
    }

    Series answer() {
        requireFewPeriods();
        List<Answer> periods = new ArrayList<>();
        int left = question.limit();
        for (CalendarWindow window : windows(kind).toList()) {
            Answer answer = answer(window);
            left -= answer.rows().size();
            if (left < 0) {
                throw invalid(
                        "limit",
                        "the series has more than " + question.limit()
                                + " rows: ask for fewer dates or longer periods, or name a facet and a value",
                        List.of());
            }
            periods.add(answer);
        }
        return new Series(
                question,
                kind,
                whole.asOfs(),
                source.moment().rebuilding(),
                whole.dates().cut(question.span()),
                dates,
                periods);
    }

    private void requireFewPeriods() {
        if (!isFew(kind)) {
            List<WindowKind> longer =
                    CalendarWindow.kinds(calendar).stream().filter(this::isFew).toList();
            throw invalid(
                    SERIES,
                    SpanResolver.text(dates.orElseThrow()) + " has more than " + question.limit() + " periods of "
                            + kind + ", which is the limit",
                    names(longer));
        }
    }

    private boolean isFew(WindowKind other) {
        return windows(other).limit(1L + question.limit()).count() <= question.limit();
    }

    private Stream<CalendarWindow> windows(WindowKind other) {
        return dates.stream().flatMap(it -> CalendarWindow.overlapping(it, other, calendar));
    }

    private Answer answer(CalendarWindow window) {
        Period asked = asked(question.span());
        Period part = asked.intersection(window.dates()).orElseThrow();
        try {
            return new Answering(question.over(new DateRange(part)).whole(), access, source).answer();
        } catch (QuestionException e) {
            throw e.fault() == Fault.NOT_COVERED && !isCutByAsker(part, window) ? withoutRows(e) : e;
        }
    }

    private boolean isCutByAsker(Period part, CalendarWindow window) {
        Extent extent = whole.dates().extent();
        return question.span() instanceof DateRange
                && !part.intersection(extent.dates().orElseThrow()).equals(window.dates(extent));
    }

    /** Not cut to what can have figures: a window that contains as-of's date is whole. */
    private Period asked(Span span) {
        if (span instanceof DateRange range) {
            return range.asked();
        }
        return span instanceof CalendarWindow window ? window.dates() : dates.orElseThrow();
    }

    private QuestionException withoutRows(QuestionException e) {
        List<WindowKind> kinds = CalendarWindow.kinds(calendar).stream()
                .filter(whole.dates().kinds()::contains)
                .toList();
        return e.of(SERIES, names(kinds));
    }
}
