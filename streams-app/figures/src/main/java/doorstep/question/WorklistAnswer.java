// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.WorkItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What is owed.
 *
 * @param asOf of the partition that has the unit's own figures
 * @param rebuilding whether a rebuild was under way
 * @param totals of what is open at as-of and passes the filters, whatever the limit
 * @param totalsByKind the same of each kind that has any, by its code
 * @param later how many rows pass the filters that open after as-of; they are not in the totals
 * @param endingsBeyond how much ends after as-of, whatever the filters: it has no row any more, even if figures still have it open
 * @param rows those that were asked for
 * @param next empty if there are no more rows
 */
public record WorklistAnswer(
        WorklistQuestion question,
        Instant asOf,
        boolean rebuilding,
        Totals totals,
        SortedMap<String, Totals> totalsByKind,
        long later,
        long endingsBeyond,
        List<Row> rows,
        Optional<WorklistQuestion.Cursor> next) {
    /** @param overdue of those that are open */
    public record Totals(long open, long overdue) {
        public static final Totals NONE = new Totals(0, 0);

        Totals plus(Totals other) {
            return new Totals(open + other.open, overdue + other.overdue);
        }
    }

    /**
     * A row, as of as-of.
     *
     * @param age local dates since it opened; below 0 if it opens on a later one
     * @param daysLeft local dates until it is due, below 0 if that was on an earlier one; empty if it is never due
     * @param overdue whether the minute of its due time is at or before as-of
     */
    public record Row(WorkItem item, long age, OptionalLong daysLeft, boolean overdue) {}
}
