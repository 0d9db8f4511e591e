// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.table.ColumnType;

/**
 * Types of columns in PostgreSQL. Lists of numbers, texts and times are arrays; maps, structs and lists of them are jsonb,
 * which needs no types of its own in the schema and has operators, indexes and {@code jsonb_to_recordset}. Texts are sorted
 * byte by byte everywhere: results and indexes then do not depend on the locale of the server, nor on its version.
 */
final class ColumnTypes {
    private ColumnTypes() {}

    /** As {@link Catalog} names it. */
    static String nameOf(ColumnType type) {
        return withoutCollation(type) + (type == ColumnType.Scalar.STRING ? " collate \"C\"" : "");
    }

    /** As {@code format_type} names it. */
    static String withoutCollation(ColumnType type) {
        if (isArray(type)) {
            return scalar((ColumnType.Scalar) ((ColumnType.ListOf) type).item()) + "[]";
        }
        return type instanceof ColumnType.Scalar scalar ? scalar(scalar) : "jsonb";
    }

    /** Whether it is an array; other types with parts are jsonb. */
    static boolean isArray(ColumnType type) {
        return type instanceof ColumnType.ListOf list && list.item() instanceof ColumnType.Scalar;
    }

    private static String scalar(ColumnType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> "text";
            case INT -> "integer";
            case LONG -> "bigint";
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp with time zone";
        };
    }
}
