// SPDX-License-Identifier: Apache-2.0
package doorstep.exported;

import static java.util.stream.Collectors.joining;

import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads columns of exported tables, as the Java types that {@link ColumnType} names. */
public final class ExportedValues {
    private final List<Column> columns;
    private final int first;

    /** @param first index of the first of these columns in results, from 1 */
    public ExportedValues(List<Column> columns, int first) {
        this.columns = List.copyOf(columns);
        this.first = first;
    }

    /** The columns in SQL. */
    public String names() {
        return columns.stream().map(it -> '"' + it.name() + '"').collect(joining(", "));
    }

    public List<Object> read(ResultSet row) throws SQLException {
        List<Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(read(row, first + i, columns.get(i).type()));
        }
        return values;
    }

    private static Object read(ResultSet row, int index, ColumnType type) throws SQLException {
        if (type == Scalar.STRING) {
            return row.getString(index); // much faster than an object
        }
        return value(type, row.getObject(index));
    }

    private static Object value(ColumnType type, Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        if (type instanceof ListOf list) {
            List<Object> items = new ArrayList<>();
            for (Object item : (Object[]) ((Array) value).getArray()) {
                items.add(value(list.item(), item));
            }
            return items;
        }
        if (type instanceof MapOf map) {
            Map<String, Object> entries = new TreeMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.put((String) entry.getKey(), value(map.value(), entry.getValue()));
            }
            return entries;
        }
        if (type instanceof Struct struct) {
            List<Object> fields = new ArrayList<>();
            Object[] attributes = ((java.sql.Struct) value).getAttributes();
            for (int i = 0; i < attributes.length; i++) {
                fields.add(value(struct.fields().get(i).type(), attributes[i]));
            }
            return fields;
        }
        return switch ((Scalar) type) {
            case INT -> ((Number) value).intValue();
            case LONG -> ((Number) value).longValue();
            case TIMESTAMP -> ((OffsetDateTime) value).toInstant();
            case DATE -> (LocalDate) value;
            case STRING, DOUBLE, BOOLEAN -> value;
        };
    }
}
