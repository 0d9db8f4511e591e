// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of this machine, without Hadoop's file systems. A file that was closed is on the disk, and so is its name: a
 * commit that names it must not survive a power failure that the file does not.
 */
final class LocalFileIO implements FileIO {
    private static final String SCHEME = "file:";
    private static final int BUFFER = 1 << 16;

    /** The location of a path, as other engines understand it: without percent signs for what is not ASCII. */
    static String location(Path path) {
        return SCHEME + "//" + path.toAbsolutePath().normalize();
    }

    static Path path(String location) {
        return Path.of(
                location.startsWith(SCHEME)
                        ? location.substring(SCHEME.length()).replaceFirst("^/+", "/")
                        : location);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new LocalInput(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new LocalOutput(location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record LocalInput(String location) implements InputFile {
        @Override
        public long getLength() {
            try {
                return Files.size(path(location));
            } catch (IOException e) {
                throw new NotFoundException(e, "cannot read %s", location);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                return new LocalInputStream(new FileInputStream(path(location).toFile()));
            } catch (FileNotFoundException e) {
                throw new NotFoundException(e, "cannot read %s", location);
            }
        }

        @Override
        public boolean exists() {
            return Files.exists(path(location));
        }
    }

    private static final class LocalInputStream extends SeekableInputStream {
        private final FileInputStream in;

        LocalInputStream(FileInputStream in) {
            this.in = in;
        }

        @Override
        public long getPos() throws IOException {
            return in.getChannel().position();
        }

        @Override
        public void seek(long position) throws IOException {
            in.getChannel().position(position);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private record LocalOutput(String location) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return open(true);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return open(false);
        }

        private PositionOutputStream open(boolean mustBeNew) {
            Path path = path(location);
            try {
                makeDirectory(path.getParent());
                if (mustBeNew) {
                    Files.createFile(path);
                }
                return new LocalOutputStream(path);
            } catch (FileAlreadyExistsException e) {
                throw new AlreadyExistsException(e, "%s exists", location);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputFile toInputFile() {
            return new LocalInput(location);
        }
    }

    private static final class LocalOutputStream extends PositionOutputStream {
        private final Path path;
        private final FileOutputStream file;
        private final OutputStream out;
        private long position;
        private boolean closed;

        LocalOutputStream(Path path) throws IOException {
            this.path = path;
            file = new FileOutputStream(path.toFile());
            out = new BufferedOutputStream(file, BUFFER);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (OutputStream closing = out) {
                closing.flush();
                file.getFD().sync();
            }
            sync(path.getParent());
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeDirectory(directory.getParent());
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            return; // another exporter made it, and syncs it
        }
        sync(directory.getParent());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
