// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
import doorstep.export.TableReader;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the snapshots that the last finished export names. */
public final class IcebergTables implements TableReader {
    private final Warehouse warehouse;
    private final ExportLog log;
    private final long last;
    private final Map<String, Long> snapshots;

    private IcebergTables(Warehouse warehouse) {
        this.warehouse = warehouse;
        log = new ExportLog(warehouse);
        Optional<Mark> mark;
        Map<String, Long> found;
        do {
            mark = log.mark();
            found = log.snapshots();
        } while (!mark.equals(log.mark())); // an export has begun or finished meanwhile
        last = mark.map(it -> it.finished() ? it.number() : it.number() - 1).orElse(0L);
        snapshots = found;
    }

    /** @throws ExportException if there are no such tables in the directory */
    public static IcebergTables open(Path directory) {
        if (!Files.isRegularFile(directory.resolve(Warehouse.CATALOG_FILE))) {
            throw new ExportException("there is no export in " + directory);
        }
        Warehouse warehouse = Warehouse.open(Warehouse.catalog(), directory, Optional.empty(), Map.of());
        try {
            return warehouse.explain(() -> new IcebergTables(warehouse));
        } catch (ExportException e) {
            warehouse.close();
            throw e;
        }
    }

    /** Where no row was deleted, as of facts, data files hold the rows of the snapshot. */
    @Override
    public Optional<List<Path>> files(Table table) {
        return warehouse.explain(() -> Optional.ofNullable(snapshots.get(table.name()))
                .map(it ->
                        LiveRows.files(warehouse.require(table.name()).newScan().useSnapshot(it)))
                .filter(it -> !it.isEmpty()
                        && it.stream().allMatch(file -> file.deletes().isEmpty()))
                .map(it -> it.stream()
                        .map(file -> LocalFileIO.path(file.file().location()))
                        .toList()));
    }

    @Override
    public void read(Table table, Consumer<List<Object>> sink) {
        warehouse.explain(() -> {
            if (table.name().equals(ExportLog.TABLE.name())) {
                int number = Tables.EXPORTS.indexOf("number");
                log.forEachFinished(row -> {
                    if ((Long) row.get(number) <= last) {
                        sink.accept(row);
                    }
                });
            } else if (snapshots.containsKey(table.name())) {
                LiveRows.read(warehouse.require(table.name()), snapshots.get(table.name()), table, sink);
            }
            return null;
        });
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
