// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of the demo's sample from a real broker, read by DuckDB. */
class ExportIT {
    @TempDir
    private static Path dir;

    private static SampleCluster sample;

    @BeforeAll
    static void count() {
        sample = SampleCluster.counted(dir);
    }

    @AfterAll
    static void stop() {
        sample.close();
    }

    private static Doorstep export(String target, String... options) {
        List<String> arguments = new ArrayList<>(List.of("export", target, "--data", dir.toString()));
        arguments.addAll(Arrays.asList(options));
        return Doorstep.run(arguments.toArray(String[]::new));
    }

    private static Connection duckDb(Path exports) throws Exception {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("set autoinstall_known_extensions = false");
            statement.execute("set timezone = 'UTC'");
            statement.execute("set file_search_path = '" + exports.toAbsolutePath() + "'");
            statement.execute(Files.readString(exports.resolve("views.sql")));
        }
        return connection;
    }

    @Test
    void shouldHoldTheRowsOfTheTopics() throws Exception {
        try (Connection parquet = exported("parquet");
                Connection csv = exported("csv")) {
            for (Topic topic : Topics.results()) {
                Map<String, Map<String, Object>> expected = new TreeMap<>();
                LatestRows.of(sample.config(), sample.schemas(), topic)
                        .forEach((key, row) -> expected.put(key, flat(row)));
                String table = topic.shortName().replace('-', '_');
                assertThat(rows(parquet, table)).as(table).isEqualTo(expected);
                assertThat(rows(csv, table)).as(table + " as CSV").isEqualTo(expected);
            }
        }
    }

    /** The tables of a new export. */
    private static Connection exported(String format) throws Exception {
        Path exports = dir.resolve("as-" + format);
        Doorstep done = export(format + ":" + exports);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).doesNotContain("has not counted everything");
        assertThat(done.out()).contains("export 1 to " + format + ":" + exports).contains("visit_counts: ");
        Connection duckDb = duckDb(exports);
        assertThat(number(duckDb, "select count(*) from service_levels")).isPositive();
        assertThat(number(
                        duckDb,
                        "select count(*) from visits_current v where v.occurred_at <= (select as_of_2 from exports)"))
                .isEqualTo(number(
                        duckDb,
                        "select visits from visit_counts where unit = '*' and \"window\" = 'EVER' and breakdown = ''"))
                .isPositive();
        return duckDb;
    }

    @Test
    void shouldExportNothingTwice() throws Exception {
        Path exports = dir.resolve("twice");
        assertThat(export("parquet:" + exports).code()).isZero();
        Doorstep again = export("parquet:" + exports);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("nothing new for parquet:" + exports);
        Doorstep replaced = export("parquet:" + exports, "--again");
        assertThat(replaced.out()).contains("export 2 to");
        try (Connection duckDb = duckDb(exports)) {
            assertThat(number(duckDb, "select count(*) - count(distinct (kafka_partition, kafka_offset)) from visits"))
                    .isZero();
            assertThat(number(duckDb, "select count(*) from visit_counts_history where export = 2"))
                    .isZero();
            assertThat(number(duckDb, "select max(since) from exports")).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatATargetIs() {
        Doorstep mistake = export("postgres");
        assertThat(mistake.code()).isEqualTo(2);
        assertThat(mistake.err()).contains("targets are parquet:DIR, csv:DIR, iceberg:DIR and postgresql:");
    }

    /** The columns of a row, by their names in tables. */
    private static Map<String, Object> flat(FlatRow row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        row.values().forEach((name, value) -> addFlat(columns, name, value));
        return new TreeMap<>(columns);
    }

    private static void addFlat(Map<String, Object> columns, String name, Object value) {
        if (value instanceof Map<?, ?> parts) {
            parts.forEach((part, it) -> addFlat(columns, name + "_" + part, it));
        } else {
            columns.put(name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT), text(value));
        }
    }

    private static List<String> columns(ResultSetMetaData found) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= found.getColumnCount(); i++) {
            names.add(found.getColumnName(i));
        }
        return names;
    }

    private static Map<String, Map<String, Object>> rows(Connection duckDb, String table) throws SQLException {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        try (Statement statement = duckDb.createStatement();
                ResultSet found = statement.executeQuery(
                        "select * exclude (as_of, kafka_partition, kafka_offset, kafka_time) from " + table)) {
            List<String> names = columns(found.getMetaData());
            while (found.next()) {
                Map<String, Object> row = new TreeMap<>();
                for (int i = 2; i <= names.size(); i++) {
                    row.put(names.get(i - 1), text(found.getObject(i)));
                }
                assertThat(rows.put(found.getString(1), row)).isNull();
            }
        }
        return rows;
    }

    /** Numbers, dates and texts as texts; lists and structs as lists of their values. */
    private static Object text(Object value) {
        try {
            if (value instanceof java.sql.Array array) {
                return text(Arrays.asList((Object[]) array.getArray()));
            }
            if (value instanceof java.sql.Struct struct) {
                return text(Arrays.asList(struct.getAttributes()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (value instanceof Map<?, ?> fields) {
            return text(fields.values());
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(ExportIT::text).toList();
        }
        return value instanceof OffsetDateTime moment ? moment.toInstant().toString() : String.valueOf(value);
    }

    private static long number(Connection duckDb, String query) throws SQLException {
        try (Statement statement = duckDb.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }
}
