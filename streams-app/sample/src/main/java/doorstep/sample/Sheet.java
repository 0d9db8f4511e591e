// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the rows of one CSV file and writes it. The rows are in the order in which the office received them, not in
 * the order in which things happened. The sheet adds four columns: version, at, entered, withdrawn.
 */
final class Sheet {
    private record Line(LocalDateTime received, SampleRow entry) {}

    private final String file;
    private final List<String> columns;
    private final DateTimeFormatter clock;
    private final List<Line> lines = new ArrayList<>();

    /** @param columns the columns of the entries; the sheet's own columns follow them */
    Sheet(String file, DateTimeFormatter clock, String... columns) {
        this.file = file;
        this.clock = clock;
        this.columns = List.of(columns);
    }

    String file() {
        return file;
    }

    /** The text of a time in the cells. */
    String text(LocalDateTime time) {
        return clock.format(time);
    }

    int size() {
        return lines.size();
    }

    void receive(LocalDateTime received, SampleRow entry) {
        lines.add(new Line(received, entry));
    }

    void writeTo(Path dir) throws IOException {
        List<String> header = new ArrayList<>(columns);
        header.addAll(List.of("version", "at", "entered", "withdrawn"));
        List<Line> inOrder = new ArrayList<>(lines);
        inOrder.sort(Comparator.comparing(Line::received)); // stable: rows of the same minute keep their order
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(Files.newBufferedWriter(dir.resolve(file)))) {
            csv.writeRecord(header);
            for (Line line : inOrder) {
                csv.writeRecord(texts(line.entry()));
            }
        }
    }

    private List<String> texts(SampleRow entry) {
        List<String> texts = new ArrayList<>(entry.texts(columns));
        texts.add(Integer.toString(entry.version()));
        texts.add(clock.format(entry.at()));
        texts.add(clock.format(entry.entered()));
        texts.add(entry.withdrawn() ? "yes" : "");
        return texts;
    }
}
