package doorstep.ingest;

import java.util.List;

/** A row by the names of its columns. */
non-sealed interface Row extends ParsedRow {
    /** The column's text, {@link CleanText clean}; empty if there is none. */
    String text(String column) throws BadValue;

    /** The column's texts where the format has lists (JSON arrays); elsewhere a list of one, or of none if it is empty. */
    List<String> texts(String column) throws BadValue;
}
