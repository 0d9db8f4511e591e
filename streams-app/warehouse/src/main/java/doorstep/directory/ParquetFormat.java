// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.export.RowWriter;
import doorstep.iceberg.IcebergSchema;
import doorstep.iceberg.RowConverter;
import doorstep.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/** Parquet files with zstd compression. */
public final class ParquetFormat implements FileFormat {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public RowWriter write(Path file, Table table) throws IOException {
        Schema schema = IcebergSchema.ofFiles(table);
        RowConverter rows = new RowConverter(table, schema, RowConverter.Times.NUMBERS);
        FileAppender<Record> out = Parquet.write(Files.localOutput(file.toFile()))
                .schema(schema)
                .named(table.name())
                .createWriterFunc(InternalWriter::createWriter)
                .set(TableProperties.PARQUET_COMPRESSION, "zstd")
                .build();
        return new RowWriter() {
            @Override
            public void add(List<Object> row) {
                out.add(rows.record(row));
            }

            @Override
            public void close() {
                try {
                    out.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public void read(Path file, Table table, Consumer<List<Object>> sink) throws IOException {
        Schema schema = IcebergSchema.ofFiles(table);
        RowConverter rows = new RowConverter(table, schema);
        try (CloseableIterable<Record> records = Parquet.read(Files.localInput(file.toFile()))
                .project(schema)
                .createReaderFunc(found -> GenericParquetReaders.buildReader(schema, found))
                .reuseContainers()
                .build()) {
            records.forEach(record -> sink.accept(rows.row(record)));
        }
    }

    @Override
    public String query(Table table, String glob) {
        return queryOf(table, "'" + glob + "'");
    }

    /** The rows of files, as a query of DuckDB. */
    static String query(Table table, List<Path> files) {
        return queryOf(
                table,
                files.stream()
                        .map(it -> "'" + DirectoryTables.inSql(it) + "'")
                        .collect(Collectors.joining(", ", "[", "]")));
    }

    /** No rows are added, but columns: files of a version that did not have them yet may be all that there are. */
    private static String queryOf(Table table, String files) {
        return "select * from read_parquet(" + files + ", union_by_name = true) union all by name "
                + DuckDbViews.noRows(table);
    }
}
