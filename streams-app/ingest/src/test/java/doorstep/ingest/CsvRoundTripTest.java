// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Writes random tables in every CSV variant, with and without damage, and reads them back. */
class CsvRoundTripTest {
    private static final List<String> ENCODINGS = List.of("UTF-8", "windows-1252", "GB18030", "UTF-16BE", "Big5");
    private static final String DELIMITERS = ",;\t|";
    private static final String QUOTES = "\"'";
    private static final List<String> ENDS = List.of("\n", "\r\n", "\r");
    private static final String LETTERS = "ab,;\t|\"'\n\r é中";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        for (int round = 0; round < 2_000; round++) {
            Table table = new Table(1 + random.nextInt(4), random.nextInt(8), 0);
            List<List<String>> read = new ArrayList<>();
            for (ParsedRow row : table.read(1_000)) {
                assertThat(row).as("seed %d, round %d: %s", seed, round, table).isInstanceOf(Row.class);
                read.add(table.texts((Row) row));
            }
            assertThat(read).as("seed %d, round %d: %s", seed, round, table).isEqualTo(table.expected);
        }
    }

    /**
     * Damage may lose the damaged row and, after an unclosed quote, the following rows until quotes are balanced again.
     */
    @Test
    void shouldFindEveryRowBehindTheDamageAgain() throws IOException {
        for (int round = 0; round < 2_000; round++) {
            Table table = new Table(3, 2, 20);
            List<ParsedRow> rows = table.read(60);
            List<List<String>> read = new ArrayList<>();
            for (ParsedRow row : rows) {
                if (row instanceof Row good) {
                    read.add(table.texts(good));
                }
            }
            assertThat(read)
                    .as("seed %d, round %d: %s", seed, round, table)
                    .endsWith(table.expected.subList(2, 22).toArray(new List[0]));
            assertThat(rows).anyMatch(ParsedRow.Unreadable.class::isInstance);
        }
    }

    private final class Table {
        private final Charset charset = Charset.forName(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
        private final char delimiter = DELIMITERS.charAt(random.nextInt(DELIMITERS.length()));
        private final char quote = QUOTES.charAt(random.nextInt(QUOTES.length()));
        private final String end = ENDS.get(random.nextInt(ENDS.size()));
        private final List<String> names = new ArrayList<>();
        private final List<List<String>> expected = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        /** @param after number of plain rows after a damaged one; 0 = no damage */
        Table(int columns, int rows, int after) {
            for (int i = 0; i < columns; i++) {
                names.add("c" + i);
            }
            write(names);
            for (int i = 0; i < rows; i++) {
                List<String> row = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    row.add(column == 0 ? "r" + i + word() : word());
                }
                add(row);
            }
            if (after > 0) {
                String damage = List.of(
                                quote + "open" + delimiter + delimiter,
                                "a" + delimiter + quote + "open" + delimiter,
                                quote + "closed" + quote + "behind" + delimiter + delimiter,
                                "too" + delimiter + "few",
                                "a" + delimiter + "b" + delimiter + "c" + delimiter + "too many",
                                "long".repeat(20))
                        .get(random.nextInt(6));
                text.append(damage).append(end);
            }
            for (int i = 0; i < after; i++) {
                add(List.of("p" + i, "plain", "x"));
            }
            if (random.nextBoolean()) {
                text.setLength(text.length() - end.length());
            }
        }

        private void add(List<String> row) {
            write(row);
            expected.add(row.stream().map(CleanText::of).toList());
            if (random.nextInt(5) == 0) {
                text.append(end);
            }
        }

        private String word() {
            StringBuilder word = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
                word.append(charset.newEncoder().canEncode(letter) ? letter : 'x');
            }
            return word.toString();
        }

        private void write(List<String> fields) {
            for (int i = 0; i < fields.size(); i++) {
                String field = fields.get(i);
                boolean quoted = random.nextInt(3) == 0
                        || field.chars().anyMatch(c -> c == delimiter || c == quote || c == '\n' || c == '\r');
                text.append(i > 0 ? String.valueOf(delimiter) : "")
                        .append(
                                quoted
                                        ? quote + field.replace(String.valueOf(quote), "" + quote + quote) + quote
                                        : field);
            }
            text.append(end);
        }

        List<ParsedRow> read(int maxLine) throws IOException {
            byte[] bytes = text.toString().getBytes(charset);
            FileFormat.Csv csv = new FileFormat.Csv(delimiter, Optional.of(quote), true, List.of());
            LineReader lines = new LineReader(new InputStreamReader(new ByteArrayInputStream(bytes), charset), maxLine);
            CsvRows rows = new CsvRows(lines, csv, maxLine, charset.name());
            rows.begin(names, "test.csv");
            List<ParsedRow> all = new ArrayList<>();
            for (ParsedRow row; (row = rows.next()) != null; ) {
                all.add(row);
            }
            return all;
        }

        List<String> texts(Row row) {
            return names.stream()
                    .map(name -> {
                        try {
                            return row.text(name);
                        } catch (BadValue e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }

        @Override
        public String toString() {
            return charset + " " + text.toString().replace("\r", "\\r").replace("\n", "\\n");
        }
    }
}
