// SPDX-License-Identifier: Apache-2.0
/**
 * Tables and figures as text, for a terminal and as CSV: columns by display width, numbers, verdicts. Nothing here reads
 * a topic or does arithmetic.
 */
package doorstep.text;
