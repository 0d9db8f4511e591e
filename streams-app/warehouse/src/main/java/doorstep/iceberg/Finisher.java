// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
import doorstep.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.ContentFileUtil;

/** Brings the files of an export that is decided into the tables, each once, however often it is called and by whom. */
final class Finisher {
    private final Warehouse warehouse;
    private final ExportLog log;
    private final CatalogViews views;

    Finisher(Warehouse warehouse, ExportLog log, CatalogViews views) {
        this.warehouse = warehouse;
        this.log = log;
        this.views = views;
    }

    /**
     * Finishes an export, and then brings views up to date with its tables.
     *
     * @param begun its mark
     */
    void finish(Mark begun) {
        List<TableFiles> files;
        List<DeleteFile> unused = new ArrayList<>();
        try {
            files = log.files(begun.number());
            files.forEach(it -> unused.addAll(apply(begun, it)));
            log.finish(begun, snapshots());
        } catch (RuntimeException e) {
            if (log.mark()
                    .filter(it -> it.number() == begun.number() && !it.finished())
                    .isPresent()) {
                throw new ExportException(
                        "export " + begun.number() + " is decided, but not yet in all tables: " + e.getMessage()
                                + ". The next export finishes it before anything else",
                        e);
            }
            return; // another exporter has finished it
        }
        unused.forEach(it -> warehouse.delete(it.location()));
        views.bringUpToDate();
    }

    /** The current snapshots, by table. */
    private Map<String, Long> snapshots() {
        Map<String, Long> snapshots = new TreeMap<>();
        for (String name : warehouse.tables()) {
            if (!name.equals(ExportLog.TABLE.name())) {
                Snapshot snapshot = warehouse.require(name).currentSnapshot();
                if (snapshot != null) {
                    snapshots.put(name, snapshot.snapshotId());
                }
            }
        }
        return snapshots;
    }

    /** @return files that are not needed any more */
    private List<DeleteFile> apply(Mark begun, TableFiles files) {
        Table table = warehouse.require(files.table());
        if (isDone(table, begun, files) || files.changeNothing(table)) {
            return List.of();
        }
        try {
            commit(begun, table, files, files.positions());
            return files.keys();
        } catch (ValidationException e) {
            Table now = warehouse.require(files.table());
            if (isDone(now, begun, files)) {
                return List.of();
            }
            if (files.positions().isEmpty()) {
                throw e;
            }
            // Another engine has compacted the table since the positions were looked up.
            commit(begun, now, files, files.keys());
            return files.positions();
        } catch (RuntimeException e) {
            if (isDone(warehouse.require(files.table()), begun, files)) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isDone(Table table, Mark begun, TableFiles files) {
        return Mark.of(table)
                .map(it -> it.number() >= begun.number())
                .orElseGet(() -> !files.replaces() && Mark.isLost(table) && hasRowsOf(begun.number(), table, files));
    }

    /** Looks at the rows, because the table has lost its mark. */
    private static boolean hasRowsOf(long export, Table table, TableFiles files) {
        String column = Tables.EXPORT.name();
        if (table.schema().findField(column) == null) {
            throw new ExportException("table " + files.table() + " has lost its number while export " + export
                    + " was begun: nobody knows whether it has these rows. Export to another directory");
        }
        boolean[] found = new boolean[1];
        LiveRows.read(
                table,
                table.newScan().filter(Expressions.equal(column, export)),
                record -> found[0] |= record.getField(column).equals(export));
        return found[0];
    }

    private static void commit(Mark begun, Table table, TableFiles files, List<DeleteFile> deletes) {
        if (files.replaces()) {
            OverwriteFiles overwrite = marked(begun, table.newOverwrite());
            overwrite.overwriteByRowFilter(Expressions.alwaysTrue());
            files.rows().forEach(overwrite::addFile);
            overwrite.commit();
        } else if (deletes.isEmpty()) {
            AppendFiles append = marked(begun, table.newAppend());
            files.rows().forEach(append::appendFile);
            append.commit();
        } else {
            RowDelta delta = marked(begun, table.newRowDelta());
            files.rows().forEach(delta::addRows);
            deletes.forEach(delta::addDeletes);
            if (deletes.equals(files.positions())) {
                delta.validateFromSnapshot(files.base());
                delta.validateDataFilesExist(deletes.stream()
                        .map(ContentFileUtil::referencedDataFileLocation)
                        .toList());
            }
            delta.commit();
        }
    }

    private static <T extends SnapshotUpdate<T>> T marked(Mark begun, T update) {
        return begun.put(update, latest -> latest.map(Mark::number).orElse(0L) < begun.number());
    }
}
