// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the bad lines of an import to a CSV file: {@code file,line,column,reason}. The file is created only if there
 * are bad lines. The file of an earlier import is deleted; any other existing file is refused.
 */
final class RejectsFile implements Closeable {
    private static final String HEADER = "file,line,column,reason";

    private final Path path;
    private CsvWriter writer;

    RejectsFile(Path path) {
        this.path = path;
        try {
            if (Files.exists(path)) {
                if (!isRejectsFile(path)) {
                    throw new ImportException(path
                            + " exists and is not a rejects file of an earlier import; name another file for rejects");
                }
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ImportException(path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static boolean isRejectsFile(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            char[] first = new char[HEADER.length()];
            int read = reader.read(first);
            return read < 0 || new String(first, 0, read).equals(HEADER);
        }
    }

    void write(BadLine line) {
        try {
            if (writer == null) {
                writer = CsvWriter.builder().build(path, StandardCharsets.UTF_8);
                writer.writeRecord("file", "line", "column", "reason");
            }
            writer.writeRecord(line.file(), Long.toString(line.line()), line.column(), line.reason());
        } catch (IOException | UncheckedIOException e) {
            throw new ImportException(path + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new ImportException(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
