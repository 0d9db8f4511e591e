// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.figures.FigureSettings;
import doorstep.period.CalendarWindow;
import doorstep.period.Comparison;
import doorstep.period.Comparisons;
import doorstep.period.Cover;
import doorstep.period.Coverage;
import doorstep.period.Cut;
import doorstep.period.DateRange;
import doorstep.period.Extent;
import doorstep.period.RowKinds;
import doorstep.period.RowWindows;
import doorstep.period.Span;
import doorstep.period.Uncovered;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the rows of spans, for the figures of one family and breakdown at one moment. */
final class SpanResolver {
    private final FigureSettings settings;
    private final Set<WindowKind> kinds;
    private final boolean breakdown;
    private final RowWindows rows;

    /**
     * @param kinds that have rows
     * @param breakdown whether the figures have one
     */
    SpanResolver(FigureSettings settings, Set<WindowKind> kinds, boolean breakdown, Extent extent) {
        this.settings = settings;
        this.kinds = kinds;
        this.breakdown = breakdown;
        rows = new RowWindows(kinds, settings.calendar(), extent);
    }

    /** @throws QuestionException if no rows add up to it */
    SpanRows rowsOf(Span span) {
        return find(span).orElseThrow(() -> notCovered(span));
    }

    /** Empty if no rows add up to it. */
    Optional<SpanRows> find(Span span) {
        Optional<Period> dates = span.dates(rows.extent());
        return windows(span, dates).map(windows -> new SpanRows(span, cut(span), dates, windows));
    }

    /** What is left of a range; empty for a window. */
    Optional<Cut> cut(Span span) {
        return span instanceof DateRange range ? Optional.of(rows.extent().cut(range.asked())) : Optional.empty();
    }

    private Optional<List<SpanRows.Window>> windows(Span span, Optional<Period> dates) {
        if (span instanceof CalendarWindow window && kinds.contains(window.kind())) {
            return Optional.of(List.of(SpanRows.Window.of(window)));
        }
        if (span instanceof WindowToAsOf window && kinds.contains(window.kind())) {
            return Optional.of(List.of(new SpanRows.Window(window.kind(), 0)));
        }
        if (isOfMinutes(span)) {
            return Optional.empty();
        }
        return dates.isEmpty() ? Optional.of(List.of()) : windows(cover(dates.get()));
    }

    private static boolean isOfMinutes(Span span) {
        return span instanceof WindowToAsOf window && window.kind().rollsByMinute();
    }

    private static Optional<List<SpanRows.Window>> windows(Coverage coverage) {
        return coverage instanceof Cover cover ? Optional.of(SpanRows.windows(cover)) : Optional.empty();
    }

    Coverage cover(Period dates) {
        return rows.cover(dates);
    }

    Extent extent() {
        return rows.extent();
    }

    /** Those that have rows. */
    Set<WindowKind> kinds() {
        return kinds;
    }

    /** The oldest as-of's date. */
    LocalDate asOf() {
        return rows.extent().asOf();
    }

    /** The rows whose sum is the level at the end of a date; empty if rows do not add up to it. */
    Optional<List<SpanRows.Window>> upTo(LocalDate date) {
        if (kinds.contains(WindowKind.EVER) && date.equals(rows.extent().newestAsOf())) {
            return Optional.of(List.of(new SpanRows.Window(WindowKind.EVER, 0)));
        }
        Optional<Period> dates = rows.extent().upTo(date);
        return dates.isEmpty() ? Optional.of(List.of()) : windows(cover(dates.get()));
    }

    /** @param against another period */
    Comparison compared(Span span, Against against, Optional<LocalDate> firstRow) {
        Comparisons comparisons = new Comparisons(rows, firstRow);
        return against == Against.BEFORE ? comparisons.before(span) : comparisons.lastYear(span);
    }

    /** @param span that no rows add up to */
    private QuestionException notCovered(Span span) {
        return isOfMinutes(span)
                ? lacks(((WindowToAsOf) span).kind())
                : notCovered(span, (Uncovered) cover(span.dates(rows.extent()).orElseThrow()));
    }

    private QuestionException lacks(WindowKind kind) {
        List<String> lacking = settingsWithout(rowKinds().lacking(Set.of(kind), breakdown));
        return QuestionException.notCovered(
                "window",
                "there are no rows of " + kind + (breakdown ? " with a breakdown" : "") + ", because "
                        + String.join(" and ", lacking) + " lacks it",
                kinds.stream().map(Enum::name).toList(),
                new Missing(Optional.empty(), Set.of(kind), lacking, Optional.empty(), Optional.empty()));
    }

    private QuestionException notCovered(Span span, Uncovered uncovered) {
        List<String> lacking = settingsWithout(rowKinds().lacking(uncovered.wanted(), breakdown));
        List<String> allowed = new ArrayList<>();
        uncovered.inside().ifPresent(it -> allowed.add(text(it)));
        uncovered.around().ifPresent(it -> allowed.add(text(it)));
        boolean range = span instanceof DateRange;
        return QuestionException.notCovered(
                range ? "from" : "window",
                "no rows add up to " + text(uncovered.dates()) + "; with any of " + uncovered.wanted() + " in "
                        + String.join(" and ", lacking) + " they would"
                        + uncovered
                                .inside()
                                .map(it -> "; the longest range inside is " + text(it))
                                .orElse("")
                        + uncovered
                                .around()
                                .map(it -> "; the shortest around is " + text(it))
                                .orElse(""),
                range ? allowed : kinds.stream().map(Enum::name).toList(),
                new Missing(
                        Optional.of(uncovered.dates()),
                        uncovered.wanted(),
                        lacking,
                        uncovered.inside(),
                        uncovered.around()));
    }

    private RowKinds rowKinds() {
        return new RowKinds(settings.windows(), settings.breakdownWindows());
    }

    private static List<String> settingsWithout(RowKinds.Lacking lacking) {
        List<String> names = new ArrayList<>();
        if (!lacking.windows().isEmpty()) {
            names.add("windows");
        }
        if (!lacking.breakdownWindows().isEmpty()) {
            names.add("breakdown.windows");
        }
        return names;
    }

    static String text(Period dates) {
        return dates.first() + " to " + dates.last();
    }
}
