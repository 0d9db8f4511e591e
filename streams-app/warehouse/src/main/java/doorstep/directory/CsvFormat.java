// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import doorstep.export.RowWriter;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.JsonValues;
import doorstep.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * CSV files for programs (RFC 4180, single line feeds): null is empty, an empty text is in quotes, lists and maps are JSON.
 * Texts are as they are, so that whoever loads them gets the same ones: a spreadsheet may take them for formulas.
 */
public final class CsvFormat implements FileFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public RowWriter write(Path file, Table table) throws IOException {
        CsvWriter out = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(file);
        out.writeRecord(table.columns().stream().map(Column::name).toList());
        return new RowWriter() {
            @Override
            public void add(List<Object> row) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    cells.add(cell(table.columns().get(i).type(), row.get(i)));
                }
                out.writeRecord(cells);
            }

            @Override
            public void close() {
                try {
                    out.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static String cell(ColumnType type, Object value) {
        if (value == null || type instanceof Scalar) {
            return value == null ? null : value.toString();
        }
        return JsonValues.PLAIN.format(type, value);
    }

    @Override
    public void read(Path file, Table table, Consumer<List<Object>> sink) throws IOException {
        try (CsvReader<List<String>> lines = CsvReader.builder().build(new Cells(), file)) {
            Map<String, Integer> header = new HashMap<>();
            for (List<String> line : lines) {
                if (header.isEmpty()) {
                    line.forEach(name -> header.put(name, header.size()));
                } else {
                    sink.accept(row(table, header, line));
                }
            }
        }
    }

    private static List<Object> row(Table table, Map<String, Integer> header, List<String> line) throws IOException {
        List<Object> row = new ArrayList<>();
        for (Column column : table.columns()) {
            Integer index = header.get(column.name());
            row.add(index == null ? null : value(column.type(), line.get(index)));
        }
        return row;
    }

    private static Object value(ColumnType type, String cell) throws IOException {
        if (cell == null) {
            return null;
        }
        return type instanceof Scalar scalar ? JsonValues.fromText(scalar, cell) : JsonValues.PLAIN.parse(type, cell);
    }

    /** Lines as lists, in which a cell without quotes and text is null. */
    private static final class Cells extends AbstractBaseCsvCallbackHandler<List<String>> {
        private List<String> cells = new ArrayList<>();

        @Override
        protected void handleBegin(long line) {
            cells = new ArrayList<>();
        }

        @Override
        protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
            cells.add(length == 0 && !quoted ? null : new String(text, offset, length));
        }

        @Override
        protected List<String> buildRecord() {
            return cells;
        }
    }

    @Override
    public String query(Table table, String glob) {
        String columns = table.columns().stream()
                .map(it -> "'" + it.name() + "': '"
                        + (it.type() instanceof Scalar ? DuckDbTypes.of(it.type()) : "VARCHAR") + "'")
                .collect(Collectors.joining(", "));
        String parsed = table.columns().stream()
                .filter(it -> !(it.type() instanceof Scalar))
                .map(it -> it.name() + "::JSON::" + DuckDbTypes.of(it.type()) + " as " + it.name())
                .collect(Collectors.joining(", "));
        return "select *" + (parsed.isEmpty() ? "" : " replace (" + parsed + ")") + " from read_csv('" + glob
                + "', header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {"
                + columns + "})";
    }
}
