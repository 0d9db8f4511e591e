// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.audit.Audit;
import doorstep.audit.AuditReport;
import doorstep.audit.AuditScope;
import doorstep.audit.AuditedHistory;
import doorstep.directory.CopiedTables;
import doorstep.export.ExportWorld;
import doorstep.exported.ExportedTables;
import doorstep.exported.ExportedTablesException;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresAuditTest {
    private final PostgresServer server = PostgresServer.get();
    private final String schema = PostgresServer.newSchema();

    private AuditReport audit() {
        try (ExportedTables tables = new CopiedTables(PostgresTables.open(server.address(schema)))) {
            return Audit.of(tables, AuditScope.ALL);
        }
    }

    @Test
    void shouldFindAPlantedErrorInPostgres() {
        try (PostgresTarget target = new PostgresTarget(server.address(schema), Tables.all())) {
            AuditedHistory.counted(1).writeTo(target);
        }
        assertThat(audit().differences()).isEmpty();
        assertThat(audit().families()).extracting(AuditReport.Family::equal).allSatisfy(it -> assertThat(it)
                .isPositive());
        server.query(schema, "update visit_counts set people = people + 1 where row_key = '*|||EVER|' returning 1");
        assertThat(audit().differences()).singleElement().satisfies(it -> assertThat(it.column())
                .isEqualTo("people"));
    }

    @Test
    void shouldSeeOneExportWhileAnotherIsCommitted() {
        ExportWorld world = new ExportWorld();
        world.visit("first", 1, 1);
        export(world);
        try (PostgresTables tables = PostgresTables.open(server.address(schema))) {
            List<List<Object>> exports = new ArrayList<>();
            tables.read(Tables.EXPORTS, exports::add);
            world.visit("second", 1, 1);
            export(world);
            List<List<Object>> visits = new ArrayList<>();
            tables.read(Tables.facts(Topics.VISITS), visits::add);
            assertThat(exports).hasSize(1);
            assertThat(visits).hasSize(1);
        }
    }

    private void export(ExportWorld world) {
        world.progress();
        try (PostgresTarget target = new PostgresTarget(server.address(schema), Tables.all())) {
            assertThat(world.export(target)).isPresent();
        }
    }

    @Test
    void shouldSayThatNothingWasExportedToPostgres() {
        assertThatThrownBy(this::audit)
                .isInstanceOf(ExportedTablesException.class)
                .hasMessageContaining("nothing was exported there yet");
    }
}
