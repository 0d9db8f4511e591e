// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.Scalar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values with parts as JSON: structs are objects with the names of their fields, dates and times texts in ISO 8601. */
final class JsonValue {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonValue() {}

    static String format(ColumnType type, Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, type, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not of a string
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ColumnType type, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (type instanceof ColumnType.ListOf list) {
            json.writeStartArray();
            for (Object item : (List<?>) value) {
                write(json, list.item(), item);
            }
            json.writeEndArray();
        } else if (type instanceof ColumnType.MapOf map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                json.writeFieldName(NulEscape.escape((String) entry.getKey()));
                write(json, map.value(), entry.getValue());
            }
            json.writeEndObject();
        } else if (type instanceof ColumnType.Struct struct) {
            json.writeStartObject();
            for (int i = 0; i < struct.fields().size(); i++) {
                Column field = struct.fields().get(i);
                json.writeFieldName(field.name());
                write(json, field.type(), ((List<?>) value).get(i));
            }
            json.writeEndObject();
        } else {
            writeScalar(json, (Scalar) type, value);
        }
    }

    private static void writeScalar(JsonGenerator json, Scalar type, Object value) throws IOException {
        switch (type) {
            case STRING -> json.writeString(NulEscape.escape((String) value));
            case INT, LONG -> json.writeNumber(((Number) value).longValue());
            case DOUBLE -> json.writeNumber((Double) value); // a text where it is not a number
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case DATE, TIMESTAMP -> json.writeString(value.toString());
        }
    }

    static Object parse(ColumnType type, String json) {
        try {
            return read(type, MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database returned jsonb that is not JSON", e);
        }
    }

    private static Object read(ColumnType type, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (type instanceof ColumnType.ListOf list) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(read(list.item(), item)));
            return items;
        }
        if (type instanceof ColumnType.MapOf map) {
            Map<String, Object> entries = new TreeMap<>();
            node.properties()
                    .forEach(entry ->
                            entries.put(NulEscape.unescape(entry.getKey()), read(map.value(), entry.getValue())));
            return entries;
        }
        if (type instanceof ColumnType.Struct struct) {
            List<Object> values = new ArrayList<>();
            struct.fields().forEach(field -> values.add(read(field.type(), node.path(field.name()))));
            return values;
        }
        return switch ((Scalar) type) {
            case STRING -> NulEscape.unescape(node.textValue());
            case INT -> node.intValue();
            case LONG -> node.longValue();
            case DOUBLE -> Double.valueOf(node.asText());
            case BOOLEAN -> node.booleanValue();
            case DATE -> LocalDate.parse(node.textValue());
            case TIMESTAMP -> Instant.parse(node.textValue());
        };
    }
}
