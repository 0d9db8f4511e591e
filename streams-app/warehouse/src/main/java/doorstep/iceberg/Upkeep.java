// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
import doorstep.export.TableSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;

/** Keeps tables small and quick to read. Does nothing while an export is begun: its files are in no table yet. */
final class Upkeep {
    private final Warehouse warehouse;
    private final ExportLog log;

    Upkeep(Warehouse warehouse, ExportLog log) {
        this.warehouse = warehouse;
        this.log = log;
    }

    /** Writes the rows of small files, and of those with deleted rows, to large ones. */
    List<TableSummary> compact() {
        requireNoneBegun();
        List<TableSummary> summaries = new ArrayList<>();
        for (String name : warehouse.tables()) {
            Table table = warehouse.require(name);
            Mark.of(table).flatMap(mark -> compact(name, table, mark)).ifPresent(summaries::add);
        }
        return summaries;
    }

    private Optional<TableSummary> compact(String name, Table table, Mark mark) {
        List<FileScanTask> former = LiveRows.files(table.newScan()).stream()
                .filter(it -> !it.deletes().isEmpty() || it.length() < RecordFiles.FILE_BYTES / 2)
                .toList();
        if (former.size() < 2 && former.stream().allMatch(it -> it.deletes().isEmpty())) {
            return Optional.empty();
        }
        NewFiles newFiles = new NewFiles(table);
        RecordFiles rows = new RecordFiles(newFiles);
        former.forEach(file -> LiveRows.read(table, file, table.schema(), rows::add));
        rows.close();
        // With the number of the last export: an export that comes meanwhile makes it fail.
        RewriteFiles rewrite = mark.put(table.newRewrite(), latest -> latest.equals(Optional.of(mark)));
        rewrite.validateFromSnapshot(table.currentSnapshot().snapshotId());
        for (FileScanTask file : former) {
            rewrite.deleteFile(file.file());
            file.deletes().forEach(rewrite::deleteFile);
        }
        rows.files().forEach(rewrite::addFile);
        try {
            rewrite.commit();
        } catch (ValidationException | CommitFailedException e) {
            newFiles.delete();
            throw ExportException.passing(
                    "table " + name + " changed while it was compacted; it is as the other program left it", e);
        }
        return Optional.of(new TableSummary(
                name,
                rows.files().stream().mapToLong(DataFile::recordCount).sum(),
                rows.files().size(),
                rows.files().stream().mapToLong(DataFile::fileSizeInBytes).sum()));
    }

    /**
     * Removes snapshots, but for the current ones and those that the last finished export names, with the files that only
     * they need.
     *
     * @param before when they were committed at the latest
     * @return how many
     */
    int expireSnapshots(Instant before) {
        requireNoneBegun();
        Map<String, Long> named = log.snapshots();
        int expired = 0;
        for (String name : warehouse.tables()) {
            expired += expireSnapshots(warehouse.require(name), before, Optional.ofNullable(named.get(name)));
        }
        return expired;
    }

    private static int expireSnapshots(Table table, Instant before, Optional<Long> named) {
        Set<Long> kept = new HashSet<>();
        named.ifPresent(kept::add);
        Mark.snapshot(table).ifPresent(it -> kept.add(it.snapshotId()));
        ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0); // by default it removes more than asked
        int expired = 0;
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.timestampMillis() < before.toEpochMilli()
                    && snapshot != table.currentSnapshot()
                    && !kept.contains(snapshot.snapshotId())) {
                expire.expireSnapshotId(snapshot.snapshotId());
                expired++;
            }
        }
        if (expired > 0) {
            expire.commit();
        }
        return expired;
    }

    /**
     * Removes files that no snapshot names: what killed exporters left.
     *
     * @param before when they were written at the latest; younger ones may belong to an export that is under way
     * @return how many
     */
    int removeOrphans(Instant before) {
        requireNoneBegun();
        int removed = 0;
        for (String name : warehouse.tables()) {
            Table table = warehouse.require(name);
            List<Path> old = filesBefore(LocalFileIO.path(table.location()), before);
            if (!old.isEmpty()) {
                old.removeAll(reachable(table));
                old.forEach(it -> warehouse.delete(LocalFileIO.location(it)));
                removed += old.size();
            }
        }
        return removed;
    }

    private static List<Path> filesBefore(Path directory, Instant before) {
        List<Path> old = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (Files.getLastModifiedTime(file).compareTo(FileTime.from(before)) < 0) {
                    old.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return old;
    }

    private static Set<Path> reachable(Table table) {
        Set<String> locations = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
        locations.addAll(ReachableFileUtil.manifestListLocations(table));
        locations.addAll(ReachableFileUtil.statisticsFilesLocations(table));
        locations.add(ReachableFileUtil.versionHintLocation(table));
        Set<String> read = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (read.add(manifest.path())) {
                    addFiles(table, manifest, locations);
                }
            }
        }
        locations.addAll(read);
        Set<Path> paths = new HashSet<>();
        locations.forEach(it -> paths.add(LocalFileIO.path(it)));
        return paths;
    }

    private static void addFiles(Table table, ManifestFile manifest, Set<String> locations) {
        try (CloseableIterable<? extends ContentFile<?>> files = manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
            files.forEach(it -> locations.add(it.location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireNoneBegun() {
        log.mark().filter(it -> !it.finished()).ifPresent(it -> {
            throw ExportException.passing("export " + it.number() + " is begun, but not finished (by " + it.exporter()
                    + "). The next export finishes it");
        });
    }
}
