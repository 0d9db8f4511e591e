// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

/**
 * A column of a table, or a field of a struct.
 *
 * @param name lower case, words joined by underscores
 * @param optional whether values may be null
 * @param comment for people who read the table
 */
public record Column(String name, ColumnType type, boolean optional, String comment) {
    static Column required(String name, ColumnType type, String comment) {
        return new Column(name, type, false, comment);
    }

    static Column optional(String name, ColumnType type, String comment) {
        return new Column(name, type, true, comment);
    }

    Column asOptional() {
        return new Column(name, type, true, comment);
    }
}
