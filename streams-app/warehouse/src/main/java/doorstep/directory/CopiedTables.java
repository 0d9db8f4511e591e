// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.export.ExportException;
import doorstep.export.RowWriter;
import doorstep.export.TableReader;
import doorstep.exported.ExportedTables;
import doorstep.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tables as files: their own ones, or copies. */
public final class CopiedTables implements ExportedTables {
    private static final FileFormat FORMAT = new ParquetFormat();

    private final TableReader reader;

    /** @param reader is closed with this */
    public CopiedTables(TableReader reader) {
        this.reader = reader;
    }

    @Override
    public String query(Table table, Path scratch) {
        return reader.files(table)
                .map(files -> ParquetFormat.query(table, files))
                .orElseGet(() -> {
                    Path copy = copy(table, scratch);
                    return Files.exists(copy) ? ParquetFormat.query(table, List.of(copy)) : DuckDbViews.noRows(table);
                });
    }

    /** There is no such file if the table has no rows. */
    private Path copy(Table table, Path scratch) {
        Path copy = scratch.resolve(FORMAT.fileName(table));
        try (RowWriter writer = FORMAT.write(copy, table)) {
            reader.read(table, writer::add);
        } catch (IOException e) {
            throw new ExportException("cannot write " + copy + ": " + e.getMessage(), e);
        }
        return copy;
    }

    @Override
    public void close() {
        reader.close();
    }
}
