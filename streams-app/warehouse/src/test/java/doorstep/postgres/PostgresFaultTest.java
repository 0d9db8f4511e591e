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
import static doorstep.postgres.Samples.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.postgres.CuttingProxy.AtCommit;
import doorstep.postgres.CuttingProxy.AtNumber;
import doorstep.postgres.Samples.Changes;
import doorstep.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the tables after connections were cut, and after several exporters were at work. */
class PostgresFaultTest {
    private final PostgresServer server = PostgresServer.get();
    private final String schema = PostgresServer.newSchema();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveEachRowOnceWhereverALaterExportIsCut(boolean after) {
        exportNext(server.address(schema));
        long exports = 1;
        for (int request = 0; cutAt(new AtNumber(request, after)); request++) {
            exports = requireConsistent(exports + 1);
        }
        requireConsistent(exports + 1);
        assertThat(exports).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveEachRowOnceWhereverTheFirstExportIsCut(boolean after) {
        int request = 0;
        while (cutAt(new AtNumber(request, after))) {
            requireConsistent(1);
            server.execute("drop schema " + schema + " cascade");
            request++;
        }
        requireConsistent(1);
        assertThat(request).isGreaterThan(20);
    }

    /**
     * Exports once; after a failure once more if nothing was exported.
     *
     * @return whether the connection was cut
     */
    private boolean cutAt(CuttingProxy.Cut cut) {
        long before = lastNumber();
        try (CuttingProxy proxy = new CuttingProxy(server.port(), cut)) {
            try {
                exportNext(server.address(schema, proxy.port()));
                assertThat(lastNumber()).as("told that it is exported").isEqualTo(before + 1);
            } catch (ExportException e) {
                assertThat(lastNumber())
                        .as("told that nothing is exported: " + e.getMessage())
                        .isEqualTo(before);
                exportNext(server.address(schema));
            }
            return proxy.isDone();
        }
    }

    private long lastNumber() {
        try (PostgresTarget target = new PostgresTarget(server.address(schema), FEW)) {
            return awaitLast(target);
        }
    }

    /** The server may not have noticed yet that the connection of another exporter is gone. */
    private static long awaitLast(PostgresTarget target) {
        while (true) {
            try {
                return target.last(false).map(Export::number).orElse(0L);
            } catch (ExportException e) {
                if (!e.isPassing()) {
                    throw e;
                }
            }
        }
    }

    /** One visit and one setting more; the row of "all" changes, each export has one of its own, and deletes the last one's. */
    private void exportNext(PostgresAddress address) {
        try (PostgresTarget target = new PostgresTarget(address, FEW)) {
            long number = awaitLast(target) + 1;
            List<List<Object>> rows = List.of(count("all", number, number), count("unit " + number, 1, number));
            try (Target.Run run = target.begin(number, number == 1)) {
                append(run, HISTORY, rows.stream().map(it -> came(number, it)).toList());
                run.change(COUNTS, new Changes(number == 1, rows, List.of(key("unit " + (number - 1)))));
                append(run, Tables.SETTINGS, List.of(Samples.setting(number, number, "s", "v")));
                append(run, VISITS, List.of(visit(number, number, "visit " + number, 1, "00")));
                run.commit(export(number, number == 1, Map.of("visits", 1L)));
            }
        }
    }

    private long requireConsistent(long exports) {
        assertThat(server.query(
                        schema,
                        "select (select count(*) || '|' || count(distinct id) || '|' || max(export) from visits),"
                                + " (select count(*) || '|' || max(kafka_offset) from settings),"
                                + " (select string_agg(unit || ' ' || visits, ',' order by unit) from visit_counts),"
                                + " (select count(*) || '|' || max(export) from visit_counts_history),"
                                + " (select count(*) || '|' || max(number) from exports)"))
                .containsExactly(exports + "|" + exports + "|" + exports + "|" + exports + "|" + exports + "|all "
                        + exports + ",unit " + exports + " 1|" + 2 * exports + "|" + exports + "|" + exports + "|"
                        + exports);
        return exports;
    }

    @Test
    void shouldFindOutThatACommitCameThrough() {
        try (CuttingProxy proxy = new CuttingProxy(server.port(), new AtCommit(true, false))) {
            assertThatCode(() -> exportNext(server.address(schema, proxy.port())))
                    .doesNotThrowAnyException();
            assertThat(proxy.isDone()).isTrue();
        }
        requireConsistent(1);
    }

    @Test
    void shouldFindOutThatACommitDidNotComeThrough() {
        try (CuttingProxy proxy = new CuttingProxy(server.port(), new AtCommit(false, false))) {
            assertThatThrownBy(() -> exportNext(server.address(schema, proxy.port())))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("nothing was exported");
        }
        assertThat(lastNumber()).isZero();
    }

    @Test
    void shouldSayWhenNobodyKnowsWhetherACommitCameThrough() {
        try (CuttingProxy proxy = new CuttingProxy(server.port(), new AtCommit(true, true))) {
            assertThatThrownBy(() -> exportNext(server.address(schema, proxy.port())))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("whether export 1 was committed is not known");
        }
        requireConsistent(1);
    }

    @Test
    void shouldExportAgainAfterItsBackendWasTerminatedInTheCommit() {
        exportNext(server.address(schema));
        server.execute("create function " + schema + ".die() returns trigger language plpgsql as 'begin perform"
                + " pg_terminate_backend(pg_backend_pid()); return null; end'; create constraint trigger dies after insert"
                + " on " + schema + ".exports deferrable initially deferred for each row execute function " + schema
                + ".die()");

        assertThatThrownBy(() -> exportNext(server.address(schema)))
                .isInstanceOfSatisfying(
                        ExportException.class,
                        it -> assertThat(it.isPassing()).as("--follow goes on").isTrue())
                .hasMessageContaining("nothing was exported");

        requireConsistent(1);
        server.execute("drop trigger dies on " + schema + ".exports");
        exportNext(server.address(schema));
        requireConsistent(2);
    }

    @Test
    void shouldLetOneExporterWorkAtATime() {
        try (PostgresTarget second = new PostgresTarget(server.address(schema), FEW);
                PostgresTarget elsewhere = new PostgresTarget(server.address(PostgresServer.newSchema()), FEW)) {
            try (PostgresTarget first = new PostgresTarget(server.address(schema), FEW)) {
                first.last(false);

                assertThatThrownBy(() -> second.last(false))
                        .isInstanceOfSatisfying(ExportException.class, it -> assertThat(it.isPassing())
                                .isTrue())
                        .hasMessageContaining("another exporter is at work, process ")
                        .hasMessageContaining(" of 127.0.0.1 since 2");
                assertThat(elsewhere.last(false)).isEmpty();
            }

            awaitLast(second);
        }
    }

    @Test
    void shouldSayWhoHasTheNumber() {
        exportNext(server.address(schema));
        try (PostgresTarget target = new PostgresTarget(server.address(schema), FEW)) {
            target.last(false);
            try (Target.Run run = target.begin(2, false)) {
                append(run, VISITS, List.of(visit(2, 2, "visit 2", 1, "00")));
                server.execute("insert into " + schema + ".exports select 2 as number, since, rebuild, exported_at,"
                        + " input_ends_1, as_of_1, input_ends_2, as_of_2, results_complete, facts_complete, topic_ids,"
                        + " starts, ends, known_at, rows from " + schema + ".exports");

                assertThatThrownBy(() -> run.commit(export(2, false, Map.of())))
                        .isInstanceOf(ExportException.class)
                        .hasMessageContaining("another exporter has committed export 2, which began at 2026-11-30T");
            }
        }
        assertThat(server.query(schema, "select id from visits")).containsExactly("visit 1");
    }

    @Test
    void shouldHaveEachRowOnceWithSeveralExporters() {
        int exporters = 3;
        int each = 5;
        CompletableFuture.allOf(IntStream.range(0, exporters)
                        .mapToObj(it -> CompletableFuture.runAsync(() -> exportTimes(each)))
                        .toArray(CompletableFuture[]::new))
                .join();

        requireConsistent((long) exporters * each);
    }

    private void exportTimes(int times) {
        int done = 0;
        while (done < times) {
            try {
                exportNext(server.address(schema));
                done++;
            } catch (ExportException e) {
                assertThat(e).hasMessageContaining("another exporter is at work");
            }
        }
    }
}
