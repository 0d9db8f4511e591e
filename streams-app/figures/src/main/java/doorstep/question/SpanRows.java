// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.RowHead;
import doorstep.period.CalendarWindow;
import doorstep.period.Cover;
import doorstep.period.Cut;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.tally.WindowKind;
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
