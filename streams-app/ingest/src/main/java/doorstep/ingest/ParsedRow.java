package doorstep.ingest;

/** One row of a file, read or not. */
sealed interface ParsedRow permits Row, ParsedRow.Unreadable {
    /** Line of the file in which it begins, from 1. */
    long line();

    /**
     * A line that is no row.
     *
     * @param reason without any text of the line
     */
    record Unreadable(long line, String reason) implements ParsedRow {}
}
