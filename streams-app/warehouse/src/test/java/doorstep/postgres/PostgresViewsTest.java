// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static doorstep.postgres.Samples.COUNTS;
import static doorstep.postgres.Samples.FEW;
import static doorstep.postgres.Samples.HISTORY;
import static doorstep.postgres.Samples.VISITS;
import static doorstep.postgres.Samples.append;
import static doorstep.postgres.Samples.came;
import static doorstep.postgres.Samples.count;
import static doorstep.postgres.Samples.deletedVisit;
import static doorstep.postgres.Samples.export;
import static doorstep.postgres.Samples.key;
import static doorstep.postgres.Samples.visit;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.ExportRow;
import doorstep.export.Target;
import doorstep.postgres.Samples.Changes;
import doorstep.table.Column;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.table.View;
import doorstep.table.Views;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The views of an export, which PostgreSQL and DuckDB have in common. */
class PostgresViewsTest {
    private static final List<List<Object>> FACTS = List.of(
            visit(1, 0, "revision", 1, "ff"),
            visit(1, 1, "revision", 10, "00"),
            visit(1, 2, "revision", 9, "ff"),
            visit(1, 3, "hash", 1, "8000000000000000"), // negative, if the number is signed
            visit(1, 4, "hash", 1, "7fffffffffffffff"),
            visit(1, 5, "tie", 1, "00"),
            visit(1, 6, "tie", 1, "00"),
            deletedVisit(1, 7, "null"),
            visit(1, 8, "null", Long.MAX_VALUE, "ff"),
            deletedVisit(1, 9, "null"),
            visit(1, 10, "withdrawn", 2, "00", true),
            visit(1, 11, "withdrawn", 1, "ff"),
            visit(1, 12, "restored", 2, "ff", true),
            visit(1, 13, "restored", 3, "00"));
    private static final String SURVIVORS = "select id, kafka_offset from visits_survivors order by kafka_offset";
    private static final String CURRENT = "select id, kafka_offset from visits_current order by kafka_offset";
    private static final String REVISIONS = "select result, unit, export, figure, published, \"now\", difference"
            + " from revisions where \"window\" = 'QUARTER' and \"start\" = '2026-10-01' and figure in ('visits', 'people')"
            + " order by unit, export, figure";

    private static final List<List<Object>> CAME = List.of(
            came(1, count("stays", 5, 1)),
            came(1, count("grows", 6, 2)), // and again
            came(1, count("grows", 7, 3)),
            came(2, count("grows", 9, 4)),
            came(1, count("goes", 4, 5)),
            deletion(2, "goes", 6));
    private static final List<List<Object>> NOW = List.of(count("stays", 5, 1), count("grows", 9, 4));

    private static final String[] EXPECTED_SURVIVORS = {
        "revision|1", "hash|3", "tie|5", "null|7", "withdrawn|10", "restored|13"
    };
    private static final String[] EXPECTED_CURRENT = {"revision|1", "hash|3", "tie|5", "restored|13"};
    private static final String[] EXPECTED_REVISIONS = {
        "visit_counts|goes|1|people|4||-4",
        "visit_counts|goes|1|visits|4||-4",
        "visit_counts|goes|2|people|||0",
        "visit_counts|goes|2|visits|||0",
        "visit_counts|grows|1|people|7|9|2",
        "visit_counts|grows|1|visits|7|9|2",
        "visit_counts|grows|2|people|9|9|0",
        "visit_counts|grows|2|visits|9|9|0",
        "visit_counts|stays|1|people|5|5|0",
        "visit_counts|stays|1|visits|5|5|0"
    };

    private static List<Object> deletion(long export, String unit, long offset) {
        List<Object> row = new ArrayList<>(came(export, count(unit, 0, offset)));
        row.set(HISTORY.indexOf("deleted"), true);
        for (String figure : List.of("visits", "people", "households", "feedback_asked")) {
            row.set(HISTORY.indexOf(figure), null);
        }
        return row;
    }

    @Test
    void shouldTellWhatCountsInPostgres() {
        String schema = PostgresServer.newSchema();
        PostgresServer server = PostgresServer.get();
        exportTo(server.address(schema));

        assertThat(server.query(schema, SURVIVORS)).containsExactly(EXPECTED_SURVIVORS);
        assertThat(server.query(schema, CURRENT)).containsExactly(EXPECTED_CURRENT);
        assertThat(server.query(schema, REVISIONS)).containsExactly(EXPECTED_REVISIONS);
    }

    private static void exportTo(PostgresAddress address) {
        try (PostgresTarget target = new PostgresTarget(address, FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                append(run, VISITS, FACTS);
                append(
                        run,
                        HISTORY,
                        CAME.stream().filter(it -> it.get(0).equals(1L)).toList());
                run.change(
                        COUNTS,
                        new Changes(true, List.of(count("goes", 4, 5), count("grows", 7, 3), NOW.get(0)), List.of()));
                run.commit(export(1, true, Map.of()));
            }
            target.last(false);
            try (Target.Run run = target.begin(2, false)) {
                append(
                        run,
                        HISTORY,
                        CAME.stream().filter(it -> it.get(0).equals(2L)).toList());
                run.change(COUNTS, new Changes(false, List.of(NOW.get(1)), List.of(key("goes"))));
                run.commit(export(2, false, Map.of()));
            }
        }
    }

    @Test
    void shouldTellTheSameInDuckDb() throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            insert(duck, VISITS, FACTS);
            insert(duck, COUNTS, NOW);
            insert(duck, HISTORY, CAME);
            insert(
                    duck,
                    Tables.EXPORTS,
                    List.of(ExportRow.of(export(1, true, Map.of())), ExportRow.of(export(2, false, Map.of()))));
            for (View view : Views.of(List.of(VISITS, COUNTS, HISTORY, Tables.EXPORTS))) {
                statement.execute("create view \"" + view.name() + "\" as " + view.sql());
            }

            assertThat(query(statement, SURVIVORS)).containsExactly(EXPECTED_SURVIVORS);
            assertThat(query(statement, CURRENT)).containsExactly(EXPECTED_CURRENT);
            assertThat(query(statement, REVISIONS)).containsExactly(EXPECTED_REVISIONS);
        }
    }

    private static void insert(Connection duck, Table table, List<List<Object>> rows) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(table.columns().stream()
                    .map(it -> "\"" + it.name() + "\" " + type(it))
                    .collect(Collectors.joining(", ", "create table \"" + table.name() + "\" (", ")")));
        }
        String places = table.columns().stream().map(it -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                duck.prepareStatement("insert into \"" + table.name() + "\" values (" + places + ")")) {
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.get(i);
                    insert.setObject(
                            i + 1,
                            value instanceof Instant time
                                    ? time.atOffset(ZoneOffset.UTC)
                                    : value instanceof Map<?, ?> map ? map.toString() : value);
                }
                insert.execute();
            }
        }
    }

    private static String type(Column column) {
        return ColumnTypes.withoutCollation(column.type()).replace("jsonb", "text");
    }

    private static List<String> query(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    values.add(
                            value == null
                                    ? ""
                                    : value instanceof Double number ? "" + number.longValue() : value.toString());
                }
                found.add(String.join("|", values));
            }
            return found;
        }
    }
}
