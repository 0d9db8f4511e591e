// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.directory.ExportFiles.Directory;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.LatestChanges;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An export to a directory that nobody sees yet. Not thread-safe. */
final class DirectoryRun implements Target.Run {
    static final List<Table> RESULTS =
            Tables.all().stream().filter(it -> it.kind() == Table.Kind.LATEST).toList();

    private final DirectoryTarget target;
    private final ExportFiles files;
    private final FileFormat format;
    private final Steps steps;
    private final long since;
    private final long number;
    private final Path from;
    private final Map<String, Manifest.Entry> entries = new HashMap<>();

    DirectoryRun(DirectoryTarget target, ExportFiles files, FileFormat format, Steps steps, long since, long number)
            throws IOException {
        this.target = target;
        this.files = files;
        this.format = format;
        this.steps = steps;
        this.since = since;
        this.number = number;
        from = files.unfinished().resolve(ExportFiles.sinceName(since)).resolve(String.valueOf(number));
        Files.createDirectories(from);
    }

    private boolean opensDirectory() {
        return since == number;
    }

    @Override
    public RowWriter append(Table table) {
        return new Writer(table);
    }

    @Override
    public void change(Table table, LatestChanges changes) {
        Optional<Path> before = changes.replacesAll() ? Optional.empty() : target.copy(table);
        if (before.isPresent() && changes.isEmpty()) {
            copy(table, before.get());
            return;
        }
        try (Writer writer = new Writer(table)) {
            before.ifPresent(file -> target.trying(() -> {
                format.read(file, table, row -> {
                    if (!changes.touches((String) row.get(0))) {
                        writer.add(row);
                    }
                });
                return null;
            }));
            changes.forEachRow(writer::add);
        }
    }

    private void copy(Table table, Path before) {
        target.trying(() -> {
            Path file = from.resolve(format.fileName(table));
            steps.at("before " + table.name());
            Files.copy(before, file);
            note(table, file, target.rows(table));
            return null;
        });
    }

    private void note(Table table, Path file, long rows) throws IOException {
        ExportFiles.sync(file);
        String name = file.getFileName().toString();
        entries.put(
                table.name(), new Manifest.Entry(table.name(), name, rows, Files.size(file), ExportFiles.sha256(file)));
        steps.at("after " + table.name());
    }

    /** Writes a file, and notes it when it is closed; without rows there is none. */
    private final class Writer implements RowWriter {
        private final Table table;
        private final Path file;
        private Optional<RowWriter> out = Optional.empty();
        private long rows;

        Writer(Table table) {
            this.table = table;
            file = from.resolve(format.fileName(table));
        }

        @Override
        public void add(List<Object> row) {
            target.trying(() -> {
                out().add(row);
                return null;
            });
            rows++;
        }

        private RowWriter out() throws IOException {
            if (out.isEmpty()) {
                steps.at("before " + table.name());
                out = Optional.of(format.write(file, table));
            }
            return out.get();
        }

        @Override
        public void close() {
            target.trying(() -> {
                if (out.isPresent()) {
                    out.get().close();
                    note(table, file, rows);
                }
                return null;
            });
        }
    }

    @Override
    public List<TableSummary> commit(Export export) {
        return target.trying(() -> {
            List<Manifest.Entry> written = Tables.all().stream()
                    .flatMap(it -> Optional.ofNullable(entries.get(it.name())).stream())
                    .toList();
            Manifest manifest = new Manifest(format.name(), export, written);
            steps.at("before manifest");
            manifest.write(from);
            steps.at("after manifest");
            ExportFiles.sync(from.resolve(Manifest.NAME));
            ExportFiles.sync(from);
            ExportFiles.sync(from.getParent());
            Path directory = files.root().resolve(ExportFiles.sinceName(since));
            steps.at("before rename");
            Path to = opensDirectory() ? directory : directory.resolve(String.valueOf(number));
            rename(opensDirectory() ? from.getParent() : from, to);
            steps.at("after rename");
            target.committed(manifest, new Directory(since, number, directory.resolve(String.valueOf(number))));
            return written.stream()
                    .map(it -> new TableSummary(it.table(), it.rows(), 1, it.bytes()))
                    .toList();
        });
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            ExportFiles.rename(from, to);
        } catch (FileSystemException e) {
            if (!Files.exists(to)) {
                throw e;
            }
            throw new ExportException(
                    "another exporter has made " + to + " meanwhile; nothing of this export was committed", e);
        }
    }

    /** What is left goes with the target's other unfinished files. */
    @Override
    public void close() {}
}
