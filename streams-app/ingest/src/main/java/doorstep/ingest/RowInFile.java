// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.List;

/**
 * A row with its number and source, which mappings can use as {@code #row}, {@code #line} and {@code #file}.
 *
 * @param number of the row in its file, from 1
 * @param source of the row
 */
record RowInFile(Row row, long number, RowSource source) {
    static final List<String> POSITIONS = List.of("#row", "#line", "#file");

    String text(String column) throws BadValue {
        return switch (column) {
            case "#row" -> Long.toString(number);
            case "#line" -> Long.toString(row.line());
            case "#file" -> source.lastingName();
            default -> row.text(column);
        };
    }

    List<String> texts(String column) throws BadValue {
        return POSITIONS.contains(column) ? List.of(text(column)) : row.texts(column);
    }
}
