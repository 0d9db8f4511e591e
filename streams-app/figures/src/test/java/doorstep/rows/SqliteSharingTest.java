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
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads in one store: cancelled questions, and a log that stays short. */
class SqliteSharingTest {
    private static final int CELLS = 5_000;

    @TempDir
    Path dir;

    private RowStore store(boolean kept) {
        RowStore store = kept ? SqliteRows.open(dir, "cluster", warning -> {}) : new CollectedRows();
        store.apply(rows(1), Map.of());
        return store;
    }

    private static List<RowChange> rows(int count) {
        List<RowChange> rows = new ArrayList<>();
        for (int unit = 0; unit < CELLS; unit++) {
            Cell cell = new Cell(1, "City/" + unit, Slice.TOTAL, "");
            rows.add(new RowChange(cell, WindowKind.EVER, 0, Tally.ofSlots(count, unit)));
        }
        return rows;
    }

    private static Reason reason(Runnable question) {
        return catchThrowableOfType(StoreException.class, question::run).reason();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndACancelledScan(boolean kept) {
        try (RowStore store = store(kept);
                RowStore.Snapshot snapshot = store.snapshot()) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            CompletableFuture<Reason> scan = CompletableFuture.supplyAsync(() -> {
                AtomicInteger rows = new AtomicInteger();
                Reason reason = reason(() -> snapshot.forEach(1, (cell, kind, start, tally) -> {
                    begun.countDown();
                    await(cancelled);
                    rows.incrementAndGet();
                }));
                assertThat(rows).hasValue(1);
                return reason;
            });
            await(begun);
            snapshot.cancel();
            cancelled.countDown();

            assertThat(scan.join()).isEqualTo(Reason.CANCELLED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerNothingOnceCancelled(boolean kept) {
        BitSet cells = new BitSet();
        cells.set(0, CELLS);
        try (RowStore store = store(kept);
                RowStore.Snapshot snapshot = store.snapshot()) {
            snapshot.cancel();

            assertThat(reason(() -> snapshot.get(1, WindowKind.EVER, 0))).isEqualTo(Reason.CANCELLED);
            assertThat(reason(() -> snapshot.firstStart(1, WindowKind.EVER))).isEqualTo(Reason.CANCELLED);
            assertThat(reason(() -> snapshot.forEach(1, WindowKind.EVER, 0, cells, (cell, tally) -> {})))
                    .isEqualTo(Reason.CANCELLED);
            assertThat(reason(() -> snapshot.forEach(1, (cell, kind, start, tally) -> {})))
                    .isEqualTo(Reason.CANCELLED);
        }
    }

    /** The next question may have got the same connection. */
    @Test
    void shouldNotCancelTheNextQuestion() {
        try (RowStore store = store(true)) {
            RowStore.Snapshot former = store.snapshot();
            former.close();
            try (RowStore.Snapshot next = store.snapshot()) {
                AtomicInteger rows = new AtomicInteger();
                next.forEach(1, (cell, kind, start, tally) -> {
                    if (rows.getAndIncrement() == 0) {
                        former.cancel();
                    }
                });
                assertThat(rows).hasValue(CELLS);
            }
        }
    }

    /** A query may take long without finding any row. */
    @Test
    void shouldInterruptAQueryThatFindsNothing() throws SQLException {
        store(true).close();
        try (Session session = Session.reading(dir.resolve("rows.db"))) {
            CompletableFuture<Void> endless = CompletableFuture.runAsync(() -> {
                try {
                    session.execute(
                            "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n");
                } catch (SQLException e) {
                    throw new StoreFiles(dir).failure(e);
                }
            });
            while (!endless.isDone()) {
                session.interrupt();
                Thread.onSpinWait();
            }
            assertThatThrownBy(endless::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
        }
    }

    /** With one reader after the other, somebody always reads, and the log could never begin anew. */
    @Test
    void shouldKeepTheLogShortWhileOthersRead() throws Exception {
        long limit = 1 << 20;
        store(true).close();
        StoreFiles files = new StoreFiles(dir);
        WritableFile file = WritableFile.open(files, StoreLock.Before.CLOSED, "cluster", warning -> {});
        AtomicBoolean over = new AtomicBoolean();
        long longest = 0;
        try (Session session = file.session();
                SnapshotPool pool = new SnapshotPool(files)) {
            WalLimit wal = new WalLimit(files, session, pool, limit);
            CompletableFuture<Void> readers = CompletableFuture.runAsync(() -> overlap(over, files, pool, file));
            for (int count = 2; count < 80; count++) {
                file.writer().apply(rows(count), Map.of());
                longest = Math.max(longest, files.walBytes());
                wal.keep();
            }
            over.set(true);
            readers.join();
        }
        assertThat(longest).isGreaterThan(limit).isLessThan(2 * limit);
    }

    /** At every moment one of two snapshots is open. */
    private static void overlap(AtomicBoolean over, StoreFiles files, SnapshotPool pool, WritableFile file) {
        CompletableFuture<?>[] two = new CompletableFuture<?>[2];
        for (int i = 0; i < two.length; i++) {
            two[i] = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    try (RowStore.Snapshot snapshot =
                            SqliteSnapshot.open(files, pool, file.writer().cells())) {
                        snapshot.forEach(1, (cell, kind, start, tally) -> {});
                    }
                }
            });
        }
        CompletableFuture.allOf(two).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
