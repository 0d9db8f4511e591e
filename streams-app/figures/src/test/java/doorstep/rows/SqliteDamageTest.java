// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import doorstep.rows.StoreException.Reason;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to the file; afterwards the store begins anew, with one warning. */
class SqliteDamageTest {
    private static final String CLUSTER = "cluster";
    private static final int ROWS = 5_000;
    private static final int PAGE = 4_096;
    private static final int ROOM = 30; // pages: for the rows, but not for their cells
    private static final Map<TopicPartition, Position> POSITION =
            Map.of(new TopicPartition("t", 0), new Position(new UUID(0, 1), 7, true, 8));

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void fill() {
        file = dir.resolve("rows.db");
        try (SqliteRows store = open(new ArrayList<>())) {
            store.apply(rows(), POSITION);
        }
    }

    private static List<RowChange> rows() {
        return rows(WindowKind.DAY);
    }

    private static List<RowChange> rows(WindowKind kind) {
        List<RowChange> rows = new ArrayList<>();
        for (int unit = 0; unit < ROWS; unit++) {
            Cell cell = new Cell(1, "City/" + unit, Slice.TOTAL, "");
            rows.add(new RowChange(cell, kind, unit % 9, Tally.ofSlots(unit + 1, 5)));
        }
        return rows;
    }

    private SqliteRows open(List<String> warnings) {
        return SqliteRows.open(dir, CLUSTER, warnings::add);
    }

    private void requireNew(String why) {
        List<String> warnings = new ArrayList<>();
        try (SqliteRows store = open(warnings)) {
            assertThat(warnings).singleElement().asString().contains("rows.db " + why, "read again from the topics");
            assertThat(store.positions()).isEmpty();
            assertThat(store.cells().size()).isZero();
            assertThat(StoreContent.scanned(store)).isEmpty();
            store.apply(rows(), POSITION);
        }
        requireWhole();
    }

    private void requireWhole() {
        List<String> warnings = new ArrayList<>();
        try (SqliteRows store = open(warnings)) {
            assertThat(warnings).isEmpty();
            assertThat(store.positions()).isEqualTo(POSITION);
            assertThat(StoreContent.scanned(store)).hasSize(ROWS);
        }
    }

    private void overwrite(long from, long length) throws IOException {
        byte[] garbage = new byte[(int) length];
        new Random(1).nextBytes(garbage);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(from);
            open.write(garbage);
        }
    }

    @Test
    void shouldKeepASoundFile() {
        requireWhole();
    }

    @Test
    void shouldBeginAnewAfterTruncation() throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2 / PAGE * PAGE);
        }

        requireNew("is damaged");
    }

    @Test
    void shouldBeginAnewWithGarbageInTheHeader() throws IOException {
        overwrite(0, 100);

        requireNew("is damaged");
    }

    @Test
    void shouldBeginAnewAfterTheEndOfAnEmptyFile() throws IOException {
        Files.write(file, new byte[0]);

        requireNew("was not written to its end");
    }

    @Test
    void shouldBeginAnewWithoutTheFile() throws IOException {
        Files.delete(file);

        requireNew("is gone");
    }

    /** As if the last process was killed, and its log deleted. */
    @Test
    void shouldBeginAnewWithoutTheLogOfAKilledProcess() throws IOException {
        Files.writeString(dir.resolve("rows.lock"), "process 1 on a host");

        requireNew("has lost its last commits");
    }

    @Test
    void shouldBeginAnewWithRowsOfAnotherCluster() {
        SqliteRows.open(dir, "another", warning -> {}).close();

        requireNew("is of the cluster another, not cluster");
    }

    @Test
    void shouldBeginAnewWithAnotherFormat() throws Exception {
        execute("update meta set format = 99");

        requireNew("has format 99, not " + Schema.FORMAT);
    }

    @Test
    void shouldBeginAnewWithOtherFieldsOfTheWorklist() throws Exception {
        execute("update meta set items = 99");

        requireNew("has rows of the worklist with the fields of another version");
    }

    private void execute(String sql) throws Exception {
        try (Session session = Session.writing(file)) {
            session.execute(sql);
        }
    }

    /** Pages are read when they are asked for: the question fails, and the next start begins anew. */
    @Test
    void shouldNoticeADamagedPageInUse() throws IOException {
        try (SqliteRows store = open(new ArrayList<>())) {
            store.apply(rows(WindowKind.MONTH), POSITION); // at the end of the file is no cell
        }
        long pages = Files.size(file) / PAGE;
        overwrite((pages - 5) * PAGE, PAGE);
        List<String> warnings = new ArrayList<>();
        try (SqliteRows store = open(warnings)) {
            StoreException damage = catchThrowableOfType(StoreException.class, () -> StoreContent.scanned(store));

            assertThat(damage.reason()).isEqualTo(Reason.DAMAGED);
            assertThat(damage).hasMessageContaining("the next start reads its rows again from the topics");
            assertThat(warnings).isEmpty();
        }
        requireNew("is damaged");
    }

    @Test
    void shouldNoticeATallyThatIsNone() throws Exception {
        execute("update rows_1 set tally = x'05' where cell = 77");
        try (SqliteRows store = open(new ArrayList<>())) {
            assertThatThrownBy(() -> StoreContent.scanned(store))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        }

        requireNew("is damaged");
    }

    @Test
    void shouldNoticeAnItemThatIsNone() throws Exception {
        try (SqliteRows store = open(new ArrayList<>())) {
            store.apply(List.of(new ItemChange("d1", Optional.of(RandomChanges.item("d1", "City", 0)))), Map.of());
        }
        execute("update rows_0 set item = x'05'");
        try (SqliteRows store = open(new ArrayList<>())) {
            assertThatThrownBy(() -> StoreContent.items(store))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        }

        requireNew("is damaged");
    }

    @Test
    void shouldRefuseADirectoryInPlaceOfTheFile() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        Files.createFile(file.resolve("precious"));

        requireRefused("rows.db is a directory");
        assertThat(file.resolve("precious")).exists();
    }

    private void requireRefused(String why) {
        assertThatThrownBy(() -> open(new ArrayList<>()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNUSABLE))
                .hasMessageContaining(why);
    }

    @Test
    void shouldRefuseAPathThatIsNoDirectory() {
        dir = file;

        requireRefused("rows.db cannot be opened");
    }

    /** What fails is not half done: cells, rows and positions stay as they were, and fit the next attempt. */
    @Test
    void shouldGoOnOnceThereIsRoomAgain() throws Exception {
        StoreFiles files = new StoreFiles(dir);
        List<RowChange> more = new ArrayList<>();
        for (int unit = 0; unit < ROWS; unit++) {
            Cell cell = new Cell(2, "Land/" + unit, Slice.TOTAL, "");
            more.add(new RowChange(cell, WindowKind.EVER, 0, Tally.of(3, unit + 1)));
        }
        WritableFile full = WritableFile.open(files, StoreLock.Before.CLOSED, CLUSTER, warning -> {});
        try (Session session = full.session()) {
            session.execute("pragma max_page_count = " + (Files.size(file) / PAGE + ROOM));
            assertThatThrownBy(() -> full.writer().apply(more, Map.of()))
                    .isInstanceOfSatisfying(java.sql.SQLException.class, e -> assertThat(files.failure(e))
                            .hasMessageContaining("has no room left")
                            .extracting(StoreException::reason)
                            .isEqualTo(Reason.UNUSABLE));
            assertThat(full.writer().positions()).isEqualTo(POSITION);
            session.execute("pragma max_page_count = 1000000");
            full.writer().apply(more, Map.of());
        }

        try (SqliteRows store = open(new ArrayList<>())) {
            assertThat(StoreContent.scanned(store)).hasSize(2 * ROWS);
            assertThat(store.cells().size()).isEqualTo(2 * ROWS);
        }
    }
}
