// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A window that ends at as-of and has no start of its own: a rolling one, or {@code EVER}.
 *
 * @param kind not a calendar window
 */
public record WindowToAsOf(WindowKind kind) implements Span {
    public WindowToAsOf {
        if (kind.isCalendar()) {
            throw new IllegalArgumentException(kind + " needs a start");
        }
    }

    @Override
    public Optional<Period> dates(Extent extent) {
        if (kind.rollsByDay()) {
            return extent.cut(daysTo(extent.asOf())).dates();
        }
        return kind.rollsByMinute() ? Optional.empty() : extent.dates();
    }

    @Override
    public boolean isComparable() {
        return kind.rollsByDay();
    }

    /** As many days directly before. */
    @Override
    public Period before(Extent extent, OrgCalendar calendar) {
        return daysTo(extent.asOf()).before();
    }

    /** As many days, to as-of's date a year earlier. */
    @Override
    public Optional<Period> yearEarlier(Extent extent) {
        return Optional.of(daysTo(extent.asOf().minusYears(1)));
    }

    private Period daysTo(LocalDate last) {
        if (!kind.rollsByDay()) {
            throw new IllegalStateException(kind + " is not a number of days");
        }
        return Period.endingOn(last, kind.length());
    }
}
