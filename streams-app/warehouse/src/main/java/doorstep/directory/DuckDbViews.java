// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.directory.ExportFiles.Directory;
import doorstep.table.Column;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of a directory, and views over them, as statements for DuckDB. */
final class DuckDbViews {
    private static final String ALL = "since-*/*/";
    private static final int LARGEST_MANIFEST = 100_000_000; // bytes; it names every partition

    private final List<Directory> exports;
    private final FileFormat format;

    /** @param exports the finished ones, by number; at least one */
    DuckDbViews(List<Directory> exports, FileFormat format) {
        this.exports = List.copyOf(exports);
        this.format = format;
    }

    /** Of the last export; the paths in them are relative to the directory. */
    String text() {
        Directory last = exports.get(exports.size() - 1);
        StringBuilder text = new StringBuilder("-- Tables of export " + last.number()
                + " and views. In this directory: " + "duckdb -init " + ExportFiles.VIEWS + "\n");
        for (Table table : Tables.all()) {
            text.append(view(table.name(), table.equals(Tables.EXPORTS) ? exports() : query(table, last)));
        }
        for (Topic topic : Topics.inputs()) {
            String name = Tables.facts(topic).name();
            text.append(view(name + "_survivors", survivors(name)));
            text.append(view(
                    name + "_current", "select * from " + name + "_survivors where not null_value and not withdrawn"));
        }
        text.append(view(
                "revisions",
                Topics.results().stream().map(DuckDbViews::revisions).collect(Collectors.joining("\nunion all\n"))));
        return text.toString();
    }

    private static String view(String name, String query) {
        return "\ncreate or replace view " + name + " as\n" + query + ";\n";
    }

    private static String exports() {
        String columns = Tables.EXPORTS.columns().stream()
                .map(it -> "'" + it.name() + "': '" + DuckDbTypes.of(it.type()) + "'")
                .collect(Collectors.joining(", "));
        return "select * from read_json('" + ALL + Manifest.NAME + "', columns = {" + columns
                + "}, maximum_object_size = " + LARGEST_MANIFEST + ")";
    }

    private String query(Table table, Directory last) {
        String file = format.fileName(table);
        boolean some = exports.stream()
                .filter(it -> ExportFiles.isRead(it, table, last))
                .anyMatch(it -> Files.exists(it.path().resolve(file)));
        if (!some) {
            return table.columns().stream()
                    .map(it -> "null::" + DuckDbTypes.of(it.type()) + " as \"" + it.name() + "\"")
                    .collect(Collectors.joining(", ", "select ", " where false"));
        }
        String since = ExportFiles.sinceName(last.since());
        return format.query(
                table,
                switch (table.kind()) {
                    case FACTS -> since + "/*/" + file;
                    case LOG -> ALL + file;
                    case LATEST -> since + "/" + last.number() + "/" + file;
                });
    }

    /** Hashes have 16 digits, so the larger text is the larger unsigned number. */
    private static String survivors(String facts) {
        return "select * exclude (place) from (select *, row_number() over (partition by id order by null_value desc,"
                + " revision desc, content_hash desc, kafka_offset) as place from " + facts + ") where place = 1";
    }

    /** Each figure of a calendar window as each export published it, beside what it is now. */
    private static String revisions(Topic topic) {
        Table latest = Tables.latest(topic);
        List<String> figures = latest.columns().stream()
                .filter(DuckDbViews::isFigure)
                .map(Column::name)
                .toList();
        String names = figures.stream().map(it -> "'" + it + "'").collect(Collectors.joining(", "));
        String numbers = figures.stream().map(it -> it + "::DOUBLE").collect(Collectors.joining(", "));
        String lists = "unnest([" + names + "]) as figure, unnest([" + numbers + "]) as number";
        return "select '" + latest.name() + "' as result, p.* exclude (number), p.number as published, n.number as now,"
                + " coalesce(n.number, 0) - coalesce(p.number, 0) as difference from (select row_key, unit, breakdown,"
                + " value, facet, \"window\", start, export, as_of, " + lists + " from (select * from " + latest.name()
                + "_history where start is not null qualify row_number() over (partition by row_key, export order by"
                + " kafka_offset desc) = 1)) p left join (select row_key, " + lists + " from " + latest.name()
                + " where start is not null) n using (row_key, figure)";
    }

    private static boolean isFigure(Column column) {
        return (column.type() == Scalar.LONG || column.type() == Scalar.DOUBLE)
                && !column.name().startsWith("kafka_");
    }
}
