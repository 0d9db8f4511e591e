// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.Parquet.DeleteWriteBuilder;
import org.apache.iceberg.types.Types.NestedField;

/** Creates files of a table, and deletes them again if they are not committed. */
final class NewFiles {
    private final org.apache.iceberg.Table table;
    private final OutputFileFactory factory;
    private final List<String> locations = new ArrayList<>();

    NewFiles(org.apache.iceberg.Table table) {
        this.table = table;
        factory = OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .build();
    }

    org.apache.iceberg.Table table() {
        return table;
    }

    DataWriter<Record> rows() {
        try {
            return Parquet.writeData(create())
                    .forTable(table)
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Positions of rows that are deleted. With the whole path in the statistics, by which readers know what to skip. */
    PositionDeleteWriter<Record> positions() {
        try {
            return deletes()
                    .rowSchema(null) // without the rows, which the table gave it
                    .metricsConfig(MetricsConfig.forPositionDelete())
                    .buildPositionWriter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys of rows that are deleted, wherever they are. */
    EqualityDeleteWriter<Record> keys() {
        NestedField key = table.schema().findField(Table.KEY);
        try {
            return deletes()
                    .rowSchema(table.schema().select(key.name()))
                    .equalityFieldIds(key.fieldId())
                    .createWriterFunc(GenericParquetWriter::create)
                    .buildEqualityWriter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DeleteWriteBuilder deletes() {
        return Parquet.writeDeletes(create()).forTable(table).withSpec(PartitionSpec.unpartitioned());
    }

    private OutputFile create() {
        OutputFile file = factory.newOutputFile().encryptingOutputFile();
        locations.add(file.location());
        return file;
    }

    void delete() {
        locations.forEach(table.io()::deleteFile);
    }
}
