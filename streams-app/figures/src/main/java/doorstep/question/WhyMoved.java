// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.compare.Change;
import doorstep.compare.Split;
import doorstep.period.Comparison;
import doorstep.tally.Breakdown;
import doorstep.tally.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Why the satisfied share of a unit moved between two periods.
 *
 * @param asOfs of the partitions that it used
 * @param dates of the present period; empty if nothing can have been counted, or it consists of minutes
 * @param comparison the former period, or why there is none
 * @param change of the unit; empty without a former period
 * @param split over the units directly below and the unit's own events; empty only for a reason
 * @param reason why there is no split
 * @param values shares by topic and by area, each beside that of all other answers; these overlap and do not cover, so
 *     they are no split. Values in the order of their UTF-8 bytes; lacks a breakdown whose rows do not add up to both
 *     periods
 */
public record WhyMoved(
        ScoreQuestion question,
        Against against,
        SortedSet<Instant> asOfs,
        boolean rebuilding,
        Optional<Period> dates,
        Comparison comparison,
        Optional<Change> change,
        Optional<Split> split,
        Optional<Reason> reason,
        Map<Breakdown, List<ValueChange>> values) {
    /** Why there is no split. */
    public enum Reason {
        /** There is no former period. */
        NO_COMPARISON,
        /** One of the periods has no answers. */
        NO_ANSWERS,
        /** The units below have more answers than the unit: their partitions stand at another moment. */
        PARTITIONS_DIFFER
    }

    /**
     * Answers with one value.
     *
     * @param others all other answers of the unit; empty if rows of the value are ahead of the unit's
     */
    public record ValueChange(String value, Change change, Optional<Change> others) {}
}
