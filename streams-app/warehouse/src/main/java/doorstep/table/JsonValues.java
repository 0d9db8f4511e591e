// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.function.UnaryOperator;

/** Values of columns as JSON: structs are objects with the names of their fields, dates and times texts in ISO 8601. */
public final class JsonValues {
    /** Texts as they are. */
    public static final JsonValues PLAIN = new JsonValues(UnaryOperator.identity(), UnaryOperator.identity());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnaryOperator<String> written;
    private final UnaryOperator<String> original;

    /**
     * @param written how a text is written, for a store that cannot hold every text
     * @param original the text that was written so
     */
    public JsonValues(UnaryOperator<String> written, UnaryOperator<String> original) {
        this.written = written;
        this.original = original;
    }

    public String format(ColumnType type, Object value) {
        try {
            return JSON.writeValueAsString(toJson(type, value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // not of these types
        }
    }

    /** @throws JsonProcessingException if it is not JSON */
    public Object parse(ColumnType type, String json) throws JsonProcessingException {
        return fromJson(type, JSON.readTree(json));
    }

    /** Something that Jackson writes as it is. */
    public Object toJson(ColumnType type, Object value) {
        if (value instanceof Instant || value instanceof LocalDate) {
            return value.toString();
        }
        if (value instanceof String text) {
            return written.apply(text);
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
            values.forEach((name, it) -> entries.put(written.apply((String) name), toJson(((MapOf) type).value(), it)));
            return entries;
        }
        return value;
    }

    /** @param node null or JSON's null: null */
    public Object fromJson(ColumnType type, JsonNode node) {
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
            node.properties()
                    .forEach(it -> entries.put(original.apply(it.getKey()), fromJson(map.value(), it.getValue())));
            return entries;
        }
        if (type instanceof Struct struct) {
            List<Object> values = new ArrayList<>();
            struct.fields().forEach(it -> values.add(fromJson(it.type(), node.get(it.name()))));
            return values;
        }
        return fromText((Scalar) type, type == Scalar.STRING ? original.apply(node.asText()) : node.asText());
    }

    public static Object fromText(Scalar type, String text) {
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
