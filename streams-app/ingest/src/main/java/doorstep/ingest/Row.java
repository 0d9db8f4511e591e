// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.List;

/** A parsed row, whose values are read by column name. */
non-sealed interface Row extends ParsedRow {
    /** The column's text, {@link CleanText clean}; empty if there is none. */
    String text(String column) throws BadValue;

    /**
     * The column's texts where the format has lists (JSON arrays); otherwise a list of one text, or an empty list if
     * the text is empty.
     */
    List<String> texts(String column) throws BadValue;
}
