// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import doorstep.export.ExportException;
import doorstep.table.Column;
import doorstep.table.Table;
import doorstep.table.View;
import doorstep.table.Views;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Creates tables with keys, indexes and comments, and views; later adds columns that are new and optional, and refuses
 * tables that differ in anything else.
 */
final class Definitions {
    private final Session session;
    private final Catalog catalog;
    private final List<String> statements = new ArrayList<>();

    Definitions(Session session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /** Tables, and the views over them. */
    void bringUpToDate(List<Table> tables) {
        if (!catalog.hasSchema()) {
            createSchema();
        }
        boolean changed = false;
        for (Table table : tables) {
            changed |= changeColumns(table);
            comment(table);
        }
        for (View view : Views.of(tables.stream().map(this::asStored).toList())) {
            bringUpToDate(view, changed);
        }
        session.execute(String.join("; ", statements));
    }

    private void createSchema() {
        String schema = session.quoted(session.address().schema());
        try {
            session.execute("create schema " + schema);
        } catch (ExportException e) {
            throw new ExportException(
                    e.getMessage()
                            + "; the schema does not exist, and cannot be created. Let somebody who may do so run:"
                            + " create schema " + schema + " authorization ROLE",
                    e);
        }
    }

    /** New columns come last, and a view that is replaced must keep the order of those that it has. */
    private Table asStored(Table table) {
        Set<String> names = new LinkedHashSet<>(catalog.columns(table).keySet());
        table.columns().forEach(it -> names.add(it.name()));
        return table.select(names);
    }

    /** @return whether there was something to do */
    private boolean changeColumns(Table table) {
        if (!catalog.hasTable(table)) {
            statements.addAll(creation(table));
            return true;
        }
        Map<String, Catalog.Found> found = catalog.columns(table);
        requireNoOther(table, found);
        List<String> additions = table.columns().stream()
                .filter(it -> !found.containsKey(it.name()))
                .map(it -> addition(table, it))
                .toList();
        return statements.addAll(additions);
    }

    private void comment(Table table) {
        String name = session.quoted(table.name());
        if (!catalog.comment(table.name()).equals(table.comment())) {
            statements.add("comment on table " + name + " is " + session.literal(table.comment()));
        }
        for (Column column : table.columns()) {
            Catalog.Found found = catalog.columns(table).get(column.name());
            if (!column.comment().equals(found == null ? "" : found.comment())) {
                statements.add("comment on column " + name + "." + session.quoted(column.name()) + " is "
                        + session.literal(column.comment()));
            }
        }
    }

    private List<String> creation(Table table) {
        String name = session.quoted(table.name());
        Stream<String> columns =
                table.columns().stream().map(it -> definition(it) + (isRequired(table, it) ? " not null" : ""));
        List<String> statements = new ArrayList<>();
        statements.add(Stream.concat(columns, Stream.of("primary key (" + names(key(table)) + ")"))
                .collect(joining(", ", "create table " + name + " (", ")")));
        index(table).ifPresent(it -> statements.add("create index on " + name + " (" + names(it) + ")"));
        return statements;
    }

    private String addition(Table table, Column column) {
        if (isRequired(table, column)) {
            throw refused(table, column.name(), "is new and required");
        }
        return "alter table " + session.quoted(table.name()) + " add column " + definition(column);
    }

    private void requireNoOther(Table table, Map<String, Catalog.Found> found) {
        Map<String, Column> expected = table.columns().stream().collect(toMap(Column::name, it -> it));
        found.forEach((name, existing) -> {
            Column column = expected.get(name);
            if (column == null) {
                throw refused(table, name, "exists, and is not in the definition");
            }
            String type = ColumnTypes.nameOf(column.type());
            if (!existing.type().equals(type)) {
                throw refused(table, name, "is " + existing.type() + ", and is defined as " + type);
            }
            if (existing.required() != isRequired(table, column)) {
                throw refused(
                        table,
                        name,
                        existing.required()
                                ? "is not null, and is defined as optional"
                                : "may be null, and is required");
            }
        });
    }

    private ExportException refused(Table table, String column, String difference) {
        return new ExportException(session.address() + ": column " + table.name() + "." + column + " " + difference
                + "; only optional columns can be added. Export into another schema");
    }

    /** A view that is up to date stays: to replace it would make its readers wait until the export is committed. */
    private void bringUpToDate(View view, boolean columnsChanged) {
        String comment =
                view.comment() + " Definition " + Integer.toHexString(view.sql().hashCode()) + ".";
        if (columnsChanged || !catalog.comment(view.name()).equals(comment)) {
            String name = session.quoted(view.name());
            statements.add("create or replace view " + name + " as " + view.sql());
            statements.add("comment on view " + name + " is " + session.literal(comment));
        }
    }

    private String definition(Column column) {
        return session.quoted(column.name()) + " " + ColumnTypes.nameOf(column.type());
    }

    private String names(List<String> columns) {
        return columns.stream().map(session::quoted).collect(joining(", "));
    }

    private static boolean isRequired(Table table, Column column) {
        return !column.optional() || key(table).contains(column.name());
    }

    /** The columns that no two rows have in common. */
    static List<String> key(Table table) {
        boolean hasRowKey = has(table, Table.KEY);
        return switch (table.kind()) {
            case FACTS -> List.of("kafka_partition", "kafka_offset");
            case LATEST -> List.of(Table.KEY);
            case LOG ->
                hasRowKey
                        ? List.of(
                                Table.KEY,
                                "export",
                                "kafka_offset") // the order in which a row is looked up as of an export
                        : has(table, "number")
                                ? List.of("number")
                                : List.of("export", "kafka_partition", "kafka_offset");
        };
    }

    /** What people look for, if that is another thing than the key. Columns of bounded length, as B-trees need. */
    private static Optional<List<String>> index(Table table) {
        return switch (table.kind()) {
            case FACTS -> Optional.of(List.of("id"));
            case LATEST -> Optional.of(table.key().lookup()).filter(it -> !it.isEmpty());
            case LOG -> Optional.empty();
        };
    }

    private static boolean has(Table table, String column) {
        return table.columns().stream().anyMatch(it -> it.name().equals(column));
    }
}
