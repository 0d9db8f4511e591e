// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.tally.Tally;
import java.util.List;

/**
 * A figure counted again.
 *
 * @param tally of all facts
 * @param before of those that had come before the moment from which moves are listed
 * @param lines the first ones by time
 * @param lineCount of all
 * @param moves the first ones by append time
 * @param moveCount of all
 * @param inMotion number of records that moved the figure after the row was known to be up to date
 */
public record Recount(
        Tally tally, Tally before, List<Line> lines, long lineCount, List<Move> moves, long moveCount, long inMotion) {}
