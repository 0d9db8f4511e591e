// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
import doorstep.export.RowWriter;
import doorstep.table.Table;
import java.util.List;
import org.apache.iceberg.DataFile;

/** Writes rows of a table to data files. Not thread-safe. */
final class RowFiles implements RowWriter {
    private final Table definition;
    private final RecordFiles records;
    private final RowConverter converter;

    RowFiles(NewFiles newFiles, Table definition) {
        this.definition = definition;
        records = new RecordFiles(newFiles);
        converter = new RowConverter(definition, newFiles.table().schema());
    }

    @Override
    public void add(List<Object> row) {
        try {
            records.add(converter.record(row));
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private ExportException failed(RuntimeException e) {
        return new ExportException("cannot write table " + definition.name() + ": " + e.getMessage(), e);
    }

    /** The files, when it is closed. */
    List<DataFile> files() {
        return records.files();
    }
}
