// SPDX-License-Identifier: Apache-2.0
/**
 * The latest rows of the topics of figures, as tallies that can be added up, and of the worklist: in memory for one
 * question, or in a file for whatever lives long. Nothing here reads a topic or answers a question.
 */
package doorstep.rows;
