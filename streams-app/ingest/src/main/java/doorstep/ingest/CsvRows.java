// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import doorstep.config.Nearest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the rows of a CSV file.
 *
 * <p>FastCSV does the parsing; this class only splits the file into records and passes them on one by one. A CSV parser
 * that reads the file itself cannot continue after a fault: a quote that never closes swallows everything after it.
 * Here, the line with the opening quote is reported, and reading continues with the next line. For this, the lines of a
 * record are kept until it ends, up to the longest line allowed. If this class and FastCSV ever disagree about where a
 * record ends, the record is reported as unreadable and not split differently.
 */
final class CsvRows implements Rows {
    private static final char NEVER_A_QUOTE = '\uFFFE'; // does not occur in text

    private final LineReader lines;
    private final FileFormat.Csv csv;
    private final int maxChars;
    private final char delimiter;
    private final char quote;
    private final CsvReader.CsvReaderBuilder parser;
    private final Deque<LineReader.Line> again = new ArrayDeque<>();
    private final String encoding;
    private List<String> names;
    private Map<String, Integer> columns;

    CsvRows(LineReader lines, FileFormat.Csv csv, int maxChars, String encoding) {
        this.lines = lines;
        this.csv = csv;
        this.maxChars = maxChars;
        this.encoding = encoding;
        delimiter = csv.delimiter();
        quote = csv.quote().orElse(NEVER_A_QUOTE);
        parser = CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .skipEmptyLines(false)
                .allowMissingFields(true)
                .allowExtraFields(true);
    }

    /**
     * Reads the header, if there is one. Call this before the first {@link #next()}.
     *
     * @param needed columns that must be there
     * @param file for messages
     */
    void begin(Collection<String> needed, String file) throws IOException {
        names = csv.columns();
        if (csv.header()) {
            ParsedRow header = record();
            if (header == null) {
                return; // an empty file has no rows and needs no columns
            }
            if (header instanceof ParsedRow.Unreadable unreadable) {
                throw new ImportException(
                        file + ", line " + unreadable.line() + ": the header cannot be read: " + unreadable.reason());
            }
            if (names.isEmpty()) {
                names = ((CsvRow) header).fields.stream().map(CleanText::of).toList();
            }
        }
        Set<String> twice = new HashSet<>();
        columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (columns.putIfAbsent(names.get(i), i) != null) {
                twice.add(names.get(i));
            }
        }
        for (String name : needed) {
            if (!columns.containsKey(name)) {
                throw new ImportException(
                        file + ": no column \"" + name + "\", which the mapping needs" + hint(name, needed));
            }
            if (twice.contains(name)) {
                throw new ImportException(
                        file + ": the header has \"" + name + "\" twice; name the columns yourself under `columns`");
            }
        }
    }

    /**
     * A hint for the message about a missing column. If the file has no header, its first row is data, perhaps about a
     * person, so nothing of it is shown.
     */
    private String hint(String name, Collection<String> needed) {
        if (!names.stream().allMatch(CleanText::isText)) {
            return "; the header is not text in " + encoding + ": is `encoding` right?";
        }
        if (names.size() == 1) {
            return "; there is only one column: is `delimiter` right?";
        }
        return needed.stream().anyMatch(columns::containsKey)
                ? Nearest.hint(name, names)
                : ", nor any other that it needs; if the first line is not a header, set `header: false` and name the"
                        + " `columns` in the mapping";
    }

    @Override
    public ParsedRow next() throws IOException {
        ParsedRow next = record();
        while (next instanceof CsvRow row && row.fields.stream().allMatch(String::isBlank)) {
            next = record();
        }
        if (next instanceof CsvRow row && !fits(row.fields)) {
            return new ParsedRow.Unreadable(row.line, row.fields.size() + " columns instead of " + names.size());
        }
        return next;
    }

    /** Whether the row has as many fields as there are columns. Additional empty fields are accepted. */
    private boolean fits(List<String> fields) {
        return fields.size() >= names.size()
                && fields.subList(names.size(), fields.size()).stream().allMatch(String::isBlank);
    }

    /**
     * The next record that is not an empty line: a {@link CsvRow} or an {@link ParsedRow.Unreadable}; null at the end.
     */
    private ParsedRow record() throws IOException {
        LineReader.Line line = take();
        while (line != null && line.text().isBlank() && !line.tooLong()) {
            line = take();
        }
        if (line == null) {
            return null;
        }
        long firstLine = line.number();
        if (line.tooLong()) {
            return new ParsedRow.Unreadable(firstLine, "longer than " + maxChars + " characters");
        }
        List<LineReader.Line> record = new ArrayList<>(1);
        record.add(line);
        State state = scan(line.text(), State.FIELD_START);
        int length = line.text().length();
        while (state == State.QUOTED) {
            LineReader.Line more = take();
            if (more != null) {
                record.add(more);
                length += more.text().length() + 2;
            }
            if (more == null || more.tooLong() || length > maxChars) {
                giveBackAllButFirst(record);
                return new ParsedRow.Unreadable(firstLine, "a quote opens and never closes");
            }
            state = scan(more.text(), State.QUOTED);
        }
        try {
            return new CsvRow(parser.ofSingleCsvRecord(textOf(record)).getFields(), firstLine);
        } catch (CsvParseException e) {
            giveBackAllButFirst(record);
            return new ParsedRow.Unreadable(firstLine, "text follows a closing quote");
        }
    }

    private LineReader.Line take() throws IOException {
        return again.isEmpty() ? lines.next() : again.pop();
    }

    private void giveBackAllButFirst(List<LineReader.Line> record) {
        for (int i = record.size() - 1; i > 0; i--) {
            again.push(record.get(i));
        }
    }

    private static String textOf(List<LineReader.Line> record) {
        if (record.size() == 1) {
            return record.get(0).text();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < record.size(); i++) {
            text.append(record.get(i).text());
            if (i + 1 < record.size()) {
                text.append(record.get(i).end());
            }
        }
        return text.toString();
    }

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    /** The state at the end of a line. Only whether the line ends within quotes matters. */
    private State scan(String line, State before) {
        if (before == State.FIELD_START && line.indexOf(quote) < 0) {
            return State.PLAIN;
        }
        State state = before;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            state = switch (state) {
                case FIELD_START, PLAIN ->
                    c == delimiter
                            ? State.FIELD_START
                            : c == quote && state == State.FIELD_START ? State.QUOTED : State.PLAIN;
                case QUOTED -> c == quote ? State.QUOTE_IN_QUOTED : State.QUOTED;
                case QUOTE_IN_QUOTED -> c == quote ? State.QUOTED : c == delimiter ? State.FIELD_START : State.PLAIN;
            };
        }
        return state;
    }

    private final class CsvRow implements Row {
        private final List<String> fields;
        private final long line;

        CsvRow(List<String> fields, long line) {
            this.fields = fields;
            this.line = line;
        }

        @Override
        public long line() {
            return line;
        }

        @Override
        public String text(String column) throws BadValue {
            String text = CleanText.of(fields.get(columns.get(column)));
            if (!CleanText.isText(text)) {
                throw BadValue.notText(column, encoding);
            }
            return text;
        }

        @Override
        public List<String> texts(String column) throws BadValue {
            String text = text(column);
            return text.isEmpty() ? List.of() : List.of(text);
        }
    }
}
