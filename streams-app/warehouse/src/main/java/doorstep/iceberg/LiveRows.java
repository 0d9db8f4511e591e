// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Reads the rows of a table that are not deleted, file by file. */
final class LiveRows {
    private LiveRows() {}

    /** The data files of a scan in the order in which they came, each with what deletes rows of it. */
    static List<FileScanTask> files(TableScan scan) {
        List<FileScanTask> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            tasks.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.<FileScanTask, Long>comparing(it -> it.file().dataSequenceNumber())
                .thenComparing(it -> it.file().location()));
        return files;
    }

    /**
     * Reads a data file.
     *
     * @param columns to be read; records may have further ones after them
     * @param sink takes records; each is valid until the next one
     */
    static void read(Table table, FileScanTask file, Schema columns, Consumer<Record> sink) {
        GenericDeleteFilter live = new GenericDeleteFilter(table.io(), file, table.schema(), columns);
        Schema required = live.requiredSchema();
        try (CloseableIterable<Record> records = Parquet.read(table.io().newInputFile(file.file()))
                .project(required)
                .createReaderFunc(type -> GenericParquetReaders.buildReader(required, type))
                .reuseContainers()
                .build()) {
            live.filter(records).forEach(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all rows of a scan. */
    static void read(Table table, TableScan scan, Consumer<Record> sink) {
        for (FileScanTask file : files(scan)) {
            read(table, file, table.schema(), sink);
        }
    }

    /** Reads the rows of a snapshot as those of the table's definition. */
    static void read(Table stored, long snapshot, doorstep.table.Table table, Consumer<List<Object>> sink) {
        RowConverter converter = new RowConverter(table, stored.schema());
        read(stored, stored.newScan().useSnapshot(snapshot), record -> sink.accept(converter.row(record)));
    }
}
