// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.RowHead;
import doorstep.period.CalendarWindow;
import doorstep.period.Cover;
import doorstep.period.Cut;
import doorstep.period.DateRange;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a span is added up from.
 *
 * @param cut empty for a window
 * @param dates that are counted; empty if there are none, or the window consists of minutes
 */
record SpanRows(Span span, Optional<Cut> cut, Optional<Period> dates, List<Window> windows) {
    /** @param start days since 1970-01-01; 0 unless {@code kind} is a calendar window */
    record Window(WindowKind kind, long start) {
        static Window of(CalendarWindow window) {
            return new Window(window.kind(), window.start().toEpochDay());
        }
    }

    /** At the end of which date levels are told: the last one that was asked for, at most as-of's. */
    LocalDate end(LocalDate asOf) {
        Optional<LocalDate> last = Optional.empty();
        if (span instanceof DateRange range) {
            last = Optional.of(range.asked().last());
        } else if (span instanceof CalendarWindow window) {
            last = Optional.of(window.end());
        }
        return last.filter(date -> date.isBefore(asOf)).orElse(asOf);
    }

    static List<Window> windows(Cover cover) {
        return cover.windows().stream().map(Window::of).toList();
    }

    /** The key fields of a row: those of the window, or of the dates of a range, which has no name of a window. */
    RowHead head(Cell cell) {
        if (span instanceof CalendarWindow window) {
            return RowHead.of(cell, window.kind(), window.start().toEpochDay());
        }
        if (span instanceof WindowToAsOf window) {
            return RowHead.of(cell, window.kind(), 0);
        }
        RowHead head = RowHead.of(cell, WindowKind.EVER, 0);
        return new RowHead(
                head.unit(),
                head.breakdown(),
                head.value(),
                head.facet(),
                "",
                dates.map(Period::first).orElse(null),
                dates.map(Period::last).orElse(null));
    }
}
