// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.RowWriter;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of an export beside DuckDB's COPY of the same rows, which it has in a table. Compares processor time: what else
 * runs on the machine changes times by the clock, and DuckDB uses all cores.
 */
class ParquetSpeedIT {
    private static final long ROWS = Long.getLong("doorstep.parquet.rows", 2_000_000);
    private static final int ROUNDS = 3;
    private static final int MOST = 3;
    private static final Table VISITS = Tables.facts(Topics.VISITS);
    private static final Instant TIME = Instant.parse("2026-11-30T09:30:15.123Z");

    @TempDir
    private Path directory;

    @Test
    void shouldTakeLessThanThreeTimesTheCpuOfDuckDb() throws IOException, SQLException {
        Path ours = directory.resolve("ours.parquet");
        Path theirs = directory.resolve("theirs.parquet");
        long[] exported = new long[ROUNDS];
        long[] copied = new long[ROUNDS];
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("duck.db"));
                Statement statement = duckDb.createStatement()) {
            exported[0] = export(ours);
            statement.execute("create table visits as select * from read_parquet('" + ours + "')");
            for (int round = 0; round < ROUNDS; round++) {
                exported[round] = export(ours);
                long begun = cpuNanos();
                statement.execute("copy visits to '" + theirs + "' (format parquet, compression zstd)");
                copied[round] = (cpuNanos() - begun) / 1_000_000;
            }
        }
        double ratio = (double) Arrays.stream(exported).min().orElseThrow()
                / Arrays.stream(copied).min().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%,d rows: DuckDB's COPY %s ms of CPU, %,d bytes; export %s ms, %,d bytes; the best of %d: %.2f times, %,d rows a"
                        + " second of CPU%n",
                ROWS,
                Arrays.toString(copied),
                Files.size(theirs),
                Arrays.toString(exported),
                Files.size(ours),
                ROUNDS,
                ratio,
                ROWS * 1000 / Arrays.stream(exported).min().orElseThrow());

        assertThat(ratio).isLessThan(MOST);
    }

    /** Of the whole process. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Milliseconds of CPU. */
    private static long export(Path file) throws IOException {
        Files.deleteIfExists(file);
        long begun = cpuNanos();
        try (RowWriter rows = new ParquetFormat().write(file, VISITS)) {
            for (long i = 0; i < ROWS; i++) {
                rows.add(visit(i));
            }
        }
        return (cpuNanos() - begun) / 1_000_000;
    }

    private static List<Object> visit(long number) {
        return Arrays.asList(
                1L,
                0,
                number,
                TIME.plusMillis(number),
                0L,
                "0123456789abcdef",
                false,
                new UUID(number * 31, number).toString(),
                1L,
                "desk",
                "city/district-" + number % 50 + "/station-" + number % 500,
                null,
                TIME.minusSeconds(number % 8_000_000),
                TIME,
                false,
                "DELEGATE",
                "DOOR",
                (int) (number % 3),
                (int) (number % 7),
                3,
                null);
    }
}
