// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Difference;
import doorstep.assessment.Share;
import doorstep.tally.Interval;
import doorstep.tally.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The units directly below a unit, and which of them differ from it by more than chance explains.
 *
 * @param asOfs of the partitions that it used
 * @param center of the unit itself
 * @param units those with enough answers, in the order of their UTF-8 bytes
 * @param curve the limits over all numbers of answers that units here have, ascending; empty without a center
 * @param few answers of the others that have any, in no order that tells which is whose: such units are never named
 */
public record FunnelPlot(
        ScoreQuestion question,
        SortedSet<Instant> asOfs,
        boolean rebuilding,
        Optional<Period> dates,
        Share center,
        List<Point> units,
        List<Limits> curve,
        List<Share> few) {
    /**
     * @param limits of so many answers as the unit has: outside, it may be chance, as for 1 in 20 units that are all alike
     * @param farLimits outside these, the unit differs
     */
    public record Point(String unit, Share share, Interval limits, Interval farLimits, Difference difference) {}

    /** The limits for units with so many answers, as those of a {@link Point}. */
    public record Limits(long answers, Interval limits, Interval farLimits) {}
}
