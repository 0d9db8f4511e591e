// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Assessment of a satisfaction score against its target and other rows.
 *
 * @param target 0 to 1; empty for other questions and scales than the assessed one
 * @param verdict empty without a target, and without answers
 * @param shrunk the share, pulled towards the parent's; units are ranked by it
 * @param parent the unit above in the same window; for a root the root itself
 * @param difference from the parent; empty for a root
 * @param yearEarlier the same local dates one year before; empty where days have no rows
 * @param responseRate answers about visits, out of the people asked there; may exceed 1 if visits were not recorded;
 *     empty if nobody was asked, and for other questions than OVERALL
 */
public record Assessment(
        Share own,
        OptionalDouble target,
        Optional<Verdict> verdict,
        OptionalDouble shrunk,
        Share parent,
        Optional<Difference> difference,
        Optional<Share> yearEarlier,
        OptionalDouble responseRate) {}
