// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks docs/warehouse.md; ExportIT runs its queries. */
class WarehouseDocTest {
    private static final Path MANUAL = Path.of("../../docs/warehouse.md");
    private static final Path EXPECTED = Path.of("target/warehouse-tables.md");

    @Test
    void shouldListAllColumns() throws IOException {
        Files.writeString(EXPECTED, TablesDoc.markdown());

        assertThat(Files.readString(MANUAL))
                .as("%s in place of the tables of columns", EXPECTED)
                .contains(TablesDoc.markdown());
    }

    @Test
    void shouldNameAllTablesAndViews() throws IOException {
        String manual = Files.readString(MANUAL);

        assertThat(Tables.all())
                .extracting(Table::name)
                .filteredOn(it -> !it.endsWith("_history"))
                .allSatisfy(it -> assertThat(manual).contains("`" + it + "`"));
        assertThat(Views.of(Tables.all()))
                .extracting(View::name)
                .map(it -> it.replaceFirst(".*_(survivors|current)", "…_$1"))
                .allSatisfy(it -> assertThat(manual).contains("`" + it + "`"));
    }
}
