// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.directory.CopiedTables;
import doorstep.export.ExportWorld;
import doorstep.export.Target;
import doorstep.exported.DuckDb;
import doorstep.exported.ExportedTables;
import doorstep.postgres.PostgresServer;
import doorstep.table.Column;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.table.Views;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views in the catalog: their texts, their schemas, and when they are made. */
class IcebergViewsTest {
    private static final List<String> VIEWS =
            Views.of(Tables.all()).stream().map(doorstep.table.View::name).toList();

    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();
    private Optional<String> database = Optional.empty();

    @BeforeEach
    void happen() {
        world.visit("corrected", 1, 10);
        world.visit("corrected", 2, 20);
        world.visit("withdrawn", 1, 7);
        world.withdrawn("withdrawn", 2);
        world.visit("deleted", 9, 7);
        world.nullValue("deleted");
        world.rating("f", 4);
        world.reactions("article", "HAPPY", 3);
        world.progress();
    }

    private void happenMore() {
        world.visit("corrected", 3, 30);
        world.reactions("article", "HAPPY", 5);
        world.progress();
    }

    private IcebergTarget open() {
        return IcebergTarget.open(directory, database, Map.of(), Instant.now());
    }

    private boolean export() {
        try (Target target = open()) {
            return world.export(target).isPresent();
        }
    }

    private <T> T inWarehouse(Function<Warehouse, T> action) {
        try (Warehouse warehouse = Warehouse.open(Warehouse.catalog(), directory, database, Map.of())) {
            return action.apply(warehouse);
        }
    }

    /** The catalog as a reader opens it, who says nothing about its version. */
    private <T> T inCatalog(Function<JdbcCatalog, T> action) {
        try (JdbcCatalog catalog = Warehouse.catalog()) {
            catalog.initialize(
                    Warehouse.NAME,
                    Map.of(
                            CatalogProperties.URI,
                            address(),
                            CatalogProperties.WAREHOUSE_LOCATION,
                            LocalFileIO.location(directory)));
            return action.apply(catalog);
        }
    }

    private String address() {
        return database.orElse("jdbc:sqlite:" + directory.resolve(Warehouse.CATALOG_FILE));
    }

    private static TableIdentifier identifier(String name) {
        return TableIdentifier.of(Warehouse.NAME, name);
    }

    /** By name; views that others need come first. */
    private Map<String, View> views() {
        return inCatalog(catalog -> {
            List<TableIdentifier> found = catalog.listViews(Warehouse.NAMESPACE);
            Map<String, View> views = new LinkedHashMap<>();
            Views.of(Tables.all()).stream()
                    .map(it -> identifier(it.name()))
                    .filter(found::contains)
                    .forEach(it -> views.put(it.name(), catalog.loadView(it)));
            return views;
        });
    }

    private void dropViews() {
        inCatalog(catalog -> {
            catalog.listViews(Warehouse.NAMESPACE).forEach(catalog::dropView);
            return null;
        });
    }

    @Test
    void shouldHaveViewsThatNeedNoOtherNames() {
        export();

        assertThat(views()).containsOnlyKeys(VIEWS).allSatisfy((name, view) -> {
            assertThat(view.currentVersion().defaultCatalog()).isEqualTo("doorstep");
            assertThat(view.currentVersion().defaultNamespace()).isEqualTo(Warehouse.NAMESPACE);
            assertThat(view.sqlFor("trino").sql()).contains("\"").doesNotContain("`");
            assertThat(view.sqlFor("spark").sql()).contains("`").doesNotContain("\"", "precision");
            assertThat(view.properties().get("comment")).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"trino", "spark"})
    void shouldGiveWhatTheirSchemasSay(String dialect) {
        export();
        happenMore();
        export();

        try (ExportedTables tables = new CopiedTables(IcebergTables.open(directory));
                DuckDb duckDb = new DuckDb()) {
            duckDb.declare(tables, Tables.all().toArray(Table[]::new));
            views().forEach((name, view) -> {
                String sql = view.sqlFor(dialect).sql().replace('`', '"');
                duckDb.run("create view " + name + " as " + sql);
                assertThat(rows(duckDb, "select column_name || ' ' || column_type from (describe " + name + ")"))
                        .containsExactlyElementsOf(view.schema().columns().stream()
                                .map(it -> it.name() + " " + duckDbType(it.type()))
                                .toList());
            });
            assertThat(rows(duckDb, "select id || '|' || people from visits_current"))
                    .containsExactly("corrected|30");
            assertThat(rows(duckDb, "select id || '|' || null_value from visits_survivors order by id"))
                    .containsExactly("corrected|false", "deleted|true", "withdrawn|false");
            assertThat(rows(
                            duckDb,
                            "select concat_ws('|', export, result, figure, published, \"now\", difference)"
                                    + " from revisions order by export"))
                    .containsExactly(
                            "1|reaction_counts|reactions|3.0|5.0|2.0", "2|reaction_counts|reactions|5.0|5.0|0.0");
        }
    }

    private static List<String> rows(DuckDb duckDb, String query) {
        return duckDb.rows(query, row -> row.getString(1));
    }

    private static String duckDbType(Type type) {
        return switch (type.typeId()) {
            case LIST -> duckDbType(type.asListType().elementType()) + "[]";
            case STRING -> "VARCHAR";
            case LONG -> "BIGINT";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            default -> type.typeId().toString();
        };
    }

    @Test
    void shouldNotReplaceViewsThatAreUpToDate() {
        export();
        Map<String, Long> snapshots = snapshots();
        assertThat(export()).isFalse();
        assertThat(snapshots()).isEqualTo(snapshots);
        happenMore();
        assertThat(export()).isTrue();

        assertThat(views()).containsOnlyKeys(VIEWS).allSatisfy((name, view) -> assertThat(view.history())
                .hasSize(1));
    }

    private Map<String, Long> snapshots() {
        return inWarehouse(warehouse -> {
            Map<String, Long> snapshots = new TreeMap<>();
            warehouse.tables().forEach(it -> {
                Snapshot snapshot = warehouse.require(it).currentSnapshot();
                snapshots.put(it, snapshot == null ? 0 : snapshot.snapshotId());
            });
            return snapshots;
        });
    }

    @Test
    void shouldMakeViewsAgainThatWereDroppedOrChanged() {
        export();
        Map<String, View> before = views();
        inCatalog(catalog -> {
            View changed = catalog.loadView(identifier("visits_current"));
            changed.replaceVersion()
                    .withQuery("spark", "select * from visits")
                    .withQuery("duckdb", "from visits")
                    .withSchema(changed.schema())
                    .withDefaultCatalog(Warehouse.NAME)
                    .withDefaultNamespace(Warehouse.NAMESPACE)
                    .commit();
            return catalog.dropView(identifier("revisions"));
        });

        assertThat(export()).isFalse();

        assertThat(views()).containsOnlyKeys(VIEWS).allSatisfy((name, view) -> {
            assertThat(view.sqlFor("spark")).isEqualTo(before.get(name).sqlFor("spark"));
            assertThat(view.sqlFor("trino")).isEqualTo(before.get(name).sqlFor("trino"));
        });
    }

    @Test
    void shouldFollowTheColumnsOfTheTable() {
        Table visits = Tables.facts(Topics.VISITS);
        List<String> fewer = visits.columns().stream()
                .map(Column::name)
                .filter(it -> !it.equals("mode"))
                .toList();
        inWarehouse(it -> it.open(visits.select(fewer)));
        try (Target target = open()) {
            target.last(false);
        }
        assertThat(views().get("visits_current").schema().columns())
                .extracting(NestedField::name)
                .containsExactlyElementsOf(fewer);

        export();

        View view = views().get("visits_current");
        assertThat(view.schema().columns())
                .hasSize(fewer.size() + 1)
                .last()
                .extracting(NestedField::name)
                .isEqualTo("mode");
        assertThat(view.sqlFor("spark").sql()).contains(", `mode` from");
    }

    @Test
    void shouldLeaveATableAloneThatHasTheName() {
        Table theirs = new Table(
                "visits_current",
                Table.Kind.LOG,
                "of somebody else",
                List.of(new Column("id", Scalar.STRING, true, "")));
        inWarehouse(it -> it.open(theirs));

        assertThat(export()).isTrue();
        assertThat(export()).isFalse();

        assertThat(views()).hasSize(VIEWS.size() - 1).doesNotContainKey("visits_current");
        List<NestedField> columns =
                inWarehouse(it -> it.require("visits_current").schema().columns());
        assertThat(columns).hasSize(1);
    }

    @Test
    void shouldHaveAllViewsWhereverAnExporterIsKilled() {
        export();
        int steps = 0;
        while (isKilled(++steps)) {
            assertThat(views().size()).isEqualTo((steps - 1) / 2); // a file is created, then closed
            assertThat(export()).isFalse();
            assertThat(views()).containsOnlyKeys(VIEWS);
        }
        assertThat(steps).isEqualTo(2 * VIEWS.size() + 1);
    }

    private boolean isKilled(int step) {
        dropViews();
        try (Target target = WarehouseModel.target(directory, Steps.killedAt(step))) {
            world.export(target);
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    /** One that creates the same views, and one that replaces the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetTwoExportersMakeTheSameViews(boolean replaced) {
        export();
        if (replaced) {
            inWarehouse(warehouse -> {
                views().keySet().forEach(it -> warehouse
                        .findView(it)
                        .orElseThrow()
                        .updateProperties()
                        .set("comment", "of another version")
                        .commit());
                return null;
            });
        } else {
            dropViews();
        }
        AtomicBoolean met = new AtomicBoolean();
        Steps steps = new Steps((number, step) -> {
            if (step.contains("visits_current/metadata") && met.compareAndSet(false, true)) {
                assertThat(export()).isFalse();
            }
        });

        try (Target target = WarehouseModel.target(directory, steps)) {
            assertThat(world.export(target)).isEmpty();
        }

        assertThat(met).isTrue();
        assertThat(views()).containsOnlyKeys(VIEWS).allSatisfy((name, view) -> assertThat(
                        view.properties().get("comment"))
                .isNotEqualTo("of another version"));
    }

    @Test
    void shouldUpgradeACatalogWithoutViews() throws SQLException {
        requireUpgrade();
    }

    @Test
    void shouldUpgradeACatalogInPostgres() throws SQLException {
        database = Optional.of(PostgresServer.get().newDatabase());
        requireUpgrade();
    }

    private void requireUpgrade() throws SQLException {
        export();
        try (Connection connection = DriverManager.getConnection(address());
                Statement statement = connection.createStatement()) {
            statement.execute("delete from iceberg_tables where iceberg_type = 'VIEW'");
            statement.execute("alter table iceberg_tables drop column iceberg_type");
        }
        assertThatThrownBy(() -> inCatalog(it -> it.listViews(Warehouse.NAMESPACE)))
                .hasMessageContaining("without view support");
        List<TableIdentifier> tables = inCatalog(it -> it.listTables(Warehouse.NAMESPACE));
        happenMore();

        assertThat(export()).isTrue();

        assertThat(views()).containsOnlyKeys(VIEWS);
        List<TableIdentifier> upgraded = inCatalog(it -> it.listTables(Warehouse.NAMESPACE));
        assertThat(upgraded).hasSameElementsAs(tables);
        try (Target target = open()) {
            assertThat(target.last(false).orElseThrow().number()).isEqualTo(2);
            assertThat(WarehouseModel.read(target, Tables.facts(Topics.VISITS))).hasSize(7);
        }
    }
}
