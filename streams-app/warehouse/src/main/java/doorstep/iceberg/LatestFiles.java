// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.LatestChanges;
import doorstep.table.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.types.TypeUtil;

/**
 * Writes the files that change a table with the latest row of each key. Rows that are replaced or deleted are deleted by
 * position, because all engines read that; RATIONALE.md says what else was considered. When more than half of the rows
 * would be deleted ones, those that are left are written again, without any deletes.
 */
final class LatestFiles {
    private final NewFiles newFiles;
    private final org.apache.iceberg.Table table;
    private final Table definition;
    private final LatestChanges changes;

    LatestFiles(NewFiles newFiles, Table definition, LatestChanges changes) {
        this.newFiles = newFiles;
        this.table = newFiles.table();
        this.definition = definition;
        this.changes = changes;
    }

    TableFiles write() {
        if (changes.isEmpty()) {
            return TableFiles.added(definition.name(), List.of());
        }
        if (changes.replacesAll() || table.currentSnapshot() == null) {
            return copy(List.of());
        }
        List<FileScanTask> former = LiveRows.files(table.newScan());
        Positions positions = new Positions();
        former.forEach(positions::add);
        return positions.deleted > positions.live ? copy(former) : change(positions.files);
    }

    /** @param former files whose rows stay, unless the changes touch them */
    private TableFiles copy(List<FileScanTask> former) {
        RecordFiles rows = new RecordFiles(newFiles);
        Schema schema = table.schema();
        int key = schema.columns().indexOf(schema.findField(Table.KEY));
        for (FileScanTask file : former) {
            LiveRows.read(table, file, schema, record -> {
                if (!changes.touches(record.get(key, String.class))) {
                    rows.add(record);
                }
            });
        }
        RowConverter converter = new RowConverter(definition, schema);
        changes.forEachRow(row -> rows.add(converter.record(row)));
        rows.close();
        return TableFiles.replacing(definition.name(), rows.files());
    }

    private TableFiles change(List<DeleteFile> positions) {
        RowFiles rows = new RowFiles(newFiles, definition);
        if (positions.isEmpty()) {
            changes.forEachRow(rows::add);
            rows.close();
            return TableFiles.added(definition.name(), rows.files());
        }
        EqualityDeleteWriter<Record> keys = newFiles.keys();
        Record key = GenericRecord.create(table.schema().select(Table.KEY));
        int index = definition.indexOf(Table.KEY);
        changes.forEachRow(row -> {
            rows.add(row);
            key.set(0, row.get(index));
            keys.write(key);
        });
        changes.forEachDeletedKey(it -> {
            key.set(0, it);
            keys.write(key);
        });
        rows.close();
        close(keys);
        return new TableFiles(
                definition.name(),
                table.currentSnapshot().snapshotId(),
                false,
                rows.files(),
                positions,
                List.of(keys.toDeleteFile()));
    }

    private static void close(Closeable writer) {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the rows are that the changes touch. A file for each data file, so that readers of another need not read it. */
    private final class Positions {
        final List<DeleteFile> files = new ArrayList<>();
        final PositionDelete<Record> delete = PositionDelete.create();
        final Schema columns =
                TypeUtil.join(table.schema().select(Table.KEY), new Schema(MetadataColumns.ROW_POSITION));
        PositionDeleteWriter<Record> writer;
        long deleted;
        long live;

        void add(FileScanTask file) {
            String location = file.file().location();
            deleted +=
                    file.deletes().stream().mapToLong(DeleteFile::recordCount).sum();
            LiveRows.read(table, file, columns, record -> {
                if (!changes.touches(record.get(0, String.class))) {
                    live++;
                    return;
                }
                if (writer == null) {
                    writer = newFiles.positions();
                }
                writer.write(delete.set(location, record.get(1, Long.class)));
                deleted++;
            });
            if (writer != null) {
                close(writer);
                files.add(writer.toDeleteFile());
                writer = null;
            }
        }
    }
}
