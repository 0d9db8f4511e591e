// SPDX-License-Identifier: Apache-2.0
/**
 * For readers of the result topics: the latest rows, whether everything sent is in them yet, and the settings that they
 * were counted under. No verdicts, which are in {@code assessment}, and no output for people.
 */
package doorstep.figures;
