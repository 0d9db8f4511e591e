package doorstep.ingest;

/**
 * A line that yielded nothing because something in it is wrong. Never quotes the line: that could be a name.
 *
 * @param file as it was given to the import
 * @param line in the file, from 1; in an unpacked file if it is packed
 * @param column names of the columns that the fault comes from; may be empty
 * @param reason begins with the field of the event, if the fault is in one
 */
public record BadLine(String file, long line, String column, String reason) {
    @Override
    public String toString() {
        return file + ", line " + line + (column.isEmpty() ? "" : ", column " + column) + ": " + reason;
    }
}
