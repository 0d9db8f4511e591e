// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.period.Comparison.Reason;
import doorstep.tally.Period;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what questions are compared with: the period before, and the same period last year. A comparison is cut to the
 * extent like the question, so it may have fewer days; it names its dates.
 */
public final class Comparisons {
    private final RowWindows rows;
    private final Optional<LocalDate> firstRow;

    /**
     * @param rows that comparisons are added up from
     * @param firstRow first date of the root's first row in the topic; empty if it has none
     */
    public Comparisons(RowWindows rows, Optional<LocalDate> firstRow) {
        this.rows = rows;
        this.firstRow = firstRow;
    }

    public Comparison before(Span span) {
        return compared(span, it -> Optional.of(it.before(rows.extent(), rows.calendar())));
    }

    public Comparison lastYear(Span span) {
        return compared(span, it -> it.yearEarlier(rows.extent()));
    }

    /** @param other finds the period, empty if there was no such day; called for spans that have one only */
    private Comparison compared(Span span, Function<Span, Optional<Period>> other) {
        if (!span.isComparable()) {
            return Comparison.Without.because(Reason.WINDOW_NOT_COMPARABLE);
        }
        if (span.dates(rows.extent()).isEmpty()) {
            return Comparison.Without.because(Reason.NOTHING_COUNTED);
        }
        return other.apply(span).map(this::covered).orElse(Comparison.Without.because(Reason.NO_29_FEBRUARY));
    }

    private Comparison covered(Period dates) {
        boolean hasRows =
                firstRow.filter(first -> !dates.last().isBefore(first)).isPresent();
        Optional<Period> cut = rows.extent().cut(dates).dates();
        if (!hasRows || cut.isEmpty()) {
            return Comparison.Without.because(Reason.BEFORE_FIRST_ROW);
        }
        Coverage coverage = rows.cover(cut.get());
        return coverage instanceof Cover cover
                ? new Comparison.With(cover)
                : new Comparison.Without(Reason.NOT_COVERED, Optional.of((Uncovered) coverage));
    }
}
