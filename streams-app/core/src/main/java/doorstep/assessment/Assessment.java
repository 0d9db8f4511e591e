// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Assessment of a satisfaction score against its target and the unit above.
 *
 * @param target 0 to 1; empty for other questions and scales than the assessed one
 * @param verdict empty without a target, and without answers
 * @param shrunk the share, pulled towards that of the unit above; units are ranked by it. Empty if that is not known
 * @param unitAbove for the root the root itself; empty if it is not known
 * @param difference from the unit above; empty for the root, without enough answers, and if either has no answers
 */
public record Assessment(
        Share own,
        OptionalDouble target,
        Optional<Verdict> verdict,
        OptionalDouble shrunk,
        Optional<Share> unitAbove,
        Optional<Difference> difference) {}
