// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.DataWriter;

/** Writes records of a table to data files, none if there are no records. Not thread-safe. */
final class RecordFiles {
    /** Size of a file that is large enough. */
    static final long FILE_BYTES = 256L << 20;

    private static final int RECORDS_BETWEEN_LOOKS = 10_000;

    private final NewFiles newFiles;
    private final List<DataFile> files = new ArrayList<>();
    private DataWriter<Record> writer;
    private long records;

    RecordFiles(NewFiles newFiles) {
        this.newFiles = newFiles;
    }

    /** @param record is not kept */
    void add(Record record) {
        if (writer == null) {
            writer = newFiles.rows();
        }
        writer.write(record);
        if (++records % RECORDS_BETWEEN_LOOKS == 0 && writer.length() > FILE_BYTES) {
            close();
        }
    }

    /** Ends the file; another {@link #add} begins the next one. */
    void close() {
        if (writer == null) {
            return;
        }
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.add(writer.toDataFile());
        writer = null;
    }

    /** The files that were ended. */
    List<DataFile> files() {
        return List.copyOf(files);
    }
}
