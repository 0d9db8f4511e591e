// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.rows.StoreException.Reason;
import doorstep.tally.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with the store is killed, or a second one comes. */
class SqliteProcessesTest {
    private static final int KILLS = 15;
    private static final int LONGEST_COMMIT_NS = 3_000_000;

    @TempDir
    Path dir;

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreChild.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The rows are those of the position, and no commit that was reported is lost. */
    @Test
    void shouldHoldWholeCommitsAfterAKill() throws Exception {
        Random random = new Random(20);
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = start();
            long reported = 0;
            try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
                for (int lines = 1 + random.nextInt(60); lines > 0; lines--) {
                    reported = Long.parseLong(out.readLine());
                }
                spin(random.nextInt(LONGEST_COMMIT_NS));
            } finally {
                child.destroyForcibly();
            }
            child.waitFor();
            requireWholeCommit(reported);
        }
    }

    /** A line is read when its commit is over, so that without this all kills would meet the next one's beginning. */
    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void requireWholeCommit(long reported) {
        try (SqliteRows store = SqliteRows.open(dir, "cluster", warning -> {
            throw new AssertionError(warning);
        })) {
            long number = store.positions().get(StoreChild.PARTITION).next();
            Map<StoreContent.Row, Tally> rows = StoreContent.scanned(store);
            rows.keySet()
                    .removeIf(row -> row.cell().unit().startsWith("New/")
                            && !row.cell().unit().endsWith("/" + number));

            assertThat(number).isGreaterThanOrEqualTo(reported);
            assertThat(rows).hasSize(StoreChild.ROWS + 1);
            assertThat(rows.values()).containsOnly(Tally.of(0, number));
        }
    }

    @Test
    void shouldNameTheProcessThatHasTheStore() throws Exception {
        Process child = start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("1");
            assertThatThrownBy(() -> SqliteRows.open(dir, "cluster", warning -> {}))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                    .hasMessageContaining("in use by process " + child.pid() + " on ")
                    .hasMessageContaining("which runs since ");
        } finally {
            child.destroyForcibly();
        }
    }

    /** A second attempt of the owner must not give its lock away. */
    @Test
    void shouldKeepOthersOutAfterASecondAttemptHere() throws Exception {
        try (SqliteRows store = SqliteRows.open(dir, "cluster", warning -> {})) {
            String self = "in use by process " + ProcessHandle.current().pid() + " on ";
            assertThatThrownBy(() -> SqliteRows.open(dir, "cluster", warning -> {}))
                    .hasMessageContaining(self);
            Process child = start();
            try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).contains(self);
            } finally {
                child.destroyForcibly();
            }
            assertThat(store.positions()).isEmpty();
        }
        SqliteRows.open(dir, "cluster", warning -> {}).close();
    }
}
