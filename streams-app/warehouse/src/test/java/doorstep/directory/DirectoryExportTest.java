// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.export.ExportedState;
import doorstep.export.Exporter;
import doorstep.export.Target;
import doorstep.feed.FakeCluster;
import doorstep.settings.PublishedSettings;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryExportTest {
    private static final FileFormat PARQUET = new ParquetFormat();
    private static final FileFormat CSV = new CsvFormat();
    private static final TopicPartition ROWS = FakeCluster.partition(Topics.VISIT_COUNTS, 0);

    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();
    private FileFormat format = PARQUET;
    private Optional<Integer> keep = Optional.empty();

    @BeforeEach
    void happen() {
        world.visit("v1", 1, 5);
        world.visit("v2", 1, 3);
        world.nullValue("v3");
        world.rating("f1", 4);
        world.refused("v4");
        world.row("*", 2);
        world.row("a", 1);
        world.row("b", 1);
        world.progress();
    }

    private Target open() {
        return open(Steps.NONE);
    }

    private Target open(Steps steps) {
        return DirectoryTarget.open(directory, format, keep, steps);
    }

    private Optional<Exporter.Done> export() {
        try (Target target = open()) {
            return world.export(target);
        }
    }

    private Export exported() {
        return export().orElseThrow().export();
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

    private List<String> directories() {
        try (Stream<Path> all = Files.walk(directory, 2)) {
            return all.filter(Files::isDirectory)
                    .map(it -> directory.relativize(it).toString())
                    .filter(it -> !it.isEmpty())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldExportWhatTheTopicsHold() {
        Export export = exported();
        assertThat(export.number()).isEqualTo(1);
        assertThat(export.cut().isComplete()).isTrue();
        assertThat(export.rows())
                .containsEntry("visits", 3L)
                .containsEntry("feedback", 1L)
                .containsEntry("rejected", 1L);
        requireEqual();
    }

    @Test
    void shouldExportWhatIsOwedAndWhatWasDone() {
        world.item("r1", "a");
        world.item("r|2", "b"); // an id, though it looks like a key of figures
        export();
        world.done("r|2");
        world.item("r3", "a");
        world.progress();

        assertThat(exported().rows()).containsEntry("worklist", 2L).containsEntry("worklist_history", 2L);

        Table history = Tables.history(Topics.WORKLIST);
        assertThat(rows(Tables.latest(Topics.WORKLIST), "id", "unit"))
                .containsExactlyInAnyOrder(List.of("r1", "a"), List.of("r3", "a"));
        assertThat(rows(history, "export", "id", "deleted"))
                .containsExactlyInAnyOrder(
                        List.of(1L, "r1", false),
                        List.of(1L, "r|2", false),
                        List.of(2L, "r|2", true),
                        List.of(2L, "r3", false));
    }

    private List<List<Object>> rows(Table table, String... columns) {
        List<List<Object>> rows = new ArrayList<>();
        try (Target target = open()) {
            assertThat(target.last(false)).isPresent();
            target.read(
                    table,
                    row -> rows.add(Stream.of(columns)
                            .map(column -> row.get(table.indexOf(column)))
                            .toList()));
        }
        return rows;
    }

    @Test
    void shouldWriteNothingWhenNothingIsNew() {
        export();
        List<String> before = directories();
        assertThat(export()).isEmpty();
        world.cluster.mark(ROWS); // a transaction without a row of ours
        assertThat(export()).isEmpty();
        assertThat(directories()).isEqualTo(before).containsExactly("since-1", "since-1/1");
    }

    @Test
    void shouldExportCorrectionsAndDeletions() {
        export();
        Map<String, Long> first = new TreeMap<>(world.visits);
        world.visit("v1", 2, 6);
        world.withdrawn("v2", 2);
        world.row("*", 1);
        world.row("*", 7);
        world.deleteRow("b");
        world.row("c", 1);
        world.refused("bad");
        world.settingChanges(1);
        world.progress();
        assertThat(exported().rows())
                .containsEntry("visit_counts", 3L)
                .containsEntry("visit_counts_history", 4L)
                .containsEntry("rejected", 1L)
                .containsEntry("settings", 2L);
        requireEqual();
        try (Target target = open()) {
            target.last(false);
            assertThat(ExportedState.visitsAt(target, 1)).isEqualTo(first);
        }
        assertThat(directories()).containsExactly("since-1", "since-1/1", "since-1/2");
    }

    @Test
    void shouldEndFactsWhereThePipelineIs() {
        world.visit("v5", 1, 1);
        world.facts.remove(world.facts.size() - 1);
        Export export = exported();
        assertThat(export.cut().resultsComplete()).isFalse();
        assertThat(export.cut().factsComplete()).isFalse();
        requireEqual();
        world.facts.add(ExportWorld.partitionOf(Topics.VISITS, "v5") + "@"
                + (world.cluster.end(ExportWorld.partitionOf(Topics.VISITS, "v5")) - 1));
        world.progress();
        assertThat(exported().cut().isComplete()).isTrue();
        requireEqual();
    }

    @Test
    void shouldWaitUntilAllRowsAreSent() {
        world.windows(1, 3);
        world.whileWaiting(() -> {
            if (!world.visits.containsValue(9L)) {
                world.row("late", 9);
                world.windows(1, 0);
            }
        });
        assertThat(exported().cut().isComplete()).isTrue();
        requireEqual();
        assertThat(world.visits).containsValue(9L);
    }

    @Test
    void shouldRefuseWhatThePipelineRefused() {
        world.facts.add(world.visit("v6", 1, 1)); // accepted today, for its schema was registered since
        world.facts.remove(world.facts.size() - 1);
        TopicPartition partition = ExportWorld.partitionOf(Topics.VISITS, "v6");
        world.reject(partition, world.cluster.end(partition) - 1);
        world.progress();
        export();
        requireEqual();
    }

    @Test
    void shouldRememberWhatWasRefusedWhenItIsExportedAgain() {
        shouldRefuseWhatThePipelineRefused();
        for (int i = 0; i < FakeCluster.PARTITIONS; i++) { // retention of 30 days
            TopicPartition partition = FakeCluster.partition(Topics.REJECTED, i);
            world.cluster.trim(partition, world.cluster.end(partition));
        }
        try (Target target = open()) {
            assertThat(world.exportAgain(target).orElseThrow().export().since()).isEqualTo(2);
        }
        requireEqual();
        assertThat(directories()).containsExactly("since-1", "since-1/1", "since-2", "since-2/2");
    }

    @Test
    void shouldReplaceFactsAfterARebuild() {
        export();
        world.visit("v7", 1, 1);
        world.rebuild();
        Export export = exported();
        assertThat(export.replacesFacts()).isTrue();
        assertThat(export.rebuild()).isEqualTo(1);
        requireEqual();
        world.visit("v8", 1, 1);
        world.progress();
        assertThat(exported().since()).isEqualTo(2);
        requireEqual();
    }

    @Test
    void shouldDiscardWhatARebuildInterrupts() {
        export();
        world.visit("v7", 1, 1);
        world.row("*", 3);
        world.progress();
        try (Target target = open()) {
            assertThatThrownBy(() -> world.export(
                            target,
                            world.log().before(9, () -> world.settings(Map.of(PublishedSettings.REBUILD_MARK, "x"))),
                            false))
                    .isInstanceOfSatisfying(ExportException.class, e -> assertThat(e.isPassing())
                            .isTrue());
        }
        assertThat(directories()).containsExactly("since-1", "since-1/1");
        world.noSetting(PublishedSettings.REBUILD_MARK);
        world.rebuild();
        assertThat(exported().replacesFacts()).isTrue();
        requireEqual();
    }

    @Test
    void shouldWriteOnlyDifferencesAfterReadingFromTheStart() {
        export();
        world.cluster.create(Topics.VISIT_COUNTS);
        world.visits.clear();
        world.row("*", 2);
        world.row("a", 5);
        Export export = exported();
        assertThat(export.rows()).containsEntry("visit_counts_history", 2L);
        requireEqual();
        Table history = Tables.history(Topics.VISIT_COUNTS);
        try (Target target = open()) {
            target.last(false);
            assertThat(ExportedState.history(target, 2))
                    .extracting(row -> row.get(history.indexOf("unit")), row -> row.get(history.indexOf("inferred")))
                    .containsExactlyInAnyOrder(tuple("a", false), tuple("b", true));
        }
    }

    @Test
    void shouldReadFromTheStartWhenTombstonesMayBeForgotten() {
        export();
        world.deleteRow("a");
        world.row("*", 1);
        for (int i = 0; i < 2; i++) {
            world.cluster.clean(FakeCluster.partition(Topics.VISIT_COUNTS, 0));
            world.cluster.clean(FakeCluster.partition(Topics.VISIT_COUNTS, 1));
            world.cluster.pass(Duration.ofDays(8).toMillis());
        }
        world.cluster.clean(FakeCluster.partition(Topics.VISIT_COUNTS, 0));
        world.cluster.clean(FakeCluster.partition(Topics.VISIT_COUNTS, 1));
        world.progress();
        export();
        requireEqual();
    }

    @Test
    void shouldNameAGapInTheFactsAndTheRemedy() {
        export();
        TopicPartition partition = ExportWorld.partitionOf(Topics.VISITS, "v1");
        world.visit("v1", 2, 1);
        world.visit("v1", 3, 1);
        world.cluster.trim(partition, world.cluster.end(partition) - 1);
        world.progress();
        assertThatThrownBy(this::export)
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(partition + " begins at offset")
                .hasMessageContaining("export --again");
        world.facts.removeIf(it -> it.startsWith(partition + "@")
                && Long.parseLong(it.substring(it.indexOf('@') + 1)) < world.cluster.start(partition));
        try (Target target = open()) {
            world.exportAgain(target);
        }
        requireEqual();
    }

    @Test
    void shouldNameAnInputThatWasCreatedAnew() {
        export();
        world.cluster.create(Topics.VISITS);
        world.progress();
        assertThatThrownBy(this::export)
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("doorstep.visits was created anew since export 1")
                .hasMessageContaining("export --again");
    }

    @Test
    void shouldNameAnInputThatLostRecords() throws Exception {
        export();
        Path manifest = directory.resolve("since-1/1/" + Manifest.NAME);
        String json = Files.readString(manifest);
        TopicPartition partition = ExportWorld.partitionOf(Topics.VISITS, "v1");
        int ends = json.indexOf("\"ends\"");
        String later = json.substring(ends).replaceFirst("(\"" + partition + "\" : )\\d+", "$199");
        Files.writeString(manifest, json.substring(0, ends) + later);
        assertThatThrownBy(this::export)
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(partition + " ends at offset")
                .hasMessageContaining("has read to 99");
    }

    /** The lock is on the directory, not on this object. */
    @Test
    void shouldKeepAnotherExporterAway() {
        try (Target first = open()) {
            first.last(false);
            assertThatThrownBy(this::open).isInstanceOf(ExportException.class).hasMessageContaining("is in use by");
        }
        export();
        requireEqual();
    }

    /** As on file systems whose locks do not keep anybody away. */
    @Test
    void shouldNotReplaceAnExportWithTheSameNumber() {
        export();
        world.row("*", 9);
        Path other = directory.resolve("since-1/2");
        try (Target target = open(step -> {
            if (step.equals("before rename")) {
                make(other);
            }
        })) {
            assertThatThrownBy(() -> world.export(target))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("another exporter has made " + other);
        }
        assertThat(other.resolve("theirs")).exists();
        assertThat(other.resolve(Manifest.NAME)).doesNotExist();
    }

    private static void make(Path other) {
        try {
            Files.createDirectories(other);
            Files.createFile(other.resolve("theirs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldKeepTheNewestCopiesOfResults() {
        for (int i = 1; i <= 3; i++) {
            world.row("*", 10 + i);
            try (Target target = DirectoryTarget.open(directory, PARQUET, Optional.of(2), Steps.NONE)) {
                world.export(target);
            }
        }
        assertThat(directory.resolve("since-1/1/visit_counts.parquet")).doesNotExist();
        assertThat(directory.resolve("since-1/1/visit_counts_history.parquet")).exists();
        assertThat(directory.resolve("since-1/1/visits.parquet")).exists();
        assertThat(directory.resolve("since-1/2/visit_counts.parquet")).exists();
        requireEqual();
    }

    @Test
    void shouldRefuseADirectoryOfAnotherFormat() {
        export();
        try (Target target = DirectoryTarget.open(directory, CSV, Optional.empty())) {
            assertThatThrownBy(() -> target.last(false))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("holds exports as parquet, not as csv");
        }
    }

    @Test
    void shouldNotBeginAtZeroWithoutItsManifest() throws IOException {
        export();
        Files.delete(directory.resolve("since-1/1/" + Manifest.NAME));
        assertThatThrownBy(this::export)
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(Manifest.NAME)
                .hasMessageContaining("nobody knows what was exported");
    }

    private static final class Killed extends RuntimeException {}

    /** @return false if the export ended before that step */
    private boolean killAt(int step, boolean again) {
        int[] steps = new int[1];
        DirectoryTarget target = DirectoryTarget.open(directory, format, keep, name -> {
            if (++steps[0] == step) {
                throw new Killed();
            }
        });
        try {
            world.export(target, world.log(), again);
            return false;
        } catch (Killed e) {
            return true;
        } finally {
            target.abandon(); // a killed process does not close anything but its lock
        }
    }

    private void happen(int number) {
        world.visit("k" + number, 1, number);
        world.rating("k" + number, 3);
        world.refused("r" + number);
        world.row("k" + number % 3, number);
        if (number % 2 == 0) { // otherwise an export copies the table of the one before
            world.reactions("article", "HAPPY", number);
        }
        if (number % 4 == 0) {
            world.deleteRow("k" + (number - 1) % 3);
        }
        world.settingChanges(number);
        world.progress();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldExportOnceWhereverItIsKilled(boolean again) {
        format = CSV; // the faster one here
        keep = Optional.of(1);
        List<Long> numbers = new ArrayList<>();
        int step = 0;
        do {
            happen(++step);
        } while (killAt(step, again) && (step % 3 == 0 || exportsAfterKill(numbers)));
        assertThat(step).isGreaterThan(20);
        assertThat(numbers).doesNotHaveDuplicates().isSorted().hasSizeGreaterThan(10);
        requireEqual();
        assertThat(directory.resolve(".unfinished")).doesNotExist();
    }

    private boolean exportsAfterKill(List<Long> numbers) {
        export().ifPresent(it -> numbers.add(it.export().number()));
        requireEqual();
        return true;
    }
}
