// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;

/** Whether rows add up to the dates of a question: a {@link Cover}, or why there is none. */
public sealed interface Coverage permits Cover, Uncovered {
    /** The dates of the question. */
    Period dates();
}
