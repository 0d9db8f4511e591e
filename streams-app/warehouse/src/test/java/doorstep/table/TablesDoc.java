// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static java.util.stream.Collectors.joining;

import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Locale;

/** The columns of all tables, for docs/warehouse.md. */
final class TablesDoc {
    private TablesDoc() {}

    static String markdown() {
        List<Table> figures = Topics.figures().stream().map(Tables::latest).toList();
        Table worklist = Tables.latest(Topics.WORKLIST);
        StringBuilder text = new StringBuilder();
        addGroup(
                text,
                "Columns of facts",
                Topics.inputs().stream().map(Tables::facts).toList());
        addGroup(text, "Columns of `rejected`", List.of(Tables.REJECTED));
        addGroup(text, "Columns of `settings`", List.of(Tables.SETTINGS));
        addGroup(text, "Columns of figures", figures);
        addGroup(text, "Columns of `worklist`", List.of(worklist));
        Table history = Tables.history(Topics.WORKLIST);
        text.append("### Columns of history\n\nThose of the results, all of which but `row_key`, `kafka_partition` and"
                + " `kafka_offset` may be null, and:\n\n");
        addColumns(
                text,
                history.columns().stream()
                        .filter(it -> worklist.columns().stream()
                                .noneMatch(other -> other.name().equals(it.name())))
                        .toList());
        addGroup(text, "Columns of `exports`", List.of(Tables.EXPORTS));
        return text.toString();
    }

    private static void addGroup(StringBuilder text, String title, List<Table> tables) {
        text.append("### ").append(title).append("\n\n");
        Table first = tables.get(0);
        if (tables.size() == 1) {
            text.append(first.comment()).append("\n\n");
            addColumns(text, first.columns());
            return;
        }
        List<Column> common = first.columns().stream()
                .filter(it -> tables.stream().allMatch(table -> table.columns().contains(it)))
                .toList();
        text.append("All of them have:\n\n");
        addColumns(text, common);
        for (Table table : tables) {
            text.append("`")
                    .append(table.name())
                    .append("` (")
                    .append(table.comment().replaceFirst("\\.$", ""))
                    .append(") also has:\n\n");
            addColumns(
                    text,
                    table.columns().stream().filter(it -> !common.contains(it)).toList());
        }
    }

    private static void addColumns(StringBuilder text, List<Column> columns) {
        text.append("| column | type | meaning |\n|---|---|---|\n");
        for (Column column : columns) {
            text.append("| `").append(column.name()).append("` | ").append(type(column.type()));
            text.append(column.optional() ? ", or null | " : " | ");
            text.append(column.comment().replace("|", "\\|")).append(" |\n");
        }
        text.append("\n");
    }

    private static String type(ColumnType type) {
        if (type instanceof ListOf list) {
            return list.item() instanceof Struct ? "list of " + type(list.item()) : type(list.item()) + " list";
        }
        if (type instanceof MapOf map) {
            return "map of text to " + type(map.value());
        }
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .map(it -> "`" + it.name() + "` " + type(it.type()))
                    .collect(joining(", ", "(", ")"));
        }
        return switch ((Scalar) type) {
            case STRING -> "text";
            case INT -> "integer";
            case LONG -> "bigint";
            case DOUBLE, BOOLEAN, DATE, TIMESTAMP -> type.toString().toLowerCase(Locale.ROOT);
        };
    }
}
