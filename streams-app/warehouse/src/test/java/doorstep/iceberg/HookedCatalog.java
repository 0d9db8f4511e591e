// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.io.IOException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** A catalog whose commits and new files are steps. */
final class HookedCatalog extends JdbcCatalog {
    private final Steps steps;

    HookedCatalog(Steps steps) {
        super(properties -> new HookedFiles(new LocalFileIO(), steps), null, true);
        this.steps = steps;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new HookedOperations(super.newTableOps(table), table.name(), steps);
    }

    private record HookedOperations(TableOperations operations, String table, Steps steps) implements TableOperations {
        @Override
        public TableMetadata current() {
            return operations.current();
        }

        @Override
        public TableMetadata refresh() {
            return operations.refresh();
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            steps.next("before commit of " + table);
            operations.commit(base, metadata);
            steps.next("after commit of " + table);
        }

        @Override
        public FileIO io() {
            return operations.io();
        }

        @Override
        public EncryptionManager encryption() {
            return operations.encryption();
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return operations.metadataFileLocation(fileName);
        }

        @Override
        public LocationProvider locationProvider() {
            return operations.locationProvider();
        }

        @Override
        public TableOperations temp(TableMetadata uncommittedMetadata) {
            return operations.temp(uncommittedMetadata);
        }

        @Override
        public long newSnapshotId() {
            return operations.newSnapshotId();
        }

        @Override
        public boolean requireStrictCleanup() {
            return operations.requireStrictCleanup();
        }
    }

    private record HookedFiles(LocalFileIO files, Steps steps) implements FileIO {
        @Override
        public InputFile newInputFile(String location) {
            return files.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return new HookedOutput(files.newOutputFile(location), steps);
        }

        @Override
        public void deleteFile(String location) {
            steps.next("delete " + location);
            files.deleteFile(location);
        }
    }

    private record HookedOutput(OutputFile file, Steps steps) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return new HookedStream(file.create(), location(), steps);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new HookedStream(file.createOrOverwrite(), location(), steps);
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public InputFile toInputFile() {
            return file.toInputFile();
        }
    }

    private static final class HookedStream extends PositionOutputStream {
        private final PositionOutputStream out;
        private final String location;
        private final Steps steps;
        private boolean closed;

        HookedStream(PositionOutputStream out, String location, Steps steps) {
            this.out = out;
            this.location = location;
            this.steps = steps;
            steps.next("created " + location);
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
            if (!closed) {
                closed = true;
                steps.next("closed " + location);
            }
        }
    }
}
