// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in a file holds what the one in memory does. */
class SqliteRowsTest {
    private static final int STEPS = 60;

    @TempDir
    Path dir;

    private SqliteRows open() {
        return SqliteRows.open(dir, "cluster", warning -> {
            throw new AssertionError(warning);
        });
    }

    private static void requireSame(RowStore kept, RowStore collected) {
        assertThat(StoreContent.scanned(kept)).isEqualTo(StoreContent.scanned(collected));
        assertThat(StoreContent.byWindow(kept)).isEqualTo(StoreContent.scanned(collected));
        assertThat(StoreContent.lookedUp(kept)).isEqualTo(StoreContent.scanned(collected));
        assertThat(StoreContent.firstStarts(kept)).isEqualTo(StoreContent.firstStarts(collected));
        assertThat(StoreContent.items(kept)).isEqualTo(StoreContent.items(collected));
        assertThat(StoreContent.itemsOf(kept, RandomChanges.ids())).isEqualTo(StoreContent.items(collected));
        assertThat(kept.positions()).isEqualTo(collected.positions());
    }

    /** Several changes of one row in a transaction, replacements beside changes, restarts in between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldHoldWhatTheStoreInMemoryHolds(long seed) {
        RandomChanges changes = new RandomChanges(seed);
        Random random = new Random(seed);
        CollectedRows collected = new CollectedRows();
        SqliteRows kept = open();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    kept.close();
                    kept = open();
                }
                case 1, 2 ->
                    replace(
                            List.of(kept, collected),
                            random.nextInt(1 + RandomChanges.FAMILIES),
                            changes,
                            random.nextBoolean());
                default -> {
                    List<Change> some = changes.some();
                    Map<TopicPartition, Position> position = changes.position();
                    List.of(kept, collected).forEach(store -> store.apply(some, position));
                }
            }
            requireSame(kept, collected);
        }
        kept.close();
    }

    private static void replace(List<RowStore> stores, int family, RandomChanges changes, boolean commit) {
        List<List<Change>> added = List.of(changes.some(family), changes.some(family));
        List<Change> meanwhile = changes.some();
        Map<TopicPartition, Position> position = changes.position();
        List<Change> asked = changes.some(family);
        List<List<Boolean>> held = new ArrayList<>();
        for (RowStore store : stores) {
            try (RowStore.Replacement replacement = store.replace(family)) {
                replacement.add(added.get(0));
                store.apply(meanwhile, Map.of());
                replacement.add(added.get(1));
                held.add(asked.stream().map(replacement::holds).toList());
                if (commit) {
                    replacement.commit(position);
                }
            }
            try (RowStore.Snapshot snapshot = store.snapshot()) {
                held.add(asked.stream().map(snapshot::holds).toList());
            }
        }
        assertThat(held.subList(0, 2)).isEqualTo(held.subList(2, 4));
    }

    @Test
    void shouldFindFewCellsAsWellAsMany() {
        try (SqliteRows store = open()) {
            List<RowChange> rows = new ArrayList<>();
            for (int unit = 0; unit < 1_000; unit++) {
                rows.add(row("City/" + unit, unit));
            }
            store.apply(rows, Map.of());
            for (int every : new int[] {1, 2, 3, 5, 50, 999}) {
                BitSet wanted = new BitSet();
                for (int cell = 0; cell < 1_200; cell += every) {
                    wanted.set(cell); // some have no row
                }
                BitSet found = new BitSet();
                try (RowStore.Snapshot snapshot = store.snapshot()) {
                    snapshot.forEach(1, WindowKind.DAY, 3, wanted, (cell, tally) -> {
                        assertThat(tally).isEqualTo(Tally.of(0, cell + 1));
                        found.set(cell);
                    });
                }
                wanted.clear(1_000, 1_200);
                assertThat(found).isEqualTo(wanted);
            }
        }
    }

    private static RowChange row(String unit, int count) {
        return new RowChange(new Cell(1, unit, Slice.TOTAL, ""), WindowKind.DAY, 3, Tally.of(0, count + 1));
    }

    /** A partition without a topic cannot be written. */
    @Test
    void shouldChangeRowsAndPositionsTogether() {
        Map<TopicPartition, Position> refused =
                Map.of(new TopicPartition(null, 0), new Position(new UUID(0, 1), 1, true, 1));
        try (SqliteRows store = open()) {
            store.apply(List.of(row("City", 1)), Map.of());

            assertThatThrownBy(() -> store.apply(List.of(row("City", 2), row("Land", 2)), refused))
                    .isInstanceOf(StoreException.class);
            try (RowStore.Replacement replacement = store.replace(1)) {
                replacement.add(List.of(row("City", 3)));
                assertThatThrownBy(() -> replacement.commit(refused)).isInstanceOf(StoreException.class);
            }

            assertThat(StoreContent.scanned(store).values()).containsExactly(Tally.of(0, 2));
            assertThat(store.positions()).isEmpty();
            store.apply(List.of(row("Land", 4)), Map.of());
            assertThat(StoreContent.scanned(store).values()).containsExactlyInAnyOrder(Tally.of(0, 2), Tally.of(0, 5));
        }
    }

    @Test
    void shouldHaveNothingOfAnUnfinishedReplacement() throws Exception {
        try (SqliteRows store = open()) {
            store.apply(List.of(row("City", 1)), Map.of());
        }
        try (Session session = Session.writing(dir.resolve("rows.db"))) { // as a crash would leave it
            Schema.createRows(session, 1, Schema.staged(1));
        }

        try (SqliteRows store = open()) {
            assertThat(StoreContent.scanned(store)).hasSize(1);
        }
        try (Session session = Session.reading(dir.resolve("rows.db"))) {
            assertThat(Schema.tables(session)).contains("rows_1").doesNotContain("staged_1");
        }
    }

    /** Every commit gives all rows the same count, so that a reader who sees two counts sees two moments. */
    @Test
    void shouldShowOneMomentWhileWriting() {
        try (SqliteRows store = open()) {
            store.apply(generation(0), Map.of());
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Integer>> readers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> readUntil(over, store)))
                    .limit(3)
                    .toList();
            for (int count = 1; count < 150; count++) {
                if (count % 10 == 0) {
                    try (RowStore.Replacement replacement = store.replace(1)) {
                        replacement.add(generation(count));
                        replacement.commit(Map.of());
                    }
                } else {
                    store.apply(generation(count), Map.of());
                }
            }
            over.set(true);
            assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isPositive());
        }
    }

    private static List<RowChange> generation(int count) {
        return Stream.iterate(0, unit -> unit + 1)
                .limit(200)
                .map(unit -> row("City/" + unit, count))
                .toList();
    }

    private static int readUntil(AtomicBoolean over, RowStore store) {
        int snapshots = 0;
        while (snapshots == 0 || !over.get()) {
            List<Tally> seen = new ArrayList<>();
            try (RowStore.Snapshot snapshot = store.snapshot()) {
                for (int cell = 0; cell < 200; cell += 7) {
                    seen.add(snapshot.get(cell, WindowKind.DAY, 3));
                }
                snapshot.forEach(1, (cell, kind, start, tally) -> seen.add(tally));
            }
            assertThat(seen).hasSize(229).containsOnly(seen.get(0));
            snapshots++;
        }
        return snapshots;
    }

    @Test
    void shouldKeepItsFilesFromOthers() throws Exception {
        Path inner = dir.resolve("new");
        try (SqliteRows store = SqliteRows.open(inner, "cluster", warning -> {})) {
            store.apply(List.of(row("City", 1)), Map.of());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(inner)) {
                assertThat(files.toList())
                        .extracting(file -> file.getFileName() + " "
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .containsExactlyInAnyOrder(
                                "rows.db rw-------",
                                "rows.db-wal rw-------",
                                "rows.db-shm rw-------",
                                "rows.lock rw-------");
            }
        }
    }

    @Test
    void shouldTakeAnyNameOfADirectory() {
        Path odd = dir.resolve("a ?b=1%20 ü#");
        try (SqliteRows store = SqliteRows.open(odd, "cluster", warning -> {})) {
            store.apply(List.of(row("City", 1)), Map.of());
        }
        try (SqliteRows store = SqliteRows.open(odd, "cluster", warning -> {})) {
            assertThat(StoreContent.scanned(store)).hasSize(1);
        }
    }
}
