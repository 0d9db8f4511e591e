// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Parses values of one field of an event from text. */
final class FieldText {
    private final Schema schema;
    private final boolean optional;

    FieldText(Schema schema) {
        optional = schema.getType() == Schema.Type.UNION;
        this.schema = optional
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    /**
     * @param text empty for no value; items of a list are separated by commas
     * @throws IllegalArgumentException with a message for users
     */
    Object parse(String text) {
        if (schema.getType() == Schema.Type.ARRAY) {
            return text.isEmpty() ? List.of() : parseItems(text);
        }
        if (text.isEmpty()) {
            if (!optional) {
                throw new IllegalArgumentException("this field must have a value");
            }
            return null;
        }
        return parseOne(schema, text);
    }

    /** Parses one value to be replaced, which may be invalid. */
    Object parseOld(String text) {
        Schema one = schema.getType() == Schema.Type.ARRAY ? schema.getElementType() : schema;
        return parseOne(one, text);
    }

    /** Parses the replacement; null: no value. */
    Object parseNew(String text) {
        if (schema.getType() == Schema.Type.ARRAY) {
            return text.isEmpty() ? null : parseOne(schema.getElementType(), text);
        }
        return parse(text);
    }

    private List<Object> parseItems(String text) {
        List<Object> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            items.add(parseOne(schema.getElementType(), item));
        }
        return items;
    }

    private static Object parseOne(Schema schema, String text) {
        return switch (schema.getType()) {
            case STRING -> text;
            case INT -> parseInt(text);
            case BOOLEAN -> parseBoolean(text);
            case LONG -> parseTime(text);
            default -> throw new IllegalArgumentException("this field can only be cleared: write nothing after =");
        };
    }

    private static Integer parseInt(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is not a whole number", e);
        }
    }

    private static Boolean parseBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text + " is neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static Instant parseTime(String text) {
        try {
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text + " is not a time; write for example 2011-07-18T15:59:00Z", e);
        }
    }
}
