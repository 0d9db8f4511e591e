// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import com.fasterxml.jackson.databind.JsonNode;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of columns as JSON. */
final class JsonValues {
    private JsonValues() {}

    /** Something that Jackson writes as it is. */
    static Object toJson(ColumnType type, Object value) {
        if (value instanceof Instant || value instanceof LocalDate) {
            return value.toString();
        }
        if (value instanceof List<?> values && type instanceof Struct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                Column field = struct.fields().get(i);
                fields.put(field.name(), toJson(field.type(), values.get(i)));
            }
            return fields;
        }
        if (value instanceof List<?> values) {
            ColumnType item = ((ListOf) type).item();
            return values.stream().map(it -> toJson(item, it)).toList();
        }
        if (value instanceof Map<?, ?> values) {
            Map<String, Object> entries = new TreeMap<>();
            values.forEach((name, it) -> entries.put((String) name, toJson(((MapOf) type).value(), it)));
            return entries;
        }
        return value;
    }

    /** @param node null or JSON's null: null */
    static Object fromJson(ColumnType type, JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (type instanceof ListOf list) {
            List<Object> values = new ArrayList<>();
            node.forEach(it -> values.add(fromJson(list.item(), it)));
            return values;
        }
        if (type instanceof MapOf map) {
            Map<String, Object> entries = new TreeMap<>();
            node.properties().forEach(it -> entries.put(it.getKey(), fromJson(map.value(), it.getValue())));
            return entries;
        }
        if (type instanceof Struct struct) {
            List<Object> values = new ArrayList<>();
            struct.fields().forEach(it -> values.add(fromJson(it.type(), node.get(it.name()))));
            return values;
        }
        return fromText((Scalar) type, node.asText());
    }

    static Object fromText(Scalar type, String text) {
        return switch (type) {
            case STRING -> text;
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> Instant.parse(text);
        };
    }
}
