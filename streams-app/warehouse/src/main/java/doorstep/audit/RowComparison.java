// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import static java.util.stream.Collectors.joining;

import doorstep.exported.DuckDb;
import doorstep.table.Column;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compares the exported rows of a table with those that were counted again, each with each by its key. */
final class RowComparison {
    /** Parts of a row's key; a window without a date has none. */
    private static final List<String> KEY = List.of("unit", "breakdown", "value", "facet", "window", "start");

    /** Says nothing about the figures. */
    private static final List<String> OF_RECORD = List.of("as_of", "kafka_partition", "kafka_offset", "kafka_time");

    private static final String EQUAL = "equal";
    private static final String MOVING = "moving";

    private final DuckDb duckDb;
    private final Table table;

    RowComparison(DuckDb duckDb, Table table) {
        this.duckDb = duckDb;
        this.table = table;
    }

    /** Fills the table recount.compared. */
    void run() {
        duckDb.run("create or replace table recount.compared as"
                + " with exported as (select *, row_number() over (partition by row_key order by kafka_offset) as copy"
                + " from " + table.name() + ", recount.scope where not starts_with(\"window\", 'LAST_')"
                + " and (only_unit is null or unit = only_unit)"
                + " and (only_window is null or \"window\" = only_window)"
                + " and (only_start is null or start = only_start)),"
                + " recounted as (select *, 1 as copy,"
                + " recount.row_key(unit, breakdown, value, facet, \"window\", start) as row_key"
                + " from recount." + table.name() + "),"
                + " paired as (select coalesce(e.row_key, r.row_key) as key, e.unit is not null as is_exported,"
                + " coalesce(r.counted, false) as is_recounted, coalesce(r.moving, false) as moving,"
                + " if(" + same() + ", [], list_filter([" + figures() + "], lambda it: not it.same)) as differences"
                + " from recounted r full outer join exported e on e.copy = r.copy and " + sameKey() + ")"
                + " select key, differences, case when moving then '" + MOVING + "'"
                + " when not is_recounted then 'extra' when not is_exported then 'missing'"
                + " when len(differences) = 0 then '" + EQUAL + "' else 'different' end as verdict"
                + " from paired where is_exported or is_recounted or moving");
    }

    private static String sameKey() {
        return KEY.stream()
                .map(it -> "e.\"" + it + "\" is not distinct from r.\"" + it + "\"")
                .collect(joining(" and "));
    }

    private Stream<Column> compared() {
        return table.columns().stream().filter(it -> !KEY.contains(it.name()) && !OF_RECORD.contains(it.name()));
    }

    /** Nearly all rows are, and for them no text is made. */
    private String same() {
        return compared().map(RowComparison::same).collect(joining(" and "));
    }

    private String figures() {
        return compared()
                .map(it -> "{'name': '" + it.name() + "', 'exported': e.\"" + it.name()
                        + "\"::varchar, 'recounted': r.\"" + it.name() + "\"::varchar, 'same': " + same(it) + "}")
                .collect(joining(", "));
    }

    /** Formulas on doubles may differ in the last digits; everything else is exact. */
    private static String same(Column column) {
        String exported = "e.\"" + column.name() + "\"";
        String recounted = "r.\"" + column.name() + "\"";
        return column.type() == Scalar.DOUBLE
                ? "coalesce(abs(" + exported + " - " + recounted + ") <= 1e-9 * greatest(1, abs(" + exported + ")), "
                        + exported + " is null and " + recounted + " is null)"
                : exported + " is not distinct from " + recounted;
    }

    AuditReport.Family counts() {
        Map<String, Long> rows = new HashMap<>();
        duckDb.rows(
                "select verdict, count(*) from recount.compared group by verdict",
                row -> rows.put(row.getString(1), row.getLong(2)));
        long equal = rows.getOrDefault(EQUAL, 0L);
        long moving = rows.getOrDefault(MOVING, 0L);
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        return new AuditReport.Family(table.name(), equal, moving, all - equal - moving);
    }

    /** @param atMost of them */
    Stream<Difference> differences(int atMost) {
        return duckDb
                .rows(
                        "select key, case when verdict = 'different' then it.name else '" + Difference.ROW + "' end,"
                                + " case verdict when 'different' then it.exported when 'extra' then 'there' else 'missing' end,"
                                + " case verdict when 'different' then it.recounted when 'extra' then 'none' else 'there' end"
                                + " from (select key, verdict, unnest(if(verdict = 'different', differences, differences[1:1])) as it"
                                + " from recount.compared where verdict in ('different', 'extra', 'missing'))"
                                + " order by key, 2 limit " + atMost,
                        row -> new Difference(
                                table.name(), row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .stream();
    }
}
