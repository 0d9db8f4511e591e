// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The definition of a table, the same for all targets.
 *
 * @param name lower case, words joined by underscores
 * @param comment for people who read the table
 * @param key how columns repeat the key of a row
 */
public record Table(String name, Kind kind, String comment, List<Column> columns, KeyColumns key) {
    /** How exports change a table. */
    public enum Kind {
        /** Rows are added; an export that replaces the facts begins the table again. */
        FACTS,
        /** Rows are added. */
        LOG,
        /** The latest row of each {@link #KEY}: exports add, replace and delete rows. */
        LATEST
    }

    /** Name of the column that is the primary key of a table of the kind {@link Kind#LATEST}. */
    public static final String KEY = "row_key";

    /** @throws IllegalArgumentException if two columns have the same name */
    public Table {
        columns = List.copyOf(columns);
        if (columns.stream().map(Column::name).distinct().count() < columns.size()) {
            throw new IllegalArgumentException("columns with the same name: " + columns);
        }
    }

    /** A table whose rows have no key of results. */
    public Table(String name, Kind kind, String comment, List<Column> columns) {
        this(name, kind, comment, columns, KeyColumns.NONE);
    }

    /** The table with some of its columns, in another order. Names that it does not have are passed over. */
    public Table select(Collection<String> names) {
        Map<String, Column> byName = columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        return new Table(
                name,
                kind,
                comment,
                names.stream().filter(byName::containsKey).map(byName::get).toList(),
                key);
    }

    /** The position of a column in rows. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " has no column " + column);
    }
}
