// SPDX-License-Identifier: Apache-2.0
/**
 * Questions about the figures, and their answers: of which units, over which dates, compared with what, in which order;
 * and about the worklist, what is open, due and overdue at as-of.
 * Answers are added up from the rows of a {@code rows}; what dates mean is in {@code period}, and arithmetic of shares in
 * {@code compare} and {@code assessment}.
 */
package doorstep.question;
