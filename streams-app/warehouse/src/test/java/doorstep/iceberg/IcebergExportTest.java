// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.export.ExportedState;
import doorstep.export.Exporter;
import doorstep.export.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of a cluster to Iceberg, also when tables have lost their numbers. */
class IcebergExportTest {
    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();

    @BeforeEach
    void happen() {
        world.visit("v1", 1, 5);
        world.nullValue("v2");
        world.rating("f1", 4);
        world.refused("v3");
        world.row("*", 2);
        world.row("a", 1);
        world.progress();
    }

    private void happenMore() {
        world.visit("v1", 2, 6);
        world.row("*", 1);
        world.deleteRow("a");
        world.row("b", 7);
        world.progress();
    }

    private Target open() {
        return WarehouseModel.target(directory, Steps.undisturbed());
    }

    private Optional<Export> export(boolean again) {
        try (Target target = open()) {
            return world.export(target, world.log(), again).map(Exporter.Done::export);
        }
    }

    private void requireEqual() {
        try (Target target = open()) {
            Export last = target.last(false).orElseThrow();
            assertThat(ExportedState.facts(target))
                    .isEqualTo(world.facts.stream().sorted().toList());
            assertThat(ExportedState.visits(target)).isEqualTo(world.visits);
            assertThat(ExportedState.visitsAt(target, last.number())).isEqualTo(world.visits);
        }
    }

    /** As an engine does that compacts a table, and then removes former snapshots. */
    private void loseNumber(String name) {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            Table table = warehouse.require(name);
            RecordFiles rows = new RecordFiles(new NewFiles(table));
            RewriteFiles rewrite = table.newRewrite();
            List<FileScanTask> former = LiveRows.files(table.newScan());
            for (FileScanTask file : former) {
                LiveRows.read(table, file, table.schema(), rows::add);
                rewrite.deleteFile(file.file());
                file.deletes().forEach(rewrite::deleteFile);
            }
            rows.close();
            rows.files().forEach(rewrite::addFile);
            rewrite.commit();
            table.expireSnapshots()
                    .expireOlderThan(Instant.now().plusSeconds(60).toEpochMilli())
                    .retainLast(1)
                    .commit();
            assertThat(Mark.isLost(warehouse.require(name))).isTrue();
        }
    }

    @Test
    void shouldExportWhatComes() {
        assertThat(export(false)).isPresent();
        requireEqual();
        happenMore();
        assertThat(export(false).orElseThrow().number()).isEqualTo(2);
        requireEqual();
        assertThat(export(false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"visits", "visit_counts", "visit_counts_history", "exports"})
    void shouldGoOnWithAgainWhenANumberIsLost(String table) {
        export(false);
        Map<String, Long> first = new TreeMap<>(world.visits);
        happenMore();
        export(false);
        loseNumber(table);
        world.visit("v4", 1, 1);
        world.row("c", 3);
        world.progress();

        assertThatThrownBy(() -> export(false))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("there are rows in " + table + ", but no number of an export")
                .hasMessageContaining("--again");
        assertThat(export(true)).get().satisfies(it -> {
            assertThat(it.number()).isEqualTo(3);
            assertThat(it.since()).isEqualTo(3);
            assertThat(it.rows()).containsEntry("visit_counts_history", 1L); // the row that came since
        });

        requireEqual();
        try (Target target = open()) {
            target.last(false);
            assertThat(ExportedState.visitsAt(target, 1)).isEqualTo(first);
        }
        world.row("d", 4);
        world.progress();
        assertThat(export(false).orElseThrow().number()).isEqualTo(4);
        requireEqual();
    }

    @ParameterizedTest
    @ValueSource(strings = {"visit_counts", "visit_counts_history", "exports"})
    void shouldFinishWhatAKilledExporterBeganForALostTable(String table) {
        export(false);
        happenMore();
        export(false);
        loseNumber(table);
        happenMore();
        exportKilled("after commit of exports", true);

        assertThat(export(false)).isEmpty();

        requireEqual();
    }

    @Test
    void shouldNotAddRowsTwiceToALostTable() {
        export(false);
        happenMore();
        exportKilled("after commit of visit_counts_history", false);
        loseNumber("visit_counts_history");

        assertThatThrownBy(() -> export(false)).hasMessageContaining("there are rows in visit_counts_history");
        assertThat(export(true)).isPresent();

        requireEqual();
        try (Target target = open()) {
            target.last(false);
            assertThat(ExportedState.history(target, 2)).hasSize(3).doesNotHaveDuplicates();
        }
    }

    private void exportKilled(String last, boolean again) {
        AtomicBoolean killed = new AtomicBoolean();
        Steps steps = new Steps((number, step) -> {
            killed.compareAndSet(false, step.equals(last));
            if (killed.get()) {
                throw new Killed(step);
            }
        });
        try (Target target = WarehouseModel.target(directory, steps)) {
            assertThatThrownBy(() -> world.export(target, world.log(), again)).isInstanceOf(Killed.class);
        }
    }

    @Test
    void shouldReadResultsAgainWhenAsked() {
        export(false);
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            Table table = warehouse.require("visit_counts");
            table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        }
        assertThat(export(false)).isEmpty();

        assertThat(export(true)).isPresent();

        requireEqual();
    }
}
