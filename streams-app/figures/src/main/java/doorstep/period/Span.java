// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import java.util.Optional;

/** What a question is about in time: a window, or a range of local dates. */
public sealed interface Span permits CalendarWindow, WindowToAsOf, DateRange {
    /** The local dates that it counts. Empty if there are none, or it consists of minutes. */
    Optional<Period> dates(Extent extent);

    /** Whether it has a period before and one last year: all but {@code EVER} and windows of minutes. */
    boolean isComparable();

    /**
     * The period before, not yet cut to the extent.
     *
     * @param extent that has some of its dates
     * @throws IllegalStateException if it is not comparable
     */
    Period before(Extent extent, OrgCalendar calendar);

    /**
     * The period last year, not yet cut to the extent. Empty for the window {@code DAY} of 29 February.
     *
     * @param extent that has some of its dates
     * @throws IllegalStateException if it is not comparable
     */
    Optional<Period> yearEarlier(Extent extent);
}
