// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.ExportWorld;
import doorstep.export.ExportedState;
import doorstep.table.Tables;
import org.junit.jupiter.api.Test;

/** Exports of a cluster: facts and figures in the tables are those of the topics. */
class PostgresExportTest {
    private final ExportWorld world = new ExportWorld();
    private final PostgresServer server = PostgresServer.get();
    private final String schema = PostgresServer.newSchema();

    private PostgresTarget target() {
        return new PostgresTarget(server.address(schema), Tables.all());
    }

    private boolean export() {
        world.progress();
        try (PostgresTarget target = target()) {
            return world.export(target).isPresent();
        }
    }

    private void requireSame(long exports) {
        try (PostgresTarget target = target()) {
            assertThat(target.last(false).orElseThrow().number()).isEqualTo(exports);
            assertThat(ExportedState.facts(target))
                    .containsExactlyElementsOf(world.facts.stream().sorted().toList());
            assertThat(ExportedState.visits(target)).isEqualTo(world.visits);
            assertThat(ExportedState.visitsAt(target, exports)).isEqualTo(world.visits);
        }
    }

    @Test
    void shouldFollowCorrectionsDeletionsAndARebuild() {
        world.visit("stays", 1, 3);
        world.visit("corrected", 1, 4);
        world.row("a", 1);
        world.row("b", 2);
        world.reactions("article", "HAPPY", 3);
        assertThat(export()).isTrue();
        requireSame(1);

        world.visit("corrected", 2, 5);
        world.withdrawn("stays", 2);
        world.row("a", 3);
        world.deleteRow("b");
        world.reactions("article", "HAPPY", 5);
        assertThat(export()).isTrue();
        requireSame(2);
        assertThat(export()).isFalse();
        requireSame(2);

        world.rebuild();
        assertThat(export()).isTrue();
        requireSame(3);
        assertThat(server.query(schema, "select distinct export from visits")).containsExactly("3");
        assertThat(server.query(schema, "select id, people from visits_current"))
                .containsExactly("corrected|5");
        assertThat(server.query(
                        schema,
                        "select export, published, \"now\" from revisions where result = 'reaction_counts'"
                                + " order by export"))
                .containsExactly("1|3|5", "2|5|5");
    }
}
