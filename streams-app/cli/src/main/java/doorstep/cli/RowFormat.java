// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.avro.Progress;
import doorstep.figures.FlatRow;
import doorstep.text.CsvText;
import doorstep.text.FigureFormat;
import doorstep.text.PrintableText;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Prints rows as a table, JSON or CSV, as the options say. */
final class RowFormat {
    private static final ObjectMapper JSON = new ObjectMapper();
    /**
     * Longest text of a figure in a table, in characters: a catalogue or the sequence numbers of many senders would
     * fill pages.
     */
    private static final int MAX_CELL = 120;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /**
     * The columns of progress that a table shows, so that it fits a terminal. The sequence numbers of what tasks sent
     * to each other are for programs.
     */
    private static final List<String> ACCOUNT = List.of(
            "part",
            "partition",
            "received",
            "current",
            "repeated",
            "rejected",
            "conflicts",
            "asOf",
            "beyond",
            "unsent");

    @ArgGroup
    private final ForPrograms forPrograms = new ForPrograms();

    /** Options that exclude each other. */
    private static final class ForPrograms {
        @Option(names = "--json", description = "One JSON object per line; null = absent.")
        private boolean json;

        @Option(
                names = "--csv",
                description = "CSV with a header, a column for each part of a figure, and lists as JSON; without the"
                        + " buckets of durations. A text that a spreadsheet would take for a formula begins with an"
                        + " apostrophe.")
        private boolean csv;

        @Option(names = "--excel", description = "The same CSV for Excel: with a byte order mark.")
        private boolean excel;
    }

    private boolean headerPrinted;

    /** Whether the output is for people rather than for programs. */
    boolean isTable() {
        return !forPrograms.json && !isCsv();
    }

    private boolean isCsv() {
        return forPrograms.csv || forPrograms.excel;
    }

    /** Prints rows. May be called several times; a CSV header is printed once. */
    void print(Collection<FlatRow> rows, Schema schema, PrintWriter out) {
        print(rows, schema, namesOf(schema), schema.equals(Progress.getClassSchema()) ? ACCOUNT : namesOf(schema), out);
    }

    /**
     * @param schema of the topic
     * @param names the columns of CSV
     * @param shown the columns of a table
     */
    void print(Collection<FlatRow> rows, Schema schema, List<String> names, List<String> shown, PrintWriter out) {
        if (forPrograms.json) {
            rows.forEach(row -> out.println(json(row.values())));
        } else if (isCsv()) {
            printCsv(
                    rows,
                    names.stream().flatMap(name -> Column.of(name, schema)).toList(),
                    out);
        } else if (!rows.isEmpty()) {
            printTable(rows, shown, out);
        }
        out.flush();
    }

    /**
     * A column of CSV.
     *
     * @param part name of a part of a value that has parts, such as durations; empty: the whole value
     */
    private record Column(String name, Optional<String> part) {
        /** Lists of parts, such as the buckets of durations, have no columns: they would be most of the file. */
        static Stream<Column> of(String name, Schema schema) {
            Schema.Field field = schema.getField(name);
            return field == null || field.schema().getType() != Schema.Type.RECORD
                    ? Stream.of(new Column(name, Optional.empty()))
                    : field.schema().getFields().stream()
                            .filter(part -> !isList(part.schema()))
                            .map(part -> new Column(name, Optional.of(part.name())));
        }

        private static boolean isList(Schema schema) {
            return schema.isUnion()
                    ? schema.getTypes().stream().anyMatch(Column::isList)
                    : schema.getType() == Schema.Type.ARRAY;
        }

        String header() {
            return part.map(it -> name + "." + it).orElse(name);
        }

        Object value(FlatRow row) {
            Object value = row.values().get(name);
            return part.isPresent() && value instanceof Map<?, ?> parts ? parts.get(part.get()) : value;
        }
    }

    private void printCsv(Collection<FlatRow> rows, List<Column> columns, PrintWriter out) {
        List<List<Object>> lines = new ArrayList<>();
        if (!headerPrinted) {
            headerPrinted = true;
            out.print(forPrograms.excel ? BYTE_ORDER_MARK : "");
            lines.add(columns.stream().<Object>map(Column::header).toList());
        }
        for (FlatRow row : rows) {
            List<Object> cells = new ArrayList<>(); // some are null
            columns.forEach(column -> cells.add(column.value(row)));
            lines.add(cells);
        }
        out.print(CsvText.of(lines));
    }

    private static void printTable(Collection<FlatRow> rows, List<String> shown, PrintWriter out) {
        // Parts of the key that no row has get no column.
        List<String> names = shown.stream()
                .filter(name -> !FlatRow.HEAD.contains(name)
                        || rows.stream().anyMatch(row -> !row.text(name).isEmpty()))
                .toList();
        Table table = new Table();
        names.forEach(name ->
                table.column(name, rows.stream().anyMatch(row -> row.values().get(name) instanceof Number)));
        for (FlatRow row : rows) {
            List<String> cells = new ArrayList<>();
            names.forEach(name -> cells.add(
                    FlatRow.HEAD.contains(name)
                            ? PrintableText.line(row.text(name))
                            : shortened(FigureFormat.text(name, row.values().get(name)))));
            table.line(cells);
        }
        table.print(out);
    }

    static String shortened(String text) {
        String printable = PrintableText.line(text);
        return printable.length() <= MAX_CELL ? printable : printable.substring(0, MAX_CELL - 1) + "…";
    }

    private static List<String> namesOf(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
