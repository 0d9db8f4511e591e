// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.directory.ExportFiles.Directory;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.table.View;
import doorstep.table.Views;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of a directory, and views over them, as statements for DuckDB. */
final class DuckDbViews {
    private static final String ALL = "since-*/*/";
    private static final int LARGEST_MANIFEST = 100_000_000; // bytes; it names every partition

    private final List<Directory> exports;
    private final FileFormat format;
    private final Directory last;
    private final String root;

    /** With paths that are relative to the directory. */
    DuckDbViews(List<Directory> exports, FileFormat format) {
        this(exports, format, "");
    }

    /**
     * @param exports the finished ones, by number; at least one
     * @param root what paths begin with, as it is written in a text of SQL
     */
    DuckDbViews(List<Directory> exports, FileFormat format, String root) {
        this.exports = List.copyOf(exports);
        this.format = format;
        this.root = root;
        last = exports.get(exports.size() - 1);
    }

    /** Of the last export. */
    String text() {
        StringBuilder text = new StringBuilder("-- Tables of export " + last.number()
                + " and views. In this directory: " + "duckdb -init " + ExportFiles.VIEWS + "\n");
        for (Table table : Tables.all()) {
            text.append(view(table.name(), query(table)));
        }
        for (View view : Views.of(Tables.all())) {
            text.append(view(view.name(), view.sql()));
        }
        return text.toString();
    }

    private static String view(String name, String query) {
        return "\ncreate or replace view " + name + " as\n" + query + ";\n";
    }

    private String exports() {
        String columns = Tables.EXPORTS.columns().stream()
                .map(it -> "'" + it.name() + "': '" + DuckDbTypes.of(it.type()) + "'")
                .collect(Collectors.joining(", "));
        return "select * from read_json('" + root + ALL + Manifest.NAME + "', columns = {" + columns
                + "}, maximum_object_size = " + LARGEST_MANIFEST + ")";
    }

    /** The rows of a table. */
    String query(Table table) {
        if (table.equals(Tables.EXPORTS)) {
            return exports();
        }
        String file = format.fileName(table);
        boolean some = exports.stream()
                .filter(it -> ExportFiles.isRead(it, table, last))
                .anyMatch(it -> Files.exists(it.path().resolve(file)));
        if (!some) {
            return noRows(table);
        }
        String since = ExportFiles.sinceName(last.since());
        return format.query(
                table,
                root
                        + switch (table.kind()) {
                            case FACTS -> since + "/*/" + file;
                            case LOG -> ALL + file;
                            case LATEST -> since + "/" + last.number() + "/" + file;
                        });
    }

    /** For a table without files. */
    static String noRows(Table table) {
        return table.columns().stream()
                .map(it -> "null::" + DuckDbTypes.of(it.type()) + " as \"" + it.name() + "\"")
                .collect(Collectors.joining(", ", "select ", " where false"));
    }
}
