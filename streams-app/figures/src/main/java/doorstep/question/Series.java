// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.Cut;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The answers to one question for the calendar periods of its dates.
 *
 * @param kind of the periods
 * @param asOfs of the partitions that they used, all the same
 * @param cut what was left of a range of dates; empty for a window
 * @param dates that are counted; empty if there are none
 * @param periods in the order of their dates, without pages; the first and the last period may be cut
 */
public record Series(
        Question question,
        WindowKind kind,
        SortedSet<Instant> asOfs,
        boolean rebuilding,
        Optional<Cut> cut,
        Optional<Period> dates,
        List<Answer> periods) {}
