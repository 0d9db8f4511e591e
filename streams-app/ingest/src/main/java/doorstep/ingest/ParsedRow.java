// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

/** One row of a file, which could be parsed or not. */
sealed interface ParsedRow permits Row, ParsedRow.Unreadable {
    /** Number of the line in which it begins, from 1. */
    long line();

    /**
     * A line that cannot be parsed as a row.
     *
     * @param reason why; contains no text of the line
     */
    record Unreadable(long line, String reason) implements ParsedRow {}
}
