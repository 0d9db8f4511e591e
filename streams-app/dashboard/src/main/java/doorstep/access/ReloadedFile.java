// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value read from files, read again when one of them changes or is replaced. While what is there now cannot be used,
 * the last usable value stays, and one warning says so. Thread-safe.
 */
public final class ReloadedFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

    /** Reads the value. */
    public interface Reader<T> {
        /**
         * @param last what was read before; null the first time
         * @throws IOException also {@link NoSuchFileException}: tried again at the next call
         */
        T read(T last) throws IOException;
    }

    /** State of a file by which a change is noticed; a replaced file has another key. */
    private record Stamp(boolean exists, Object key, long size, long changed) {
        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        true, now.fileKey(), now.size(), now.lastModifiedTime().toMillis());
            } catch (NoSuchFileException e) {
                return new Stamp(false, null, 0, 0);
            }
        }
    }

    private final List<Path> files;
    private final Reader<T> reader;
    private List<Stamp> stamps;
    private T value;
    private String said = "";

    /**
     * Reads the files for the first time.
     *
     * @throws IOException if they cannot be read
     * @throws RuntimeException of the reader
     */
    public ReloadedFile(List<Path> files, Reader<T> reader) throws IOException {
        this.files = List.copyOf(files);
        this.reader = reader;
        stamps = stamps();
        value = reader.read(null);
    }

    /** The value as the files have it now, or else the last usable one. */
    public synchronized T get() {
        try {
            List<Stamp> now = stamps();
            if (!now.equals(stamps)) {
                value = reader.read(value);
                stamps = now; // those from before reading: what changes meanwhile is read again
                said = "";
            }
        } catch (IOException | RuntimeException e) {
            warn(e);
        }
        return value;
    }

    private void warn(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(said)) {
            said = message;
            LOG.warn("{} cannot be used, and what was read from it before stays in force: {}", files, message);
        }
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> now = new ArrayList<>();
        for (Path file : files) {
            now.add(Stamp.of(file));
        }
        return now;
    }
}
