// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static java.util.stream.Collectors.joining;

import doorstep.table.ColumnType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Views over the tables of an export: which version of an id counts, and what became of figures that were published. Each
 * may use those before it.
 */
public final class Views {
    private static final List<Column> REVISIONS = List.of(
            new Column("result", Scalar.STRING, false, "Name of the table of results."),
            new Column("row_key", Scalar.STRING, false, "Key of the row."),
            new Column("unit", Scalar.STRING, true, "As in that table."),
            new Column("breakdown", Scalar.STRING, true, "As in that table."),
            new Column("value", Scalar.STRING, true, "As in that table."),
            new Column("facet", Scalar.STRING, true, "As in that table."),
            new Column("window", Scalar.STRING, true, "As in that table."),
            new Column("start", Scalar.DATE, true, "As in that table."),
            new Column("export", Scalar.LONG, false, "Number of the export that published the row."),
            new Column("as_of", Scalar.TIMESTAMP, true, "Of the row that was published."),
            new Column("figure", Scalar.STRING, false, "Name of a column of that table."),
            new Column("published", Scalar.DOUBLE, true, "Its value in that export; null if the row was deleted."),
            new Column("now", Scalar.DOUBLE, true, "Its value now; null if there is no such row any more."),
            new Column("difference", Scalar.DOUBLE, false, "What it is now, less what was published."));

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
                    REVISIONS,
                    String.join("\nunion all\n", revisions)));
        }
        return views;
    }

    /** Text order of the hash is that of unsigned numbers, byte by byte: its column has to be compared in that way. */
    private static View survivors(Table facts) {
        String columns = names(facts);
        return new View(
                facts.name() + "_survivors",
                "The version of each id in " + facts.name() + " that counts, withdrawn and deleted ids included: a null"
                        + " value, else the highest revision, then the largest hash, then the lowest offset.",
                facts.columns(),
                "select " + columns + " from (select " + columns + ", row_number() over (partition by \"id\" order by"
                        + " \"null_value\" desc, \"revision\" desc, \"content_hash\" desc, \"kafka_offset\") as \"nth\""
                        + " from \"" + facts.name() + "\") v where \"nth\" = 1");
    }

    private static View current(Table facts) {
        return new View(
                facts.name() + "_current",
                "What counts of " + facts.name() + ": survivors that are neither withdrawn nor deleted.",
                facts.columns(),
                "select " + names(facts) + " from \"" + facts.name()
                        + "_survivors\" where not \"null_value\" and not \"withdrawn\"");
    }

    /** Not {@code *}: a column that is added to the table must not change the view before its definition follows. */
    private static String names(Table table) {
        return table.columns().stream().map(it -> "\"" + it.name() + "\"").collect(joining(", "));
    }

    /** Values of a row become rows by case and not by a lateral join, which neither Spark nor Trino has for values. */
    private static String revisions(Table latest, Table history) {
        Set<String> published = history.columns().stream().map(Column::name).collect(Collectors.toSet());
        List<String> figures = latest.columns().stream()
                .filter(it -> it.type() == Scalar.LONG || it.type() == Scalar.DOUBLE)
                .map(Column::name)
                .filter(it -> !it.startsWith("kafka_") && published.contains(it))
                .toList();
        return "select \"result\", \"row_key\", \"unit\", \"breakdown\", \"value\", \"facet\", \"window\", \"start\","
                + " \"export\", \"as_of\", \"figure\", \"published\", \"now\","
                + " coalesce(\"now\", 0) - coalesce(\"published\", 0) as \"difference\" from (select '" + latest.name()
                + "' as \"result\", h.\"row_key\", h.\"unit\", h.\"breakdown\", h.\"value\", h.\"facet\", h.\"window\","
                + " h.\"start\", h.\"export\", h.\"as_of\", f.\"figure\", " + choice("h", figures)
                + " as \"published\", "
                + choice("l", figures) + " as \"now\" from \"" + history.name() + "\" h left join \"" + latest.name()
                + "\" l on l.\"row_key\" = h.\"row_key\" cross join (values "
                + figures.stream().map(it -> "('" + it + "')").collect(joining(", ")) + ") as f(\"figure\")"
                + " where h.\"start\" is not null and not exists (select 1 from \"" + history.name() + "\" x"
                + " where x.\"row_key\" = h.\"row_key\" and x.\"export\" = h.\"export\""
                + " and x.\"kafka_offset\" > h.\"kafka_offset\")) r";
    }

    /** The value of the figure that the row is of. */
    private static String choice(String table, List<String> figures) {
        return figures.stream()
                .map(it -> " when '" + it + "' then cast(" + table + ".\"" + it + "\" as double precision)")
                .collect(joining("", "case f.\"figure\"", " end"));
    }
}
