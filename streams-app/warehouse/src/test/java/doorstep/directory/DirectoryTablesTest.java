// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.export.Target;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.nio.file.Path;
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

    @Test
    void shouldSayInWhichFormatExportsAre() {
        world.row("a", 1);
        export();
        assertThatThrownBy(() -> DirectoryTables.open(directory, new CsvFormat()))
                .isInstanceOf(ExportException.class)
                .hasMessageEndingWith("holds exports as parquet, not as csv");
    }
}
