// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static java.util.stream.Collectors.joining;

import doorstep.table.ColumnType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Views over the tables of an export: which version of an id counts, and what became of figures that were published. Each
 * may use those before it.
 */
public final class Views {
    private Views() {}

    /** The views over those of {@link Tables} that are given. */
    public static List<View> of(List<Table> tables) {
        List<View> views = new ArrayList<>();
        for (Table table : tables) {
            if (table.kind() == Table.Kind.FACTS) {
                views.add(survivors(table));
                views.add(current(table));
            }
        }
        Map<String, Table> byName = tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
        List<String> revisions = tables.stream()
                .filter(it -> it.kind() == Table.Kind.LATEST && it.key() == KeyColumns.WINDOW)
                .flatMap(latest -> Optional.ofNullable(byName.get(latest.name() + "_history")).stream()
                        .map(history -> revisions(latest, history)))
                .toList();
        if (!revisions.isEmpty()) {
            views.add(new View(
                    "revisions",
                    "Each figure of a calendar window as an export published it, beside what it is now.",
                    String.join("\nunion all\n", revisions)));
        }
        return views;
    }

    /** Text order of the hash is that of unsigned numbers, byte by byte: its column has to be compared in that way. */
    private static View survivors(Table facts) {
        return new View(
                facts.name() + "_survivors",
                "The version of each id in " + facts.name() + " that counts, withdrawn and deleted ids included: a null"
                        + " value, else the highest revision, then the largest hash, then the lowest offset.",
                "select distinct on (\"id\") * from \"" + facts.name() + "\" order by \"id\", \"null_value\" desc,"
                        + " \"revision\" desc, \"content_hash\" desc, \"kafka_offset\"");
    }

    private static View current(Table facts) {
        return new View(
                facts.name() + "_current",
                "What counts of " + facts.name() + ": survivors that are neither withdrawn nor deleted.",
                "select * from \"" + facts.name() + "_survivors\" where not \"null_value\" and not \"withdrawn\"");
    }

    private static String revisions(Table latest, Table history) {
        String figures = latest.columns().stream()
                .filter(it -> it.type() == Scalar.LONG || it.type() == Scalar.DOUBLE)
                .map(Column::name)
                .filter(it -> !it.startsWith("kafka_"))
                .map(it -> "('" + it + "', " + number("h", it) + ", " + number("l", it) + ")")
                .collect(joining(", "));
        return "select '" + latest.name() + "' as \"result\", h.\"row_key\", h.\"unit\", h.\"breakdown\", h.\"value\","
                + " h.\"facet\", h.\"window\", h.\"start\", h.\"export\", h.\"as_of\", f.\"figure\", f.\"published\","
                + " f.\"now\", coalesce(f.\"now\", 0) - coalesce(f.\"published\", 0) as \"difference\""
                + " from \"" + history.name() + "\" h left join \"" + latest.name()
                + "\" l on l.\"row_key\" = h.\"row_key\""
                + " cross join lateral (values " + figures + ") as f(\"figure\", \"published\", \"now\")"
                + " where h.\"start\" is not null and not exists (select 1 from \"" + history.name() + "\" x"
                + " where x.\"row_key\" = h.\"row_key\" and x.\"export\" = h.\"export\""
                + " and x.\"kafka_offset\" > h.\"kafka_offset\")";
    }

    private static String number(String table, String column) {
        return "cast(" + table + ".\"" + column + "\" as double precision)";
    }
}
