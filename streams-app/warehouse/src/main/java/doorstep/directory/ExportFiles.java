// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a target: {@code since-<number>/<number>/<table>}. The first number is that of the export that the facts
 * begin with, the second one that of the export itself.
 */
final class ExportFiles {
    static final String VIEWS = "views.sql";

    private static final Pattern SINCE = Pattern.compile("since-([1-9][0-9]{0,17})");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int BUFFER = 1 << 16;

    private final Path root;

    /** The directory of an export. */
    record Directory(long since, long number, Path path) {}

    ExportFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Where an export is written before it is committed, and whatever it needs meanwhile. */
    Path unfinished() {
        return root.resolve(".unfinished");
    }

    static String sinceName(long since) {
        return "since-" + since;
    }

    /** Those of finished exports, by number. */
    List<Directory> finished() throws IOException {
        List<Directory> found = new ArrayList<>();
        for (Path since : list(root)) {
            Matcher name = SINCE.matcher(since.getFileName().toString());
            if (name.matches()) {
                for (Path run : list(since)) {
                    if (NUMBER.matcher(run.getFileName().toString()).matches()) {
                        found.add(new Directory(
                                Long.parseLong(name.group(1)),
                                Long.parseLong(run.getFileName().toString()),
                                run));
                    }
                }
            }
        }
        found.sort(Comparator.comparingLong(Directory::number));
        return found;
    }

    Optional<Directory> last() throws IOException {
        List<Directory> all = finished();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Whether a table's rows are in an export's directory as well, after the last export. */
    static boolean isRead(Directory directory, Table table, Directory last) {
        return switch (table.kind()) {
            case FACTS -> directory.since() == last.since();
            case LOG -> true;
            case LATEST -> directory.number() == last.number();
        };
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** Removes what an export left behind that did not end. */
    void removeUnfinished() throws IOException {
        if (!Files.exists(unfinished())) {
            return;
        }
        try (Stream<Path> entries = Files.walk(unfinished())) {
            for (Path it : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(it);
            }
        }
    }

    /** Gives a directory its name for good. Never replaces another one: that is not empty, and then this fails. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.getParent());
    }

    /** Replaces a file at once. */
    static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".next");
        Files.write(next, content);
        sync(next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    /** What was written to a file, or to a directory, survives a failure of power. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            try (DigestInputStream digested = new DigestInputStream(in, hash)) {
                while (digested.read(buffer) >= 0) {
                    // reading is all
                }
            }
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
