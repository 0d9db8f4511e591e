// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static doorstep.postgres.Samples.COUNTS;
import static doorstep.postgres.Samples.FEW;
import static doorstep.postgres.Samples.HISTORY;
import static doorstep.postgres.Samples.VISITS;
import static doorstep.postgres.Samples.append;
import static doorstep.postgres.Samples.came;
import static doorstep.postgres.Samples.count;
import static doorstep.postgres.Samples.export;
import static doorstep.postgres.Samples.key;
import static doorstep.postgres.Samples.read;
import static doorstep.postgres.Samples.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.postgres.Samples.Changes;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PostgresTargetTest {
    private static final String HOSTILE = "\\.\t\n\r\\N\\\\ \"'{},%s$1 \0 \u2400 ü 访 🏠 ;drop table x;--";

    private final PostgresServer server = PostgresServer.get();
    private final String schema = PostgresServer.newSchema();

    private PostgresTarget target(List<Table> tables) {
        return new PostgresTarget(server.address(schema), tables);
    }

    @Test
    void shouldReadBackWhatWasWrittenInEveryType() {
        Table everything = Samples.everything();
        List<List<Object>> rows = new ArrayList<>();
        rows.add(everythingRow(0, type -> null));
        rows.add(everythingRow(1, PostgresTargetTest::small));
        rows.add(everythingRow(2, PostgresTargetTest::large));
        List<Table> tables = List.of(everything, Tables.EXPORTS);
        try (PostgresTarget target = target(tables)) {
            assertThat(target.last(false)).isEmpty();
            try (Target.Run run = target.begin(1, true)) {
                append(run, everything, rows);
                run.commit(export(1, true, Map.of("everything", 3L)));
            }
        }

        try (PostgresTarget target = target(tables)) {
            target.last(false);
            assertThat(read(target, everything)).containsExactlyElementsOf(rows);
        }
    }

    private static List<Object> everythingRow(long offset, Function<ColumnType, Object> value) {
        List<Object> row = new ArrayList<>(List.of(1L, 0, offset));
        for (Column column : Samples.everything()
                .columns()
                .subList(3, Samples.everything().columns().size())) {
            row.add(value.apply(column.type()));
        }
        return row;
    }

    private static Object small(ColumnType type) {
        if (type instanceof ColumnType.ListOf) {
            return List.of();
        }
        if (type instanceof ColumnType.MapOf) {
            return Map.of();
        }
        if (type instanceof ColumnType.Struct) {
            return Arrays.asList("", null, null);
        }
        return switch ((ColumnType.Scalar) type) {
            case STRING -> "";
            case INT -> Integer.MIN_VALUE;
            case LONG -> Long.MIN_VALUE;
            case DOUBLE -> Double.MIN_VALUE;
            case BOOLEAN -> false;
            case DATE -> LocalDate.of(1, 1, 1);
            case TIMESTAMP -> Instant.EPOCH;
        };
    }

    private static Object large(ColumnType type) {
        if (type instanceof ColumnType.ListOf list) {
            return List.of(large(list.item()), large(list.item()));
        }
        if (type instanceof ColumnType.MapOf map) {
            return Map.of(HOSTILE, large(map.value()), "", large(map.value()));
        }
        if (type instanceof ColumnType.Struct) {
            return List.of(HOSTILE, Long.MAX_VALUE, 0.1 + 0.2);
        }
        return switch ((ColumnType.Scalar) type) {
            case STRING -> HOSTILE;
            case INT -> Integer.MAX_VALUE;
            case LONG -> Long.MAX_VALUE;
            case DOUBLE -> Double.MAX_VALUE;
            case BOOLEAN -> true;
            case DATE -> LocalDate.of(9999, 12, 31);
            case TIMESTAMP -> Instant.parse("9999-12-31T23:59:59.999Z");
        };
    }

    @Test
    void shouldWriteTextsAsTheyAre() {
        String text = HOSTILE.replace("\0", "").replace("\u2400", "");
        exportOnce(List.of(Samples.setting(1, 0, "a", text)), List.of(), List.of());

        assertThat(server.query(schema, "select value from settings")).containsExactly(text);
    }

    @Test
    void shouldKeepTextsApartThatDifferInAZeroCharacter() {
        exportOnce(
                List.of(),
                List.of(visit(1, 0, "a\0", 1, "00"), visit(1, 1, "a\u24000", 1, "00"), visit(1, 2, "a\u2400", 1, "00")),
                List.of());

        assertThat(server.query(schema, "select count(*) from visits_current")).containsExactly("3");
        assertThat(server.query(schema, "select id from visits where kafka_offset = 0"))
                .containsExactly("a\u24000");
    }

    /** Whatever the locale of the server: it is English here. */
    @Test
    void shouldSortTextsByteByByte() {
        exportOnce(List.of(), List.of(visit(1, 0, "a", 1, "00"), visit(1, 1, "B", 1, "00")), List.of());

        assertThat(server.query(schema, "select id from visits order by id")).containsExactly("B", "a");
        assertThat(server.query(schema, "select x from (values ('a'), ('B')) v(x) order by x"))
                .containsExactly("a", "B");
    }

    @Test
    void shouldAddReplaceAndDeleteRows() {
        exportOnce(List.of(), List.of(), List.of(count("a", 1, 1), count("b", 2, 2), count("c", 3, 3)));
        try (PostgresTarget target = target(FEW)) {
            assertThat(target.last(false).map(Export::number)).contains(1L);
            try (Target.Run run = target.begin(2, false)) {
                List<List<Object>> rows = List.of(count("b", 20, 4), count("d", 5, 5));
                append(run, HISTORY, List.of(came(2, rows.get(0)), came(2, rows.get(1))));
                run.change(COUNTS, new Changes(false, rows, List.of(key("c"), key("never there"))));
                assertThat(run.commit(export(2, false, Map.of())))
                        .contains(new TableSummary("visit_counts", 4, 0, 0), new TableSummary(HISTORY.name(), 2, 0, 0));
            }
        }

        assertThat(server.query(schema, "select unit, visits, kafka_offset from visit_counts order by unit"))
                .containsExactly("a|1|1", "b|20|4", "d|5|5");
        assertThat(server.query(schema, "select tablename from pg_tables where schemaname = '" + schema + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        FEW.stream().map(Table::name).toList());
    }

    @Test
    void shouldReplaceAllRowsWhereTheTopicWasReadFromItsStart() {
        exportOnce(List.of(), List.of(), List.of(count("a", 1, 1), count("b", 2, 2)));
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(2, false)) {
                run.change(COUNTS, new Changes(true, List.of(count("b", 3, 7)), List.of()));
                run.commit(export(2, false, Map.of()));
            }
        }

        assertThat(server.query(schema, "select unit, visits from visit_counts"))
                .containsExactly("b|3");
    }

    @Test
    void shouldReplaceFactsAloneWhereTheyBeginAgain() {
        exportOnce(List.of(Samples.setting(1, 0, "a", "1")), List.of(visit(1, 0, "v", 1, "00")), List.of());
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(2, true)) {
                append(run, VISITS, List.of(visit(2, 0, "v", 1, "00"), visit(2, 1, "w", 1, "00")));
                run.commit(export(2, true, Map.of()));
            }
        }

        assertThat(server.query(schema, "select export, id from visits order by kafka_offset"))
                .containsExactly("2|v", "2|w");
        assertThat(server.query(schema, "select name from settings")).containsExactly("a");
    }

    @Test
    void shouldEmptyFactsThatBeginAgainWithoutRows() {
        exportOnce(List.of(), List.of(visit(1, 0, "v", 1, "00")), List.of());
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(2, true)) {
                run.commit(export(2, true, Map.of()));
            }
        }

        assertThat(server.query(schema, "select id from visits")).isEmpty();
    }

    @Test
    void shouldWriteSeveralTablesAtATimeWhileItReads() {
        List<List<Object>> before = LongStream.range(0, 5000)
                .mapToObj(it -> count("unit " + it, it, it))
                .toList();
        exportOnce(List.of(), List.of(), before);
        List<List<Object>> found = new ArrayList<>();
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(2, false)) {
                try (RowWriter settings = run.append(Tables.SETTINGS);
                        RowWriter history = run.append(HISTORY)) {
                    target.read(COUNTS, row -> {
                        found.add(row);
                        history.add(came(2, row));
                        settings.add(Samples.setting(2, found.size(), "name", "x".repeat(100)));
                    });
                }
                run.commit(export(2, false, Map.of()));
            }
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(before);
        assertThat(server.query(schema, "select (select count(*) from settings), count(*) from " + HISTORY.name()))
                .containsExactly("5000|10000");
    }

    @Test
    void shouldRememberTheLastExport() {
        Export export = export(1, true, Map.of("visits", 1L));
        exportOnce(List.of(), List.of(visit(1, 0, "v", 1, "00")), List.of());
        try (PostgresTarget target = target(FEW)) {
            assertThat(target.last(false).orElseThrow())
                    .usingRecursiveComparison()
                    .ignoringFields("exportedAt")
                    .isEqualTo(export);
        }
    }

    @Test
    void shouldShowNothingBeforeTheCommit() {
        exportOnce(List.of(), List.of(visit(1, 0, "v", 1, "00")), List.of(count("a", 1, 1)));
        String state = "select (select string_agg(id, ',') from visits), (select sum(visits) from visit_counts),"
                + " (select max(number) from exports)";
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            Target.Run run = target.begin(2, true);
            append(run, VISITS, List.of(visit(2, 0, "other", 1, "00")));
            run.change(COUNTS, new Changes(true, List.of(count("a", 2, 2)), List.of()));

            assertThat(server.query(schema, state)).containsExactly("v|1|1");
            run.close();
        }

        assertThat(server.query(schema, state)).containsExactly("v|1|1");
    }

    @Test
    void shouldTakeKeysThatAreTooLongForAnIndex() {
        String unit = LongStream.range(0, 700)
                .mapToObj(it -> Character.toString(0x20000 + (int) (it * 7919 % 40000)))
                .collect(Collectors.joining());
        List<Object> first = count(unit + "a", 1, 1);
        List<Object> second = count(unit + "b", 2, 2);
        exportOnce(List.of(), List.of(), List.of(first, second));
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            assertThat(read(target, COUNTS)).containsExactlyInAnyOrder(first, second);
            try (Target.Run run = target.begin(2, false)) {
                List<Object> changed = count(unit + "b", 3, 3);
                append(run, HISTORY, List.of(came(2, changed)));
                run.change(COUNTS, new Changes(false, List.of(changed), List.of(key(unit + "a"))));
                run.commit(export(2, false, Map.of()));
            }
        }

        assertThat(server.query(schema, "select visits from visit_counts")).containsExactly("3");
        assertThat(server.query(schema, "select difference from revisions where figure = 'visits' and export = 2"))
                .containsExactly("0");
    }

    @Test
    void shouldRefuseRowsWithoutANumberUnlessAgain() {
        exportOnce(List.of(), List.of(visit(1, 0, "v", 1, "00")), List.of(count("a", 1, 1)));
        server.execute("delete from " + schema + ".exports");
        try (PostgresTarget target = target(FEW)) {
            assertThatThrownBy(() -> target.last(false))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("visits, visit_counts")
                    .hasMessageContaining("--again");

            assertThat(target.last(true)).isEmpty();
            try (Target.Run run = target.begin(1, true)) {
                append(run, VISITS, List.of(visit(1, 0, "w", 1, "00")));
                run.commit(export(1, true, Map.of()));
            }
        }

        assertThat(server.query(schema, "select id from visits")).containsExactly("w");
        assertThat(server.query(schema, "select unit from visit_counts")).isEmpty();
    }

    @Test
    void shouldRefuseToGoOnWithoutATable() {
        exportOnce(List.of(), List.of(visit(1, 0, "v", 1, "00")), List.of());
        server.execute("drop table " + schema + ".visits cascade");
        try (PostgresTarget target = target(FEW)) {
            assertThatThrownBy(() -> target.last(false))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("table visits is missing");
        }
    }

    @Test
    void shouldCommentTablesAndColumns() {
        exportOnce(List.of(), List.of(), List.of());

        for (Table table : FEW) {
            assertThat(server.query(
                            schema,
                            "select obj_description('" + table.name() + "'::regclass) union all select"
                                    + " col_description(attrelid, attnum) from pg_attribute where attrelid = '"
                                    + table.name() + "'::regclass and attnum > 0"))
                    .containsExactlyInAnyOrderElementsOf(comments(table));
        }
    }

    private static List<String> comments(Table table) {
        List<String> comments = new ArrayList<>(List.of(table.comment()));
        table.columns().forEach(it -> comments.add(it.comment()));
        return comments;
    }

    @Test
    void shouldCreateAllTablesOfAnExport() {
        try (PostgresTarget target = target(Tables.all())) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                run.commit(export(1, true, Map.of()));
            }
        }

        assertThat(server.query(schema, "select tablename from pg_tables where schemaname = '" + schema + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        Tables.all().stream().map(Table::name).toList());
        assertThat(server.query(schema, "select count(*) from revisions")).containsExactly("0");
    }

    @Test
    void shouldQuoteTheNameOfTheSchema() {
        String name = "it's \"; drop schema public; -- " + schema;
        PostgresAddress address = PostgresAddress.parse(
                "postgresql://owner@127.0.0.1:" + server.port() + "/postgres?schema="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                Map.of(),
                Optional.empty());
        try (PostgresTarget target = new PostgresTarget(address, FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                run.commit(export(1, true, Map.of()));
            }
            assertThat(target.last(false)).isPresent();
        }

        assertThat(server.query(
                        "public",
                        "select count(*) from pg_tables where schemaname = '" + name.replace("'", "''") + "'"))
                .containsExactly("" + FEW.size());
    }

    private void exportOnce(List<List<Object>> settings, List<List<Object>> visits, List<List<Object>> counts) {
        try (PostgresTarget target = target(FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(1, true)) {
                append(run, Tables.SETTINGS, settings);
                append(run, VISITS, visits);
                append(run, HISTORY, counts.stream().map(it -> came(1, it)).toList());
                run.change(COUNTS, new Changes(true, counts, List.of()));
                run.commit(export(1, true, Map.of("visits", (long) visits.size())));
            }
        }
    }
}
