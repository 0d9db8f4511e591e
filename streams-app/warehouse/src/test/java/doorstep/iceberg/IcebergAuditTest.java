// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.audit.Audit;
import doorstep.audit.AuditReport;
import doorstep.audit.AuditScope;
import doorstep.audit.AuditedHistory;
import doorstep.directory.CopiedTables;
import doorstep.export.ExportException;
import doorstep.export.ExportWorld;
import doorstep.exported.ExportedTables;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergAuditTest {
    @TempDir
    private Path directory;

    private IcebergTarget target() {
        return IcebergTarget.open(directory, Optional.empty(), Map.of(), Instant.now());
    }

    private AuditReport audit() {
        try (ExportedTables tables = new CopiedTables(IcebergTables.open(directory))) {
            return Audit.of(tables, AuditScope.ALL);
        }
    }

    @Test
    void shouldFindNoDifferenceInIceberg() {
        try (IcebergTarget target = target()) {
            AuditedHistory.counted(1).writeTo(target);
        }
        AuditReport report = audit();
        assertThat(report.differences()).isEmpty();
        assertThat(report.families()).extracting(AuditReport.Family::equal).allSatisfy(it -> assertThat(it)
                .isPositive());
    }

    @Test
    void shouldFindAPlantedErrorInIceberg() {
        AuditedHistory history = AuditedHistory.counted(1);
        Table table = Tables.latest(Topics.FEEDBACK_COUNTS);
        history.rows.get(table.name()).removeIf(it -> it.get(0).equals("*|||EVER|"));
        try (IcebergTarget target = target()) {
            history.writeTo(target);
        }
        assertThat(audit().differences()).singleElement().satisfies(it -> assertThat(it.key())
                .isEqualTo("*|||EVER|"));
    }

    @Test
    void shouldReadOneExportWhileAnotherIsMade() {
        ExportWorld world = new ExportWorld();
        world.visit("first", 1, 1);
        world.row("a", 1);
        export(world);
        try (IcebergTables tables = IcebergTables.open(directory)) {
            world.visit("second", 1, 1);
            world.row("a", 2);
            export(world);
            assertThat(rows(tables, Tables.EXPORTS)).hasSize(1);
            assertThat(rows(tables, Tables.facts(Topics.VISITS))).hasSize(1);
            Table latest = Tables.latest(Topics.VISIT_COUNTS);
            assertThat(rows(tables, latest)).singleElement().satisfies(it -> assertThat(
                            it.get(latest.indexOf("visits")))
                    .isEqualTo(1L));
        }
    }

    private void export(ExportWorld world) {
        world.progress();
        try (IcebergTarget target = target()) {
            assertThat(world.export(target)).isPresent();
        }
    }

    private static List<List<Object>> rows(IcebergTables tables, Table table) {
        List<List<Object>> rows = new ArrayList<>();
        tables.read(table, row -> rows.add(new ArrayList<>(row)));
        return rows;
    }

    @Test
    void shouldNotCreateTablesToAuditThem() {
        assertThatThrownBy(() -> IcebergTables.open(directory))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("there is no export in");
        assertThat(directory).isEmptyDirectory();
    }
}
