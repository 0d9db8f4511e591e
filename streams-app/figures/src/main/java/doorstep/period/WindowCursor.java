// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.Optional;

/** Goes through the windows of one kind from the last to the first, by the dates that they count. Days are since 1970-01-01. */
final class WindowCursor {
    interface Visitor {
        /** @param last inclusive */
        void window(WindowKind kind, long first, long last);
    }

    private static final long ENDED = Long.MIN_VALUE;

    private final WindowKind kind;
    private final OrgCalendar calendar;
    private final Extent extent;
    private long first; // that the window counts; ENDED: there is no window left
    private long last;

    /** @param day within the extent; the first window is the one that contains it */
    WindowCursor(WindowKind kind, OrgCalendar calendar, Extent extent, long day) {
        this.kind = kind;
        this.calendar = calendar;
        this.extent = extent;
        moveTo(day);
    }

    /** @param day at most a day before that of the last call */
    void visitIfBegins(long day, Visitor visitor) {
        if (first == day) {
            visitor.window(kind, first, last);
            moveTo(first - 1);
        }
    }

    private void moveTo(long day) {
        first = ENDED;
        if (day < extent.earliest().toEpochDay()) {
            return;
        }
        long start = calendar.startOf(kind, day);
        Period window = new Period(LocalDate.ofEpochDay(start), LocalDate.ofEpochDay(OrgCalendar.endOf(kind, start)));
        Optional<Period> counted = extent.countedIn(window);
        if (counted.isPresent()) {
            first = counted.get().first().toEpochDay();
            last = counted.get().last().toEpochDay();
        } else {
            moveTo(start - 1);
        }
    }
}
