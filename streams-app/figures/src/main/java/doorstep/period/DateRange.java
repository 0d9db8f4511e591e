// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import java.util.Optional;

/**
 * A range of local dates as somebody asked for it.
 *
 * @param asked not yet cut to the extent
 */
public record DateRange(Period asked) implements Span {
    @Override
    public Optional<Period> dates(Extent extent) {
        return extent.cut(asked).dates();
    }

    @Override
    public boolean isComparable() {
        return true;
    }

    /** That of the calendar window with exactly the dates asked for; else as many days as are left, directly before. */
    @Override
    public Period before(Extent extent, OrgCalendar calendar) {
        Period dates = dates(extent).orElseThrow();
        return CalendarWindow.exactly(asked, calendar)
                .map(window -> window.before(extent, calendar))
                .orElseGet(dates::before);
    }

    /** The same first and last date, of what is left; 28 February replaces a missing 29 February. */
    @Override
    public Optional<Period> yearEarlier(Extent extent) {
        return dates(extent).map(Period::yearEarlier);
    }
}
