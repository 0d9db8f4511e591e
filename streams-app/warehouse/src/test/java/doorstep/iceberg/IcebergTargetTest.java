// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static doorstep.iceberg.WarehouseModel.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.iceberg.WarehouseModel.Changes;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IcebergTargetTest {
    private static final Table ALL_TYPES = new Table(
            "all_types",
            Table.Kind.FACTS,
            "A table of a test",
            List.of(
                    optional("text", Scalar.STRING),
                    optional("small", Scalar.INT),
                    optional("large", Scalar.LONG),
                    optional("share", Scalar.DOUBLE),
                    optional("yes", Scalar.BOOLEAN),
                    optional("day", Scalar.DATE),
                    optional("moment", Scalar.TIMESTAMP),
                    optional("words", new ListOf(Scalar.STRING)),
                    optional("moments", new MapOf(Scalar.TIMESTAMP)),
                    optional(
                            "parts",
                            new ListOf(new Struct(
                                    List.of(optional("value", Scalar.LONG), optional("at", Scalar.TIMESTAMP)))))));

    private static final Instant MOMENT = Instant.parse("2026-10-25T01:30:00.123Z");

    private static final List<List<Object>> ROWS = List.of(
            List.of(
                    "Zürich 北京 \uD83D\uDEAA",
                    Integer.MIN_VALUE,
                    Long.MAX_VALUE,
                    0.1,
                    true,
                    LocalDate.of(2024, 2, 29),
                    MOMENT,
                    List.of("a", ""),
                    Map.of("schlüssel", MOMENT),
                    List.of(List.of(1L, MOMENT), Arrays.asList(null, MOMENT))),
            Collections.nCopies(10, null),
            List.of("", 0, 0L, -0.0, false, LocalDate.EPOCH, Instant.EPOCH, List.of(), Map.of(), List.of()),
            List.of(
                    "\u0000'\"\\\n",
                    Integer.MAX_VALUE,
                    Long.MIN_VALUE,
                    Double.NaN,
                    false,
                    LocalDate.of(1900, 1, 1),
                    Instant.parse("1969-12-31T23:59:59.999Z"),
                    List.of("x"),
                    Map.of("", Instant.EPOCH, "b", MOMENT),
                    List.of()));

    @TempDir
    private Path directory;

    private static Column optional(String name, ColumnType type) {
        return new Column(name, type, true, "comment on " + name);
    }

    @Test
    void shouldReadBackAllTypes() {
        List<TableSummary> summaries = append(ALL_TYPES, 1, false, ROWS);

        assertThat(read(ALL_TYPES)).containsExactlyElementsOf(ROWS);
        assertThat(summaries).singleElement().satisfies(summary -> {
            assertThat(summary.table()).isEqualTo("all_types");
            assertThat(summary.rows()).isEqualTo(4);
            assertThat(summary.files()).isEqualTo(1);
            assertThat(summary.bytes()).isPositive();
        });
    }

    @Test
    void shouldLetDuckDbReadTheDataFiles() throws SQLException {
        append(ALL_TYPES, 1, false, ROWS);
        append(ALL_TYPES, 2, false, ROWS.subList(0, 1));

        assertThat(query("select count(*), count(text), min(small), max(\"large\"), count(distinct day) from files"))
                .isEqualTo("[5, 4, -2147483648, 9223372036854775807, 3]");
        assertThat(query("select text, epoch_ms(moment), words, moments['schlüssel'] = moment, len(parts),"
                        + " parts[1].value, parts[2].value from files where share = 0.1 limit 1"))
                .isEqualTo("[Zürich 北京 \uD83D\uDEAA, " + MOMENT.toEpochMilli() + ", [a, ''], true, 2, 1, null]");
        assertThat(query("select len(words), cardinality(moments), len(parts) from files where text = ''"))
                .isEqualTo("[0, 0, 0]");
    }

    /** The first row that DuckDB returns of the files of the current snapshot. */
    private String query(String sql) throws SQLException {
        String files = inWarehouse(
                warehouse -> LiveRows.files(warehouse.require(ALL_TYPES.name()).newScan()).stream()
                        .map(it -> "'" + LocalFileIO.path(it.file().location()) + "'")
                        .collect(Collectors.joining(", ")));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckDb.createStatement()
                        .executeQuery("with files as (from read_parquet([" + files + "])) " + sql)) {
            rows.next();
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
            }
            return row.toString();
        }
    }

    @Test
    void shouldHoldTheRowsOfManyExports() {
        WarehouseModel model = new WarehouseModel();
        List<Long> deletes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Changes changes = model.next(i % 11 == 10, i % 3 == 0 ? 0 : 8);
            try (IcebergTarget target = target(directory, Steps.undisturbed())) {
                target.last(false);
                WarehouseModel.export(target, changes);
            }
            model.apply(changes);
            Map<String, String> summary = inWarehouse(it -> it.find(WarehouseModel.LATEST.name())
                    .flatMap(table -> Optional.ofNullable(table.currentSnapshot()))
                    .map(Snapshot::summary)
                    .orElse(Map.of()));
            deletes.add(Long.parseLong(summary.getOrDefault("total-position-deletes", "0")));
            assertThat(2 * deletes.get(i))
                    .isLessThanOrEqualTo(Long.parseLong(summary.getOrDefault("total-records", "0")));
            if (i % 5 == 4) {
                model.assertHeldBy(directory);
            }
        }
        assertThat(deletes).contains(0L).anyMatch(it -> it > 0);
    }

    @Test
    void shouldEmptyFactsThatAreReplacedByNothing() {
        Table visits = Tables.all().get(0);
        List<Object> row = new ArrayList<>();
        visits.columns().forEach(it -> row.add(it.optional() ? null : sample(it)));
        append(visits, 1, false, List.of(row));
        assertThat(read(visits)).containsExactly(row);

        append(ALL_TYPES, 2, true, List.of());

        assertThat(read(visits)).isEmpty();
    }

    private static Object sample(Column column) {
        return switch ((Scalar) column.type()) {
            case STRING -> "x";
            case INT -> 1;
            case LONG -> 1L;
            case DOUBLE -> 1.0;
            case BOOLEAN -> true;
            case DATE -> LocalDate.EPOCH;
            case TIMESTAMP -> MOMENT;
        };
    }

    @Test
    void shouldGiveTablesTheirCommentsAndKeys() {
        for (Table definition : List.of(Tables.all().get(0), WarehouseModel.LATEST, ExportLog.TABLE)) {
            org.apache.iceberg.Table table = inWarehouse(it -> it.open(definition));

            assertThat(table.properties()).containsEntry("comment", definition.comment());
            assertThat(table.schema().columns())
                    .extracting(NestedField::doc)
                    .containsExactly(
                            definition.columns().stream().map(Column::comment).toArray(String[]::new));
            assertThat(table.schema().identifierFieldNames())
                    .isEqualTo(definition.kind() == Table.Kind.LATEST ? Set.of(Table.KEY) : Set.of());
        }
    }

    @Test
    void shouldAddANewOptionalColumn() {
        append(ALL_TYPES, 1, false, ROWS);
        List<Column> columns = new ArrayList<>(ALL_TYPES.columns());
        columns.add(3, optional("added", new ListOf(Scalar.TIMESTAMP)));
        Table evolved = new Table(ALL_TYPES.name(), ALL_TYPES.kind(), ALL_TYPES.comment(), columns);
        List<Object> row = new ArrayList<>(ROWS.get(0));
        row.add(3, List.of(MOMENT));
        List<Object> former = new ArrayList<>(ROWS.get(0));
        former.add(3, null);

        assertThat(read(evolved)).hasSize(4).contains(former);
        append(evolved, 2, false, List.of(row));

        assertThat(read(evolved)).hasSize(5).contains(former, row);
    }

    @ParameterizedTest
    @MethodSource("refusedColumns")
    void shouldRefuseAnyOtherChangeOfColumns(Column changed, String message) {
        append(ALL_TYPES, 1, false, ROWS);
        List<Column> columns = new ArrayList<>(ALL_TYPES.columns());
        columns.removeIf(it -> it.name().equals(changed.name()));
        columns.add(changed);
        Table other = new Table(ALL_TYPES.name(), ALL_TYPES.kind(), ALL_TYPES.comment(), columns);

        assertThatThrownBy(() -> append(other, 2, false, List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("column " + changed.name() + " of table all_types " + message);

        assertThat(read(ALL_TYPES)).containsExactlyElementsOf(ROWS);
    }

    static Stream<Arguments> refusedColumns() {
        return Stream.of(
                Arguments.of(new Column("added", Scalar.INT, false, ""), "is required, but not in the table"),
                Arguments.of(new Column("text", Scalar.STRING, false, ""), "may be null in the table"),
                Arguments.of(optional("small", Scalar.LONG), "is int in the table, LONG now"),
                Arguments.of(optional("words", new ListOf(Scalar.INT)), "is list<string> in the table"),
                Arguments.of(optional("moments", new MapOf(Scalar.DATE)), "is map<string, timestamptz> in the table"),
                Arguments.of(
                        optional("parts", new ListOf(new Struct(List.of(optional("value", Scalar.LONG))))),
                        "is list<struct<"));
    }

    @Test
    void shouldRefuseAColumnThatIsNotKnown() {
        append(ALL_TYPES, 1, false, ROWS);
        Table fewer = new Table(
                ALL_TYPES.name(),
                ALL_TYPES.kind(),
                ALL_TYPES.comment(),
                ALL_TYPES.columns().subList(1, 10));

        assertThatThrownBy(() -> append(fewer, 2, false, List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("column text of table all_types is in the table, but not known");
    }

    @Test
    void shouldRefuseRowsWithoutANumber() {
        Table visits = Tables.all().get(0);
        inWarehouse(warehouse -> {
            org.apache.iceberg.Table table = warehouse.open(visits);
            RecordFiles rows = new RecordFiles(new NewFiles(table));
            GenericRecord record = GenericRecord.create(table.schema());
            for (int i = 0; i < visits.columns().size(); i++) {
                Column column = visits.columns().get(i);
                if (!column.optional()) {
                    record.set(i, column.type() == Scalar.TIMESTAMP ? MOMENT.atOffset(ZoneOffset.UTC) : sample(column));
                }
            }
            rows.add(record);
            rows.close();
            table.newAppend().appendFile(rows.files().get(0)).commit();
            return null;
        });

        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            assertThatThrownBy(() -> target.last(false))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("there are rows in visits, but no number of an export")
                    .hasMessageContaining("--again");
            assertThat(target.last(true)).isEmpty();
        }
    }

    private <T> T inWarehouse(Function<Warehouse, T> action) {
        try (Warehouse warehouse = WarehouseModel.warehouse(directory, Steps.undisturbed())) {
            return action.apply(warehouse);
        }
    }

    private List<List<Object>> read(Table table) {
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            return WarehouseModel.read(target, table);
        }
    }

    private List<TableSummary> append(Table table, int number, boolean replacesFacts, List<List<Object>> rows) {
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            long next = target.last(false).map(it -> it.number() + 1).orElse(1L);
            assertThat(next).isGreaterThanOrEqualTo(number);
            try (Target.Run run = target.begin(next, replacesFacts)) {
                try (RowWriter writer = run.append(table)) {
                    rows.forEach(writer::add);
                }
                return run.commit(WarehouseModel.export(next));
            }
        }
    }
}
