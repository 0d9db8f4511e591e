// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static doorstep.iceberg.WarehouseModel.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import doorstep.export.TableSummary;
import doorstep.iceberg.WarehouseModel.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergUpkeepTest {
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(10));

    @TempDir
    private Path directory;

    private final WarehouseModel model = new WarehouseModel();

    @Test
    void shouldCompactTablesToOneFileWithoutDeletes() {
        export(4);

        List<TableSummary> summaries = withTarget(IcebergTarget::compact);

        assertThat(summaries)
                .extracting(TableSummary::table)
                .containsExactly("events", "exports", "figures", "figures_history");
        for (TableSummary summary : summaries) {
            assertThat(files(summary.table())).singleElement().satisfies(it -> {
                assertThat(it.deletes()).isEmpty();
                assertThat(it.file().recordCount()).isEqualTo(summary.rows());
            });
        }
        model.assertHeldBy(directory);
        assertThat(withTarget(IcebergTarget::compact)).isEmpty();
        export(1);
        model.assertHeldBy(directory);
    }

    @Test
    void shouldKeepTheSnapshotsOfTheLastExport() {
        export(4);
        withTarget(IcebergTarget::compact);

        int expired = withTarget(it -> it.expireSnapshots(Duration.ZERO, LATER));

        assertThat(expired).isPositive();
        assertThat(snapshots("figures")).isEqualTo(2); // the last export's, and the compaction's
        model.assertHeldBy(directory);
        export(1);
        model.assertHeldBy(directory);
    }

    @Test
    void shouldKeepSnapshotsThatAreYoung() {
        export(3);

        int expired = withTarget(it -> it.expireSnapshots(Duration.ofDays(11), LATER));

        assertThat(expired).isZero();

        assertThat(snapshots("figures_history")).isEqualTo(3);
    }

    @Test
    void shouldRefuseUpkeepWhileAnExportIsBegun() {
        export(1);
        Changes begun = killAfter("after commit of exports");

        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            assertThatThrownBy(target::compact)
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("export 2 is begun, but not finished");
            assertThatThrownBy(() -> target.expireSnapshots(Duration.ZERO, LATER))
                    .isInstanceOf(ExportException.class);
        }

        model.apply(begun);
        model.assertHeldBy(directory);
    }

    @Test
    void shouldNotUndoAnExportThatComesDuringCompaction() {
        export(3);
        AtomicBoolean happened = new AtomicBoolean();
        Steps steps = new Steps((number, step) -> {
            if (step.equals("before commit of figures") && !happened.getAndSet(true)) {
                export(1);
            }
        });

        try (IcebergTarget target = target(directory, steps)) {
            assertThatThrownBy(target::compact)
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("table figures changed while it was compacted");
        }

        model.assertHeldBy(directory);
    }

    @Test
    void shouldRemoveFilesOfAKilledExportAfterADay() throws IOException {
        export(1);
        killAfter("before commit of exports");
        Instant now = Instant.now();

        withTarget(it -> it.expireSnapshots(Duration.ofDays(1), now));
        assertThat(orphans(now.plus(Duration.ofDays(1)))).isGreaterThan(3);

        killAfter("before commit of exports");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(25))));
            }
        }
        withTarget(it -> it.expireSnapshots(Duration.ofDays(1), now));
        assertThat(orphans(now.plus(Duration.ofDays(1)))).isZero();
        model.assertHeldBy(directory);
    }

    private int orphans(Instant before) {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            return new Upkeep(warehouse, new ExportLog(warehouse)).removeOrphans(before);
        }
    }

    private Changes killAfter(String last) {
        Changes changes = model.next(false, 6);
        AtomicBoolean killed = new AtomicBoolean();
        Steps steps = new Steps((number, step) -> {
            if (killed.get() || step.equals(last)) {
                killed.set(true);
                throw new Killed(step);
            }
        });
        try (IcebergTarget target = target(directory, steps)) {
            target.last(false);
            assertThatThrownBy(() -> WarehouseModel.export(target, changes)).isInstanceOf(Killed.class);
        }
        return changes;
    }

    private void export(int exports) {
        for (int i = 0; i < exports; i++) {
            Changes changes = model.next(false, i == 0 ? 60 : 6);
            try (IcebergTarget target = target(directory, Steps.undisturbed())) {
                target.last(false);
                WarehouseModel.export(target, changes);
            }
            model.apply(changes);
        }
    }

    private interface Action<T> {
        T apply(IcebergTarget target);
    }

    private <T> T withTarget(Action<T> action) {
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            return action.apply(target);
        }
    }

    private List<FileScanTask> files(String name) {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            return LiveRows.files(warehouse.require(name).newScan());
        }
    }

    private int snapshots(String name) {
        List<Long> ids = new ArrayList<>();
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            warehouse.require(name).snapshots().forEach(it -> ids.add(it.snapshotId()));
        }
        return ids.size();
    }
}
