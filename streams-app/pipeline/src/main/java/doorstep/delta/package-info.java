// SPDX-License-Identifier: Apache-2.0
/**
 * Contributions of stage one, summed by cell and time until they are sent, and the delta batches in which they travel to
 * stage two. What windows make of them is in {@code window}.
 */
package doorstep.delta;
