// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static doorstep.iceberg.WarehouseModel.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.iceberg.WarehouseModel.Changes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergFaultTest {
    private static final int ROWS = 6;

    @TempDir
    private Path directory;

    /** Every so many steps an exporter is killed; {@code -Ddoorstep.stride=1} takes each, which needs a minute. */
    private static final int STRIDE = Integer.getInteger("doorstep.stride", 3);

    private final WarehouseModel model = new WarehouseModel();

    @Test
    void shouldHaveEachRowOnceWhereverItIsKilled() {
        boolean killed = true;
        for (int step = 1; killed; step += STRIDE) {
            Changes changes = model.next(step % 5 == 0, ROWS);
            killed = exportKilledAt(step, changes);
            recover(changes, step);
            model.assertHeldBy(directory);
            compact(step);
        }
        assertThat(model.lastNumber()).isGreaterThan(50 / STRIDE);
    }

    @Test
    void shouldHaveEachRowOnceWhereverTheFirstIsKilled() {
        boolean killed = true;
        for (int step = 1; killed; step += STRIDE) {
            Path fresh = directory.resolve("at" + step);
            WarehouseModel first = new WarehouseModel();
            Changes changes = first.next(false, ROWS);
            killed = exportKilledAt(fresh, step, changes);
            recover(fresh, first, changes);
            first.assertHeldBy(fresh);
        }
    }

    /** Now and then, so that there are not too many files to read. */
    private void compact(int step) {
        if (step % 8 == 0) {
            try (IcebergTarget target = target(directory, Steps.undisturbed())) {
                target.compact();
            }
        }
    }

    private boolean exportKilledAt(int step, Changes changes) {
        return exportKilledAt(directory, step, changes);
    }

    private static boolean exportKilledAt(Path directory, int step, Changes changes) {
        Steps steps = Steps.killedAt(step);
        IcebergTarget target = target(directory, steps);
        try {
            target.last(false);
            WarehouseModel.export(target, changes);
        } catch (Killed | ExportException e) {
            // An error on a thread of Iceberg's comes back as an exception.
        } finally {
            target.close();
        }
        return steps.done().size() >= step;
    }

    /** Goes on, and is killed again while it does. */
    private void recover(Changes changes, int step) {
        Steps steps = Steps.killedAt(step * 7 % 20 + 1);
        try (IcebergTarget target = target(directory, steps)) {
            target.last(false);
        } catch (Killed | ExportException e) {
            assertThat(steps.done()).isNotEmpty();
        }
        recover(directory, model, changes);
    }

    private static void recover(Path directory, WarehouseModel model, Changes changes) {
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            if (target.last(false).map(Export::number).orElse(0L) < changes.number()) {
                WarehouseModel.export(target, changes);
            }
            model.apply(changes);
        }
    }

    @Test
    void shouldTellWhoWonWhenAnotherCommitsMeanwhile() {
        exportUndisturbed(model.next(false, ROWS));
        Changes lost = model.next(false, ROWS);
        Changes won = model.next(false, ROWS);

        assertThatThrownBy(() -> exportWith("before commit of exports", () -> exportUndisturbed(won), lost))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(
                        "another exporter (" + ProcessHandle.current().pid() + "@")
                .hasMessageContaining("has made export 2 meanwhile");

        model.assertHeldBy(directory);
        assertThat(orphans()).isLessThanOrEqualTo(1); // the state that exports did not get, which Iceberg leaves
    }

    @Test
    void shouldGoOnWhenItTurnsOutThatACommitCameThrough() {
        exportUndisturbed(model.next(false, ROWS));
        for (String table : List.of("exports", "events", "figures_history", "figures")) {
            Changes changes = model.next(false, ROWS);

            exportWith("after commit of " + table, IcebergFaultTest::loseConnection, changes);

            model.apply(changes);
            model.assertHeldBy(directory);
        }
    }

    /** Others have finished what it decided, and decided something else, before it looks whether its commit came through. */
    @Test
    void shouldKeepItsFilesWhenOthersHaveGoneOn() {
        exportUndisturbed(model.next(false, ROWS));
        Changes changes = model.next(false, ROWS);
        model.apply(changes);
        Changes later = model.next(false, ROWS);

        exportWith(
                "after commit of exports",
                () -> {
                    exportUndisturbed(later);
                    loseConnection();
                },
                changes);

        model.assertHeldBy(directory);
    }

    @Test
    void shouldKeepFilesWhenItIsNotKnownWhetherItIsDecided() {
        exportUndisturbed(model.next(false, ROWS));
        Changes changes = model.next(false, ROWS);

        assertThatThrownBy(() -> exportWith("before commit of exports", IcebergFaultTest::loseConnection, changes))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("it is not known whether export 2 is decided");

        model.assertHeldBy(directory);
        assertThat(orphans()).isPositive();
    }

    @Test
    void shouldFinishWhatIsDecidedWhenATableCannotBeReached() {
        exportUndisturbed(model.next(false, ROWS));
        Changes changes = model.next(false, ROWS);

        assertThatThrownBy(() -> exportWith("before commit of figures", IcebergFaultTest::loseConnection, changes))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("export 2 is decided, but not yet in all tables");

        model.apply(changes);
        model.assertHeldBy(directory);
    }

    @Test
    void shouldDeleteByKeyWhenAnotherEngineHasCompactedTheTable() {
        exportUndisturbed(model.next(false, 200));
        Changes changes = model.next(false, ROWS);
        assertThat(changes.replacesAll()).isFalse();

        exportWith("before commit of exports", this::rewriteLatest, changes);

        model.apply(changes);
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            assertThat(warehouse.require("figures").currentSnapshot().summary())
                    .containsKey("total-equality-deletes")
                    .containsEntry("total-position-deletes", "0");
        }
        model.assertHeldBy(directory);
    }

    @Test
    void shouldMakeEachExportOnceWhenTwoExportersRace() throws Exception {
        exportUndisturbed(model.next(false, ROWS));
        ExecutorService exporters = Executors.newFixedThreadPool(2);
        List<Future<List<Changes>>> exports = List.of(exporters.submit(() -> race(1)), exporters.submit(() -> race(2)));
        List<Changes> made = new ArrayList<>();
        for (Future<List<Changes>> exporter : exports) {
            made.addAll(exporter.get());
        }
        exporters.shutdown();

        made.sort(Comparator.comparing(Changes::number));
        made.forEach(model::apply);
        assertThat(made).extracting(Changes::number).doesNotHaveDuplicates();
        model.assertHeldBy(directory);
    }

    private List<Changes> race(int seed) {
        List<Changes> made = new ArrayList<>();
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            for (int i = 0; i < 8; i++) {
                long number = target.last(false).orElseThrow().number() + 1;
                List<List<Object>> rows = List.of(List.of(number, "id" + seed + "-" + i, 1.0));
                Map<String, List<Object>> latest = Map.of("key" + i, List.of(number, "key" + i, 1.0 * seed));
                Changes changes = new Changes(number, false, rows, rows, false, latest, Set.of("key" + (i + 1)));
                try {
                    WarehouseModel.export(target, changes);
                    made.add(changes);
                } catch (ExportException e) {
                    assertThat(e).hasMessageContaining("another exporter (");
                }
            }
        }
        return made;
    }

    private void exportUndisturbed(Changes changes) {
        exportWith("", () -> {}, changes);
        model.apply(changes);
    }

    /** Makes an export; something happens at a step, once. */
    private void exportWith(String at, Runnable event, Changes changes) {
        AtomicBoolean happened = new AtomicBoolean();
        Steps steps = new Steps((number, step) -> {
            if (step.equals(at) && !happened.getAndSet(true)) {
                event.run();
            }
        });
        try (IcebergTarget target = target(directory, steps)) {
            target.last(false);
            WarehouseModel.export(target, changes);
        }
    }

    private static void loseConnection() {
        throw new CommitStateUnknownException(new SQLException("connection lost"));
    }

    /** What a compaction of another engine does: the same rows in a new file. */
    private void rewriteLatest() {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            Table table = warehouse.require("figures");
            RecordFiles rows = new RecordFiles(new NewFiles(table));
            List<FileScanTask> former = LiveRows.files(table.newScan());
            former.forEach(file -> LiveRows.read(table, file, table.schema(), rows::add));
            rows.close();
            RewriteFiles rewrite = table.newRewrite();
            former.forEach(file -> rewrite.deleteFile(file.file()));
            rows.files().forEach(rewrite::addFile);
            rewrite.commit();
        }
    }

    /** How many files no snapshot names. */
    private int orphans() {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            return new Upkeep(warehouse, new ExportLog(warehouse))
                    .removeOrphans(Instant.now().plus(Duration.ofDays(1)));
        }
    }
}
