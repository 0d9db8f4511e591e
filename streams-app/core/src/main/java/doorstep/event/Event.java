// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.Optional;

/**
 * The countable content of an event: the fields that figures are derived from, without those that only distinguish
 * deliveries. The ledger keeps it, so that it can be subtracted later. Each kind of event defines when it counts: a
 * visit at one moment, a commitment at several.
 */
public sealed interface Event permits Visit, Feedback, Commitment {
    /** The unit that all its figures count under. */
    TreePath unit();

    Optional<TreePath> area();
}
