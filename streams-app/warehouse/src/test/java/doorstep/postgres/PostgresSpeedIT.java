// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static doorstep.postgres.Samples.COUNTS;
import static doorstep.postgres.Samples.HISTORY;
import static doorstep.postgres.Samples.TIME;
import static doorstep.postgres.Samples.VISITS;
import static doorstep.postgres.Samples.came;
import static doorstep.postgres.Samples.count;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.AllRows;
import doorstep.export.RowWriter;
import doorstep.export.Target;
import doorstep.table.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** An export beside plain COPY of the same rows, ready in files, into tables of the same definitions. */
class PostgresSpeedIT {
    private static final long ROWS = Long.getLong("doorstep.postgres.rows", 1_000_000);
    private static final long EACH = ROWS / 3;
    private static final int ROUNDS = 2;
    private static final int MOST = 2;

    private final PostgresServer server = PostgresServer.get();

    @TempDir
    private Path directory;

    @Test
    void shouldTakeLessThanTwiceAsLongAsCopy() throws IOException, SQLException {
        Map<Table, LongFunction<List<Object>>> tables =
                Map.of(VISITS, PostgresSpeedIT::visit, HISTORY, it -> came(1, row(it)), COUNTS, PostgresSpeedIT::row);
        for (Map.Entry<Table, LongFunction<List<Object>>> table : tables.entrySet()) {
            writeFile(table.getKey(), table.getValue());
        }
        long[] copied = new long[ROUNDS];
        long[] exported = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            copied[round] = copy();
            exported[round] = export();
        }
        double ratio = (double) Arrays.stream(exported).min().orElseThrow()
                / Arrays.stream(copied).min().orElseThrow();
        System.out.printf(
                "%d rows: plain COPY %s ms, export %s ms, the best of %d: %.2f times%n",
                3 * EACH, Arrays.toString(copied), Arrays.toString(exported), ROUNDS, ratio);

        assertThat(ratio).isLessThan(MOST);
    }

    private static List<Object> visit(long number) {
        List<Object> visit = Samples.visit(1, number, new UUID(number * 31, number).toString(), 1, "0123456789abcdef");
        visit.set(3, TIME.plusMillis(number));
        return visit;
    }

    private static List<Object> row(long number) {
        return count("city/district-" + number % 50 + "/station-" + number, number, number);
    }

    private void writeFile(Table table, LongFunction<List<Object>> rows) throws IOException {
        CopyText format = new CopyText(table);
        StringBuilder text = new StringBuilder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file(table)))) {
            for (long i = 0; i < EACH; i++) {
                format.append(text, rows.apply(i));
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
    }

    private Path file(Table table) {
        return directory.resolve(table.name());
    }

    /** Milliseconds. */
    private long copy() throws IOException, SQLException {
        String schema = PostgresServer.newSchema();
        try (PostgresTarget target = new PostgresTarget(server.address(schema), Samples.FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                run.commit(Samples.export(1, true, Map.of()));
            }
        }
        long begun = System.nanoTime();
        try (Connection connection = server.connect("postgres", "&currentSchema=" + schema)) {
            connection.setAutoCommit(false);
            for (Table table : List.of(VISITS, HISTORY, COUNTS)) {
                try (InputStream rows = Files.newInputStream(file(table))) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("copy " + table.name() + " from stdin", rows, 1 << 16);
                }
            }
            connection.commit();
        }
        return end(begun, schema);
    }

    private long export() throws SQLException {
        String schema = PostgresServer.newSchema();
        long begun = System.nanoTime();
        try (PostgresTarget target = new PostgresTarget(server.address(schema), Samples.FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                write(run, VISITS, PostgresSpeedIT::visit);
                write(run, HISTORY, it -> came(1, row(it)));
                run.change(COUNTS, new AllRows(() -> LongStream.range(0, EACH)
                        .mapToObj(PostgresSpeedIT::row)
                        .iterator()));
                run.commit(Samples.export(1, true, Map.of()));
            }
        }
        return end(begun, schema);
    }

    private long end(long begun, String schema) throws SQLException {
        long took = (System.nanoTime() - begun) / 1_000_000;
        for (Table table : List.of(VISITS, HISTORY, COUNTS)) {
            assertThat(server.query(schema, "select count(*) from " + table.name()))
                    .containsExactly("" + EACH);
        }
        try (Connection connection = server.connect("postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema " + schema + " cascade");
            statement.execute("checkpoint");
        }
        return took;
    }

    private static void write(Target.Run run, Table table, LongFunction<List<Object>> rows) {
        try (RowWriter writer = run.append(table)) {
            for (long i = 0; i < EACH; i++) {
                writer.add(rows.apply(i));
            }
        }
    }
}
