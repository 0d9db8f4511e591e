// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.audit.ExportedTables;
import doorstep.export.ExportException;
import doorstep.export.RowWriter;
import doorstep.export.TableReader;
import doorstep.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tables as files: their own ones, or copies in a temporary directory, made when they are asked for. Not thread-safe. */
public final class CopiedTables implements ExportedTables {
    private static final FileFormat FORMAT = new ParquetFormat();

    private final TableReader reader;
    private final Path scratch;
    private final List<Path> copies = new ArrayList<>();

    /** @param reader is closed with this */
    public CopiedTables(TableReader reader) {
        this.reader = reader;
        try {
            scratch = Files.createTempDirectory("doorstep-audit"); // for this user alone
        } catch (IOException e) {
            reader.close();
            throw new ExportException("cannot create a temporary directory: " + e.getMessage(), e);
        }
    }

    @Override
    public String query(Table table) {
        return reader.files(table).map(files -> ParquetFormat.query(files)).orElseGet(() -> {
            Path copy = copy(table);
            return Files.exists(copy) ? ParquetFormat.query(List.of(copy)) : DuckDbViews.noRows(table);
        });
    }

    /** There is no such file if the table has no rows. */
    private Path copy(Table table) {
        Path copy = scratch.resolve(FORMAT.fileName(table));
        if (!copies.contains(copy)) {
            copies.add(copy);
            try (RowWriter writer = FORMAT.write(copy, table)) {
                reader.read(table, writer::add);
            } catch (IOException e) {
                throw new ExportException("cannot write " + copy + ": " + e.getMessage(), e);
            }
        }
        return copy;
    }

    @Override
    public void close() {
        reader.close();
        try {
            for (Path copy : copies) {
                Files.deleteIfExists(copy);
            }
            Files.delete(scratch);
        } catch (IOException e) {
            throw new ExportException("cannot remove " + scratch + ": " + e.getMessage(), e);
        }
    }
}
