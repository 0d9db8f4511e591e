package doorstep.ingest;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where rows come from: a file, which can be opened again and has a size, or a stream (standard input, a named pipe, a
 * process substitution), which is read once.
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

    /** For messages. */
    String name() {
        return isStandardInput() ? "standard input" : path.toString();
    }

    /** The name that patterns under {@code encoding} are compared with. */
    Path fileName() {
        return path.getFileName();
    }

    /**
     * The name without folder and {@code .gz}, which events may carry.
     *
     * @throws ImportException if the next import of the same rows would find another one
     */
    String lastingName() {
        if (isStandardInput() || (isStream() && (path.startsWith("/dev") || path.startsWith("/proc")))) {
            throw new ImportException(name() + " has no name of its own, and the mapping uses <#file>; give a file or"
                    + " a named pipe (mkfifo) to read from");
        }
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }

    /** Waits for the writer, if it is a pipe that nobody has opened yet. */
    InputStream open() throws IOException {
        return isStandardInput()
                ? System.in
                : isStream() ? new FileInputStream(path.toFile()) : Files.newInputStream(path);
    }

    /** Empty for a stream: it ends when it ends. */
    OptionalLong size() throws IOException {
        return isStream() ? OptionalLong.empty() : OptionalLong.of(Files.size(path));
    }

    boolean isSame(Path other) throws IOException {
        return !isStandardInput() && Files.exists(other) && Files.isSameFile(path, other);
    }

    /** Whether both are one stream, of which the second reader would get nothing. */
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
                ? "it is a folder"
                : "it is damaged, or you may not read it (" + e.getMessage() + ")";
    }
}
