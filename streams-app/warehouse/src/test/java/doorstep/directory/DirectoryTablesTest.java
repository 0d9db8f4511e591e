// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.export.RowWriter;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTablesTest {
    @TempDir
    private Path directory;

    private final ExportWorld world = new ExportWorld();

    private void export() {
        world.progress();
        try (Target target = DirectoryTarget.open(directory, new ParquetFormat(), Optional.empty())) {
            assertThat(world.export(target)).isPresent();
        }
    }

    @Test
    void shouldReadOneExportWhileAnotherIsMade() throws Exception {
        world.visit("first", 1, 1);
        world.row("a", 1);
        export();
        DirectoryTables tables = DirectoryTables.open(directory, new ParquetFormat());
        world.visit("second", 1, 1);
        world.settingChanges(90);
        world.row("a", 2);
        export();
        try (DuckDb duckDb = new DuckDb(directory)) {
            for (Table table :
                    List.of(Tables.facts(Topics.VISITS), Tables.EXPORTS, Tables.latest(Topics.VISIT_COUNTS))) {
                assertThat(duckDb.rows("select count(*) from (" + tables.query(table, directory) + ")"))
                        .as(table.name())
                        .containsExactly("1");
            }
            assertThat(duckDb.rows("select max(export) from (" + tables.query(Tables.SETTINGS, directory) + ")"))
                    .containsExactly("1");
        }
    }

    /** Views name all columns, also where every file is of a version that did not have one of them yet. */
    @Test
    void shouldReadColumnsThatNoFileHas() throws Exception {
        Table settings = Tables.SETTINGS;
        ParquetFormat format = new ParquetFormat();
        Path file = directory.resolve("old.parquet");
        Table former = settings.select(List.of("export", "kafka_time", "name"));
        try (RowWriter rows = format.write(file, former)) {
            rows.add(List.of(1L, Instant.EPOCH, "zone"));
        }
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckDb.createStatement()
                        .executeQuery("select name, value, typeof(value), count(*) over () from ("
                                + ParquetFormat.query(settings, List.of(file)) + ")")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("zone");
            assertThat(rows.getString(2)).isNull();
            assertThat(rows.getString(3)).isEqualTo("VARCHAR");
            assertThat(rows.getLong(4)).isEqualTo(1);
        }
    }

    @Test
    void shouldSayInWhichFormatExportsAre() {
        world.row("a", 1);
        export();
        assertThatThrownBy(() -> DirectoryTables.open(directory, new CsvFormat()))
                .isInstanceOf(ExportException.class)
                .hasMessageEndingWith("holds exports as parquet, not as csv");
    }
}
