// SPDX-License-Identifier: Apache-2.0
/**
 * Arithmetic over the shares of several units and two periods: why a share moved, which units differ, who is ahead.
 * Nothing here reads a row, and formulas of one share are in {@code assessment} and {@code tally}.
 */
package doorstep.compare;
