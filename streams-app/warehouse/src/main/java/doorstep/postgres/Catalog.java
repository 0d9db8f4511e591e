// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static java.util.stream.Collectors.joining;

import doorstep.table.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What there was in the schema when the transaction began; nobody else changes it meanwhile. */
final class Catalog {
    private final Session session;
    private final boolean hasSchema;
    private final Map<String, String> comments = new HashMap<>();
    private final Map<String, Map<String, Found>> columns = new HashMap<>();

    /**
     * A column that exists.
     *
     * @param type with its collation, as {@link ColumnTypes#nameOf} names it
     * @param comment empty without one
     */
    record Found(String type, boolean required, String comment) {}

    Catalog(Session session) {
        this.session = session;
        String schema = session.address().schema();
        hasSchema = !session.query(
                        "select c.relname, obj_description(c.oid, 'pg_class') from pg_namespace n left join pg_class c"
                                + " on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v') where n.nspname = ?",
                        row -> comments.put(row.getString(1), Objects.toString(row.getString(2), "")),
                        schema)
                .isEmpty();
        session.query(
                "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || case when a.attcollation ="
                        + " (select oid from pg_collation where collname = 'C'"
                        + " and collnamespace = 'pg_catalog'::regnamespace) then ' collate \"C\"' else '' end,"
                        + " a.attnotnull, col_description(c.oid, a.attnum)"
                        + " from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')"
                        + " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                        + " where n.nspname = ? order by c.relname, a.attnum",
                row -> columns.computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>())
                        .put(
                                row.getString(2),
                                new Found(row.getString(3), row.getBoolean(4), Objects.toString(row.getString(5), ""))),
                schema);
    }

    boolean hasSchema() {
        return hasSchema;
    }

    boolean hasTable(Table table) {
        return columns.containsKey(table.name());
    }

    /** By name, in their order; none if there is no such table. */
    Map<String, Found> columns(Table table) {
        return columns.getOrDefault(table.name(), Map.of());
    }

    /** The comment of a table or view; empty if it has none, or does not exist. */
    String comment(String relation) {
        return comments.getOrDefault(relation, "");
    }

    /** Those that exist and are not empty. */
    List<Table> withRows(List<Table> tables) {
        String sql = tables.stream()
                .filter(this::hasTable)
                .map(it -> "select " + session.literal(it.name()) + " where exists (select from "
                        + session.quoted(it.name()) + ")")
                .collect(joining(" union all "));
        List<String> found = sql.isEmpty() ? List.of() : session.query(sql, row -> row.getString(1));
        return tables.stream().filter(it -> found.contains(it.name())).toList();
    }

    /**
     * The columns of a table as a list to select: null for those that are still to be added.
     *
     * @return empty if there is no such table
     */
    Optional<String> columnsToRead(Table table) {
        Map<String, Found> existing = columns(table);
        return existing.isEmpty()
                ? Optional.empty()
                : Optional.of(table.columns().stream()
                        .map(it -> existing.containsKey(it.name())
                                ? session.quoted(it.name())
                                : "cast(null as " + ColumnTypes.withoutCollation(it.type()) + ")")
                        .collect(joining(", ")));
    }
}
