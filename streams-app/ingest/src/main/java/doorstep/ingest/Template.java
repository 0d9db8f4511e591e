// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A text with column names in it, such as {@code req-<no>}. {@code <<} is a literal {@code <}. */
final class Template {
    private record Piece(String text, boolean isColumn) {}

    private final List<Piece> pieces;

    private Template(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static Template of(YamlNode node) {
        return of(node.asText(), node.location());
    }

    static Template of(String text, MappingLocation location) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '<') {
                literal.append(c);
            } else if (text.startsWith("<<", i)) {
                literal.append('<');
                i++;
            } else {
                int end = text.indexOf('>', i);
                if (end < 0) {
                    throw location.error("a `<` opens a column's name, but no `>` closes it; write << for a literal <");
                }
                if (!literal.isEmpty()) {
                    pieces.add(new Piece(CleanText.nfc(literal.toString()), false));
                    literal.setLength(0);
                }
                pieces.add(new Piece(column(text.substring(i + 1, end), location), true));
                i = end;
            }
        }
        if (!literal.isEmpty()) {
            pieces.add(new Piece(CleanText.nfc(literal.toString()), false));
        }
        return new Template(List.copyOf(pieces));
    }

    private static String column(String name, MappingLocation location) {
        String column = CleanText.of(name);
        if (column.isEmpty()) {
            throw location.error("<> names no column");
        }
        if (column.startsWith("#") && !RowInFile.POSITIONS.contains(column)) {
            throw location.error("<" + column + "> is unknown" + Nearest.hint(column, RowInFile.POSITIONS));
        }
        return column;
    }

    /** Columns of the file that are used, without {@code #row} and the like. */
    Collection<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        pieces.forEach(piece -> {
            if (piece.isColumn() && !piece.text().startsWith("#")) {
                columns.add(piece.text());
            }
        });
        return columns;
    }

    /** The text, if it is the same for every row. */
    Optional<String> constant() {
        if (pieces.stream().anyMatch(Piece::isColumn)) {
            return Optional.empty();
        }
        return Optional.of(pieces.isEmpty() ? "" : pieces.get(0).text());
    }

    /**
     * The text for a row; empty if one of its columns is empty.
     *
     * @param escape is applied to texts from columns, not to text of the mapping
     */
    String text(RowInFile row, UnaryOperator<String> escape) throws BadValue {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.isColumn()) {
                String column = row.text(piece.text());
                if (column.isEmpty()) {
                    return "";
                }
                text.append(escape.apply(column));
            } else {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** Several texts if the template is a single column and the row has a list there. */
    List<String> texts(RowInFile row) throws BadValue {
        if (pieces.size() == 1 && pieces.get(0).isColumn()) {
            return row.texts(pieces.get(0).text());
        }
        String text = text(row, UnaryOperator.identity());
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
