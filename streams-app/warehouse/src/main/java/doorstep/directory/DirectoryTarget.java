// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.directory.ExportFiles.Directory;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.rows.StoreException;
import doorstep.rows.StoreLock;
import doorstep.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Exports as directories of files. An export is written beside the finished ones, and one rename makes it one of them, with
 * its number as name: so it is there as a whole or not at all, and no two have the same number. A lock keeps others away
 * meanwhile. Not thread-safe.
 */
public final class DirectoryTarget implements Target {
    private final ExportFiles files;
    private final FileFormat format;
    private final Optional<Integer> copiesKept;
    private final Steps steps;
    private final StoreLock lock;
    private Optional<Manifest> last = Optional.empty();
    private Optional<Directory> lastDirectory = Optional.empty();

    private DirectoryTarget(
            ExportFiles files, FileFormat format, Optional<Integer> copiesKept, Steps steps, StoreLock lock) {
        this.files = files;
        this.format = format;
        this.copiesKept = copiesKept;
        this.steps = steps;
        this.lock = lock;
    }

    /**
     * Opens a directory, which is made if it does not exist.
     *
     * @param copiesKept of how many exports the full copies of results are kept, 1 or more; empty: of all
     * @throws ExportException if another exporter has it, or it cannot be written
     */
    public static DirectoryTarget open(Path directory, FileFormat format, Optional<Integer> copiesKept) {
        return open(directory, format, copiesKept, Steps.NONE);
    }

    static DirectoryTarget open(Path directory, FileFormat format, Optional<Integer> copiesKept, Steps steps) {
        try {
            Files.createDirectories(directory);
            Path root = directory.toRealPath();
            StoreLock lock = StoreLock.take(root.resolve(".lock"), "the export directory " + root);
            return new DirectoryTarget(new ExportFiles(root), format, copiesKept, steps, lock);
        } catch (StoreException e) {
            throw new ExportException(e.getMessage(), e);
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static ExportException failed(Path directory, IOException e) {
        return new ExportException("cannot export to " + directory + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** Runs something that may fail for reasons outside of this program. */
    <T> T trying(FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw failed(files.root(), e);
        } catch (UncheckedIOException e) {
            throw failed(files.root(), e.getCause());
        }
    }

    /** Work on files. */
    interface FileWork<T> {
        T run() throws IOException;
    }

    @Override
    public Optional<Export> last(boolean again) {
        return trying(() -> {
            files.removeUnfinished();
            Files.createDirectory(files.unfinished());
            lastDirectory = files.last();
            last = lastDirectory.map(it -> Manifest.read(it.path()));
            last.ifPresent(it -> requireSame(it, lastDirectory.orElseThrow()));
            if (last.isPresent()) {
                tidy();
            }
            return last.map(Manifest::export);
        });
    }

    private void requireSame(Manifest manifest, Directory directory) {
        if (!manifest.format().equals(format.name())) {
            throw new ExportException(files.root() + " holds exports as " + manifest.format() + ", not as "
                    + format.name() + "; use another directory");
        }
        Export export = manifest.export();
        if (export.number() != directory.number() || export.since() != directory.since()) {
            throw new ExportException(directory.path() + " holds export " + export.number() + " since " + export.since()
                    + ": was it moved there? Move it back");
        }
    }

    /** What follows from the finished exports: the views, and which full copies are kept. */
    private void tidy() throws IOException {
        List<Directory> all = files.finished();
        byte[] views = new DuckDbViews(all, format).text().getBytes(StandardCharsets.UTF_8);
        Path file = files.root().resolve(ExportFiles.VIEWS);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), views)) {
            steps.at("before views");
            ExportFiles.replace(file, views);
            steps.at("after views");
        }
        if (copiesKept.isPresent()) {
            for (Directory it : all.subList(0, Math.max(0, all.size() - copiesKept.get()))) {
                dropCopies(it);
            }
        }
    }

    private void dropCopies(Directory directory) throws IOException {
        for (Table table : DirectoryRun.RESULTS) {
            Path copy = directory.path().resolve(format.fileName(table));
            if (Files.exists(copy)) {
                steps.at("before drop");
                Files.delete(copy);
                steps.at("after drop");
            }
        }
    }

    @Override
    public void read(Table table, Consumer<List<Object>> sink) {
        trying(() -> {
            for (Directory it : files.finished()) {
                Path file = it.path().resolve(format.fileName(table));
                if (ExportFiles.isRead(it, table, lastDirectory.orElseThrow()) && Files.exists(file)) {
                    format.read(file, table, sink);
                }
            }
            return null;
        });
    }

    /** The full copy of a table in the last export. */
    Optional<Path> copy(Table table) {
        return lastDirectory
                .map(it -> it.path().resolve(format.fileName(table)))
                .filter(Files::exists);
    }

    /** Rows of that copy. */
    long rows(Table table) {
        return last.orElseThrow().file(table.name()).orElseThrow().rows();
    }

    @Override
    public Path scratch() {
        return trying(() -> Files.createDirectories(files.unfinished().resolve("scratch")));
    }

    @Override
    public Run begin(long number, boolean replacesFacts) {
        long since = replacesFacts ? number : last.orElseThrow().export().since();
        return trying(() -> new DirectoryRun(this, files, format, steps, since, number));
    }

    /** Is called when the last export is another one. */
    void committed(Manifest manifest, Directory directory) throws IOException {
        last = Optional.of(manifest);
        lastDirectory = Optional.of(directory);
        tidy();
    }

    @Override
    public void close() {
        try {
            trying(() -> {
                files.removeUnfinished();
                return null;
            });
        } finally {
            abandon();
        }
    }

    /** Leaves everything but the lock as it is, as the end of the process would. */
    void abandon() {
        trying(() -> {
            lock.closeInOrder();
            return null;
        });
    }
}
