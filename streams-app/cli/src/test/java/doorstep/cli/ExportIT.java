// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.directory.DirectoryTarget;
import doorstep.directory.ParquetFormat;
import doorstep.export.Target;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.iceberg.IcebergTarget;
import doorstep.scenario.Directories;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of the demo's sample from a real broker, read by DuckDB. */
class ExportIT {
    private static final Map<String, String> COLUMNS = new HashMap<>(); // by field

    @TempDir
    private static Path dir;

    private static SampleCluster sample;
    private static Path parquet;

    @BeforeAll
    static void count() {
        sample = SampleCluster.counted(dir);
        parquet = exported("parquet");
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
        try (Connection fromParquet = duckDb(parquet);
                Connection fromCsv = duckDb(exported("csv"))) {
            requireEvents(fromParquet);
            requireEvents(fromCsv);
            for (Topic topic : Topics.results()) {
                Map<String, Map<String, Object>> expected = new TreeMap<>();
                LatestRows.of(sample.config(), sample.schemas(), topic)
                        .forEach((key, row) -> expected.put(key, flat(row)));
                String table = topic.shortName().replace('-', '_');
                assertThat(rows(fromParquet, table)).as(table).isEqualTo(expected);
                assertThat(rows(fromCsv, table)).as(table + " as CSV").isEqualTo(expected);
            }
        }
    }

    /** The directory of a new export. */
    private static Path exported(String format) {
        Path exports = dir.resolve("as-" + format);
        Doorstep done = export(format + ":" + exports);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).doesNotContain("has not counted everything").doesNotContain("Started the broker");
        assertThat(done.out()).contains("export 1 to " + format + ":" + exports).contains("visit_counts: ");
        return exports;
    }

    /** The first export, as if it had been made into another directory. */
    private static Path copied(String name) throws IOException {
        Path exports = dir.resolve(name);
        Directories.copy(parquet, exports);
        return exports;
    }

    private static void requireEvents(Connection duckDb) throws SQLException {
        assertThat(number(duckDb, "select count(*) from service_levels")).isPositive();
        assertThat(number(
                        duckDb,
                        "select count(*) from visits_current v where v.occurred_at <= (select as_of_2 from exports)"))
                .isEqualTo(number(
                        duckDb,
                        "select visits from visit_counts where unit = '*' and \"window\" = 'EVER' and breakdown = ''"))
                .isPositive();
    }

    @Test
    void shouldExplainRowsAsTheTopicsDo() {
        String byBreakdown =
                LatestRows.of(sample.config(), sample.schemas(), Topics.SATISFACTION_SCORES).keySet().stream()
                        .filter(it -> it.startsWith("*|") && it.contains("=") && it.contains("|YEAR|"))
                        .findFirst()
                        .orElseThrow();
        List<List<String>> rows = List.of(
                List.of("visit-counts", "*|||MONTH|2011-07-01", "--since", "2011-07-18"),
                List.of("satisfaction-scores", byBreakdown),
                List.of("service-levels", "*||DUTY|LAST_30D|", "--since", "2011-07-01"),
                List.of("service-levels", "*||CALLBACK|YEAR|2011-01-01"),
                List.of("feedback-counts", "City|||YEAR|2011-01-01")); // there is none
        for (List<String> row : rows) {
            for (String form : List.of("--json", "--limit=20")) {
                Doorstep fromTopics = explain(row, form, "--data=" + dir);
                Doorstep fromExport =
                        explain(row, form, "--data=" + dir.resolve("none"), "--export=parquet:" + parquet);
                assertThat(fromExport.out()).as(row.toString()).isEqualTo(fromTopics.out());
                assertThat(fromExport.err()).as(row.toString()).isEqualTo(fromTopics.err());
                assertThat(fromExport.code())
                        .as(row.toString())
                        .isEqualTo(row.get(0).startsWith("feedback") ? 1 : 0);
            }
        }
    }

    private static Doorstep explain(List<String> row, String... options) {
        List<String> arguments = new ArrayList<>(List.of("explain"));
        arguments.addAll(row);
        arguments.addAll(List.of(options));
        return Doorstep.run(arguments.toArray(String[]::new));
    }

    /** After {@code demo --once} nothing runs any more. */
    @Test
    void shouldExportFromAStoppedBrokerToTheDefaultTarget() {
        Path tables = dir.resolve("warehouse");
        sample.close();
        try {
            Doorstep done = Doorstep.run("export", "--data", dir.toString());
            assertThat(done.code()).as(done.err()).isZero();
            assertThat(done.out()).contains("export 1 to iceberg:" + tables);
            assertThat(done.err())
                    .contains("Started the broker of " + dir + " for this export; it stops at the end.")
                    .doesNotContain("has not counted everything");
            assertThat(dir.resolve("broker.address")).doesNotExist();
        } finally {
            sample = new SampleCluster(dir);
        }
        try (Target iceberg = IcebergTarget.open(tables, Optional.empty(), Map.of(), Instant.now());
                Target files = DirectoryTarget.open(parquet, new ParquetFormat(), Optional.empty())) {
            assertThat(iceberg.last(false)).isPresent();
            assertThat(files.last(false)).isPresent();
            for (Table table : Tables.all().subList(0, Tables.all().size() - 1)) { // the last one says when
                assertThat(contentOf(iceberg, table)).as(table.name()).isEqualTo(contentOf(files, table));
            }
        }
        shouldFindNoDifferenceInAnAudit(tables);
        shouldKeepItsTablesSmall(tables);
        shouldFindNoDifferenceInAnAudit(tables);
    }

    private static void shouldFindNoDifferenceInAnAudit(Path tables) {
        Doorstep audit = Doorstep.run("audit", "--data", dir.toString());
        assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
        assertThat(audit.out())
                .startsWith("audit of export 1 in iceberg:" + tables + ", as of ")
                .contains("windows: DAY, EVER, MONTH, QUARTER, WEEK, YEAR")
                .contains("not covered: LAST_HOUR, ")
                .contains("no difference");
        assertThat(Doorstep.run("audit", "iceberg:" + tables, "--window", "LAST_7D")
                        .code())
                .isEqualTo(2);
    }

    private static void shouldKeepItsTablesSmall(Path tables) {
        Doorstep kept = export("iceberg:" + tables, "--compact", "--expire-snapshots", "0");
        assertThat(kept.code()).as(kept.err()).isZero();
        assertThat(kept.out().lines()).first().asString().startsWith("nothing new for iceberg:" + tables);
        assertThat(kept.out()).contains("compacted exports: 2 rows, 1 file, ").containsPattern("expired [1-9]");
        Doorstep again = export("iceberg:" + tables, "--compact", "--expire-snapshots", "0");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).doesNotContain("compacted").contains("expired 0 snapshots");
    }

    /** The number of rows and the sum of their hashes: all of them would not fit into memory. */
    private static String contentOf(Target target, Table table) {
        long[] sums = new long[2];
        target.read(table, row -> {
            sums[0]++;
            sums[1] += row.toString().hashCode() & 0xffff_ffffL;
        });
        return Arrays.toString(sums);
    }

    @Test
    void shouldRunTheQueriesOfTheManual() throws Exception {
        String manual = Files.readString(Path.of("../../docs/warehouse.md"));
        String section = manual.split("\n## Queries\n", -1)[1].split("\n## ", -1)[0];
        List<String> queries = Pattern.compile("(?s)```sql\n(.*?)```")
                .matcher(section)
                .results()
                .map(it -> it.group(1))
                .toList();
        String all = String.join("\n", queries);
        try (Connection duckDb = duckDb(parquet);
                Statement statement = duckDb.createStatement()) {
            for (String query : queries) {
                for (String stated : forEachResult(query)) {
                    try (ResultSet found = statement.executeQuery(stated)) {
                        // The sample has no refused records.
                        assertThat(found.next()).as(stated).isEqualTo(!stated.contains("FROM rejected"));
                    }
                }
            }
        }
        assertThat(Tables.all())
                .extracting(Table::name)
                .filteredOn(it -> !it.endsWith("_history"))
                .allMatch(it -> Pattern.compile("\\b(FROM|JOIN) " + it + "(_current|_survivors)?\\b")
                        .matcher(all)
                        .find());
        assertThat(all).contains("visit_counts_history", "FROM revisions", "_survivors", "_current");
    }

    /** A query of a history is the same for all of them. */
    private static List<String> forEachResult(String query) {
        String shown = "visit_counts_history";
        return query.contains(shown)
                ? Topics.results().stream()
                        .map(it -> query.replace(shown, Tables.history(it).name()))
                        .toList()
                : List.of(query);
    }

    @Test
    void shouldExportNothingTwice() throws Exception {
        Path exports = copied("twice");
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
    void shouldFindAChangedRowInAnAudit() throws Exception {
        Path exports = copied("audited");
        Path file = exports.resolve("since-1/1/visit_counts.parquet");
        Path changed = dir.resolve("changed.parquet");
        try (Connection duckDb = duckDb(exports);
                Statement statement = duckDb.createStatement()) {
            statement.execute("copy (select * replace (if(row_key = '*|||EVER|', people + 1, people) as people)"
                    + " from visit_counts) to '" + changed + "' (format parquet)");
        }
        Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);
        Doorstep audit = Doorstep.run("audit", "parquet:" + exports);
        assertThat(audit.code()).isEqualTo(1);
        assertThat(audit.out()).contains("visit_counts  *|||EVER|  people").contains("1 row DIFFERS from the facts");
        assertThat(Doorstep.run("audit", "parquet:" + exports, "--window", "MONTH")
                        .code())
                .isZero();
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
            columns.put(COLUMNS.computeIfAbsent(name, ExportIT::column), text(value));
        }
    }

    private static String column(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
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
