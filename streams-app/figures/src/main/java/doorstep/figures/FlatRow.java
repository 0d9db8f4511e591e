// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.family.RowHead;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A row of a topic as names and values in the order of the schema, in which the parts of the key come first. An absent
 * breakdown, value or facet is empty, as in the topic; absent dates and figures are null. Values are strings, numbers,
 * booleans, lists and maps.
 */
public record FlatRow(String key, Map<String, Object> values) {
    public static final List<String> HEAD = List.of("unit", "breakdown", "value", "facet", "window", "start", "end");

    public static FlatRow of(String key, SpecificRecord row) {
        Map<String, Object> values = new LinkedHashMap<>();
        row.getSchema().getFields().forEach(field -> values.put(field.name(), plain(row.get(field.pos()))));
        return new FlatRow(key, values);
    }

    /** The row that a tombstone deleted: the parts of its key and no figures. */
    public static FlatRow removed(String key, Schema schema) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.getFields().forEach(field -> values.put(field.name(), null));
        if (isOfFigures(schema)) {
            values.putAll(KeyParts.of(key));
            if (values.get("start").equals("")) {
                values.put("start", null);
            }
        }
        return new FlatRow(key, values);
    }

    /** True for the topics of figures, whose values begin with the parts of their key. */
    public static boolean isOfFigures(Schema schema) {
        return schema.getFields().size() > HEAD.size()
                && schema.getFields().subList(0, HEAD.size()).stream()
                        .map(Schema.Field::name)
                        .toList()
                        .equals(HEAD);
    }

    public String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    /** A figure that is a whole number; 0 if the row has none of this name. */
    public long count(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** The parts of the key of a row of figures. */
    public RowHead head() {
        return new RowHead(
                text("unit"),
                text("breakdown"),
                text("value"),
                text("facet"),
                text("window"),
                date("start"),
                date("end"));
    }

    private LocalDate date(String name) {
        return text(name).isEmpty() ? null : LocalDate.parse(text(name));
    }

    private static Object plain(Object value) {
        if (value instanceof SpecificRecord record) {
            Map<String, Object> fields = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(field -> fields.put(field.name(), plain(record.get(field.pos()))));
            return fields;
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new java.util.TreeMap<>();
            map.forEach((name, item) -> entries.put(name.toString(), plain(item)));
            return entries;
        }
        if (value instanceof LocalDate || value instanceof Instant || value instanceof CharSequence) {
            return value.toString();
        }
        return value;
    }
}
