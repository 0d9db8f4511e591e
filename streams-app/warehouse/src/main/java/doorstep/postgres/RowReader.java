// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads rows as they were written by {@link CopyText}. */
final class RowReader {
    private RowReader() {}

    /** @param rows with the table's columns in their order */
    static List<Object> read(Table table, ResultSet rows) throws SQLException {
        List<Object> row = new ArrayList<>(table.columns().size());
        for (Column column : table.columns()) {
            Object value = read(column.type(), rows, row.size() + 1);
            row.add(rows.wasNull() ? null : value);
        }
        for (int i = 0; i < row.size(); i++) {
            if (table.columns().get(i).name().equals(Table.KEY)) {
                row.set(i, BoundedKey.original((String) row.get(i), table, row));
            }
        }
        return row;
    }

    private static Object read(ColumnType type, ResultSet rows, int index) throws SQLException {
        if (ColumnTypes.isArray(type)) {
            Array array = rows.getArray(index);
            return array == null ? null : items((Object[]) array.getArray());
        }
        if (!(type instanceof Scalar scalar)) {
            String json = rows.getString(index);
            return json == null ? null : parts(type, json);
        }
        return switch (scalar) {
            case STRING -> text(rows.getString(index));
            case INT -> rows.getInt(index);
            case LONG -> rows.getLong(index);
            case DOUBLE -> rows.getDouble(index);
            case BOOLEAN -> rows.getBoolean(index);
            case DATE -> rows.getObject(index, LocalDate.class);
            case TIMESTAMP -> {
                OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
        };
    }

    private static String text(String text) {
        return text == null ? null : NulEscape.unescape(text);
    }

    private static List<Object> items(Object[] items) {
        return Arrays.stream(items).map(RowReader::item).toList();
    }

    private static Object item(Object item) {
        if (item instanceof String text) {
            return NulEscape.unescape(text);
        }
        if (item instanceof Timestamp time) {
            return time.toInstant();
        }
        return item instanceof Date date ? date.toLocalDate() : item;
    }

    private static Object parts(ColumnType type, String json) {
        try {
            return NulEscape.JSON.parse(type, json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database returned jsonb that is not JSON", e);
        }
    }
}
