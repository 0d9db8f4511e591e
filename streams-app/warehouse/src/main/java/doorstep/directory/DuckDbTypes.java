// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import java.util.stream.Collectors;

/** The types of columns in DuckDB. */
final class DuckDbTypes {
    private DuckDbTypes() {}

    static String of(ColumnType type) {
        if (type instanceof ListOf list) {
            return of(list.item()) + "[]";
        }
        if (type instanceof MapOf map) {
            return "MAP(VARCHAR, " + of(map.value()) + ")";
        }
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .map(it -> "\"" + it.name() + "\" " + of(it.type()))
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        return switch ((Scalar) type) {
            case STRING -> "VARCHAR";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMPTZ";
        };
    }
}
