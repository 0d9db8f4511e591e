// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static doorstep.postgres.Samples.append;
import static doorstep.postgres.Samples.column;
import static doorstep.postgres.Samples.export;
import static doorstep.postgres.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import doorstep.export.Target;
import doorstep.table.Column;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens to tables when definitions change, and what rights that needs. */
class PostgresDefinitionsTest {
    private static final Column ID = column("id", Scalar.STRING, false);
    private static final Column NULL_VALUE = column("null_value", Scalar.BOOLEAN, false);
    private static final Column REVISION = column("revision", Scalar.LONG, true);
    private static final Column HASH = column("content_hash", Scalar.STRING, true);
    private static final Column WITHDRAWN = column("withdrawn", Scalar.BOOLEAN, true);
    private static final Column PLACE = column("place", Scalar.STRING, true);

    private final PostgresServer server = PostgresServer.get();
    private final String schema = PostgresServer.newSchema();

    private static Table calls(Column... more) {
        List<Column> columns = new ArrayList<>(List.of(
                column("export", Scalar.LONG, false),
                column("kafka_partition", Scalar.INT, false),
                column("kafka_offset", Scalar.LONG, false)));
        columns.addAll(List.of(more));
        return new Table("calls", Table.Kind.FACTS, "Calls.", columns);
    }

    private void exportTo(PostgresAddress address, Table table, long number, List<List<Object>> rows) {
        try (PostgresTarget target = new PostgresTarget(address, List.of(table, Tables.EXPORTS))) {
            target.last(false);
            try (Target.Run run = target.begin(number, number == 1)) {
                append(run, table, rows);
                run.commit(export(number, number == 1, Map.of("calls", 1L)));
            }
        }
    }

    private void exportFirst() {
        exportTo(
                server.address(schema),
                calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN),
                1,
                List.of(Arrays.asList(1L, 0, 0L, false, "a", 1L, "00", false)));
    }

    @Test
    void shouldAddANewOptionalColumn() {
        exportFirst();
        Table wider = calls(NULL_VALUE, PLACE, ID, REVISION, HASH, WITHDRAWN);
        try (PostgresTarget target = new PostgresTarget(server.address(schema), List.of(wider, Tables.EXPORTS))) {
            target.last(false);
            assertThat(read(target, wider))
                    .containsExactly(Arrays.asList(1L, 0, 0L, false, null, "a", 1L, "00", false));
        }

        exportTo(
                server.address(schema),
                wider,
                2,
                List.of(Arrays.asList(2L, 0, 1L, false, "north", "b", 1L, "00", false)));

        assertThat(server.query(schema, "select id, place from calls_current order by id"))
                .containsExactly("a|", "b|north");
        assertThat(server.query(schema, "select col_description('calls'::regclass, 9)"))
                .containsExactly(PLACE.comment());
    }

    @Test
    void shouldRefuseAnyOtherChangeAndNameTheColumn() {
        exportFirst();

        requireRefused(
                calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN, column("place", Scalar.STRING, false)),
                "calls.place is new and required");
        requireRefused(calls(NULL_VALUE, ID, REVISION, WITHDRAWN), "calls.content_hash exists");
        requireRefused(
                calls(NULL_VALUE, ID, column("revision", Scalar.INT, true), HASH, WITHDRAWN),
                "calls.revision is bigint, and is defined as integer");
        requireRefused(
                calls(NULL_VALUE, column("id", Scalar.STRING, true), REVISION, HASH, WITHDRAWN),
                "calls.id is not null, and is defined as optional");
        requireRefused(
                calls(NULL_VALUE, ID, column("revision", Scalar.LONG, false), HASH, WITHDRAWN),
                "calls.revision may be null, and is required");
    }

    private void requireRefused(Table table, String message) {
        assertThatThrownBy(() -> exportTo(server.address(schema), table, 2, List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("column " + message);
        assertThat(server.query(schema, "select max(number) from exports")).containsExactly("1");
    }

    /** The order of the hashes would follow the locale of the server. */
    @Test
    void shouldRefuseAnotherCollation() {
        exportFirst();
        server.execute("drop view " + schema + ".calls_current, " + schema + ".calls_survivors; alter table " + schema
                + ".calls alter column content_hash type text collate \"und-x-icu\"");

        requireRefused(
                calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN),
                "calls.content_hash is text, and is defined as text collate \"C\"");
    }

    @Test
    void shouldNotReplaceViewsThatAreUpToDate() {
        exportFirst();
        String views = "select oid, xmin from pg_class where relname like 'calls\\_%' and relkind = 'v'"
                + " and relnamespace = '" + schema + "'::regnamespace union all select oid, xmin from pg_rewrite"
                + " where ev_class in ('calls_current'::regclass, 'calls_survivors'::regclass)";
        List<String> before = server.query(schema, views);

        exportTo(server.address(schema), calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN), 2, List.of());

        assertThat(before).hasSize(4);
        assertThat(server.query(schema, views)).isEqualTo(before);
    }

    @Test
    void shouldReplaceAViewOfAnotherDefinition() {
        exportFirst();
        server.execute("create or replace view " + schema + ".calls_current as select * from " + schema
                + ".calls_survivors; comment on view " + schema + ".calls_current is 'of another version'");
        server.execute("update " + schema + ".calls set withdrawn = true");

        exportTo(server.address(schema), calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN), 2, List.of());

        assertThat(server.query(schema, "select id from calls_current")).isEmpty();
    }

    @Test
    void shouldNeedNoMoreThanASchemaOfItsOwn() {
        server.execute("create role " + schema + " login");
        server.execute("create database " + schema);
        server.execute("revoke all on database " + schema + " from public");
        server.execute("grant connect on database " + schema + " to " + schema);
        PostgresAddress address = PostgresAddress.parse(
                "postgresql://" + schema + "@127.0.0.1:" + server.port() + "/" + schema + "?schema=theirs",
                Map.of(),
                Optional.empty());
        Table calls = calls(NULL_VALUE, ID, REVISION, HASH, WITHDRAWN);

        assertThatThrownBy(() -> exportTo(address, calls, 1, List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("create schema \"theirs\" authorization ROLE");

        server.executeIn(schema, "create schema theirs authorization " + schema);
        exportTo(address, calls, 1, List.of(Arrays.asList(1L, 0, 0L, false, "a", 1L, "00", false)));
        try (PostgresTarget target = new PostgresTarget(address, List.of(calls, Tables.EXPORTS))) {
            assertThat(target.last(false)).isPresent();
        }
    }

    @Test
    void shouldRefuseADatabaseOfAnotherEncoding() {
        server.execute("create database " + schema + " encoding 'LATIN1' locale 'C' locale_provider libc"
                + " template template0");
        PostgresAddress address = PostgresAddress.parse(
                "postgresql://owner@127.0.0.1:" + server.port() + "/" + schema, Map.of(), Optional.empty());

        assertThatThrownBy(() -> exportTo(address, calls(ID), 1, List.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("LATIN1");
    }
}
