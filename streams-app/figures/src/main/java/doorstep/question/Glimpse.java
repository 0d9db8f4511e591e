// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The little that somebody who sees one unit only is told of the unit directly above: no counts and no interval, from
 * which those of other units would follow.
 *
 * @param satisfiedShare 0 to 1, rounded to 0.001
 * @param target 0 to 1
 */
public record Glimpse(String unit, double satisfiedShare, OptionalDouble target, Optional<Verdict> verdict) {}
