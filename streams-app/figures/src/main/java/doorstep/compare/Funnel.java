// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import doorstep.assessment.Difference;
import doorstep.assessment.Share;
import doorstep.tally.Interval;
import java.util.Optional;

/**
 * Which units differ from one unit by more than chance explains: a funnel plot of their shares over their numbers of
 * answers. Of units that are all alike, 1 in 20 is expected outside the limits of 95 %, 1 in 500 outside those of 99.8 %.
 *
 * @param center share of the unit that the others are compared with
 */
public record Funnel(Share center) {
    /**
     * The limits for units with so many answers. Empty if the center has no answers.
     *
     * @param answers above 0
     * @param z {@link Interval#Z_95} or {@link Interval#Z_998}
     */
    public Optional<Interval> limits(long answers, double z) {
        return center.value().isEmpty()
                ? Optional.empty()
                : Optional.of(Interval.funnel(center.value().getAsDouble(), answers, z));
    }

    /**
     * Empty without enough answers, and if the center has none: such units are never named.
     *
     * @param enough whether there are as many answers as {@code answers.min} requires
     */
    public Optional<Difference> difference(Share unit, boolean enough) {
        return enough && unit.answers() > 0 && center.answers() > 0
                ? Optional.of(Difference.of(unit, center))
                : Optional.empty();
    }
}
