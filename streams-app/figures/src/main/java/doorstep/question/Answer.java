// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.Comparison;
import doorstep.period.Cut;
import doorstep.tally.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * An answer.
 *
 * @param asOfs of the partitions that it used; the oldest is its as-of
 * @param rebuilding whether a rebuild was under way
 * @param cut what was left of a range of dates; empty for a window
 * @param dates that are counted; empty if there are none, or the window consists of minutes
 * @param comparisons the other dates, or why there are none
 * @param overlapping whether an event may count under several values, so that rows do not add up
 * @param total number of rows without a limit
 * @param sharing how many rows behind these share the rank of the last one
 * @param next empty if there are no more rows
 */
public record Answer(
        Question question,
        SortedSet<Instant> asOfs,
        boolean rebuilding,
        Optional<Cut> cut,
        Optional<Period> dates,
        Map<Against, Comparison> comparisons,
        boolean overlapping,
        List<AnswerRow> rows,
        int total,
        int sharing,
        Optional<Cursor> next) {}
