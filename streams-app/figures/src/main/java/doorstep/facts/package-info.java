// SPDX-License-Identifier: Apache-2.0
/**
 * Facts: the accepted records of the input topics with their places, as the pipeline judges them. What counts of them is
 * in {@code family} and {@code link}; which of them a figure holds is in {@code explain}.
 */
package doorstep.facts;
