// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A source of rows: a file, which has a size and can be opened repeatedly, or a stream (standard input, a named pipe, a
 * process substitution), which can be read only once.
 *
 * @param path as it was given; {@code -} is standard input
 */
record RowSource(Path path) {
    private static final Set<String> STANDARD_INPUT = Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    private boolean isStandardInput() {
        return STANDARD_INPUT.contains(path.toString());
    }

    boolean isStream() {
        return isStandardInput() || (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path));
    }

    /** The name in messages. */
    String name() {
        return isStandardInput() ? "standard input" : path.toString();
    }

    /** The name that the patterns under {@code encoding} are matched with. */
    Path fileName() {
        return path.getFileName();
    }

    /**
     * The name without directory and {@code .gz}, which mappings can put into events ({@code <#file>}).
     *
     * @throws ImportException if another import of the same rows would find a different name
     */
    String lastingName() {
        if (isStandardInput() || (isStream() && (path.startsWith("/dev") || path.startsWith("/proc")))) {
            throw new ImportException(name() + " has no file name, but the mapping uses <#file>; give a file or"
                    + " a named pipe (mkfifo) to read from");
        }
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }

    /** Opens the source. For a named pipe, waits until a writer has opened it. */
    InputStream open() throws IOException {
        return isStandardInput()
                ? System.in
                : isStream() ? new FileInputStream(path.toFile()) : Files.newInputStream(path);
    }

    /** The size in bytes; empty for a stream, whose size is not known in advance. */
    OptionalLong size() throws IOException {
        return isStream() ? OptionalLong.empty() : OptionalLong.of(Files.size(path));
    }

    boolean isSame(Path other) throws IOException {
        return !isStandardInput() && Files.exists(other) && Files.isSameFile(path, other);
    }

    /** Whether both are the same stream, so that the second reader would get nothing. */
    boolean sharesStream(RowSource other) throws IOException {
        return isStream()
                && other.isStream()
                && (isStandardInput() == other.isStandardInput())
                && (isStandardInput() || Files.isSameFile(path, other.path));
    }

    String reasonOf(IOException e) {
        if (!isStandardInput() && Files.notExists(path)) {
            return "no such file";
        }
        return Files.isDirectory(path)
                ? "it is a directory"
                : "it is damaged, or you may not read it (" + e.getMessage() + ")";
    }
}
