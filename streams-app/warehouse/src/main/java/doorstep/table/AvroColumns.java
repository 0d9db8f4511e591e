// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * The columns of a record: a column for each field, with the field's documentation as comment. A record in a field is
 * flattened: its fields become columns whose names begin with that field's. Field names become lower case with
 * underscores, so that no database needs quotes for their letters.
 */
final class AvroColumns {
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private AvroColumns() {}

    static List<Column> of(Schema record) {
        List<Column> columns = new ArrayList<>();
        record.getFields().forEach(field -> add(columns, "", Optional.empty(), false, field));
        return List.copyOf(columns);
    }

    private static void add(
            List<Column> columns, String prefix, Optional<String> doc, boolean optional, Schema.Field field) {
        String name = prefix + name(field);
        Optional<String> fieldDoc = Optional.ofNullable(field.doc()).map(it -> it.replaceAll("\\s+", " "));
        String comment = doc.map(it -> it + " " + fieldDoc.orElse(""))
                .or(() -> fieldDoc)
                .orElse("")
                .strip();
        Schema type = withoutNull(field.schema());
        boolean mayBeNull = optional || field.schema().isNullable();
        if (type.getType() == Schema.Type.RECORD) {
            type.getFields().forEach(part -> add(columns, name + "_", Optional.of(comment), mayBeNull, part));
        } else {
            columns.add(new Column(name, typeOf(type), mayBeNull, comment));
        }
    }

    private static String name(Schema.Field field) {
        return CAPITAL.matcher(field.name()).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    private static Schema withoutNull(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(it -> it.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    private static ColumnType typeOf(Schema schema) {
        boolean logical = schema.getLogicalType() != null;
        return switch (schema.getType()) {
            case STRING -> ColumnType.Scalar.STRING;
            case INT -> logical ? logical(schema, LogicalTypes.date(), ColumnType.Scalar.DATE) : ColumnType.Scalar.INT;
            case LONG ->
                logical
                        ? logical(schema, LogicalTypes.timestampMillis(), ColumnType.Scalar.TIMESTAMP)
                        : ColumnType.Scalar.LONG;
            case DOUBLE -> ColumnType.Scalar.DOUBLE;
            case BOOLEAN -> ColumnType.Scalar.BOOLEAN;
            case ARRAY -> new ColumnType.ListOf(typeOf(schema.getElementType()));
            case MAP -> new ColumnType.MapOf(typeOf(schema.getValueType()));
            case RECORD ->
                new ColumnType.Struct(schema.getFields().stream()
                        .map(field -> Column.required(name(field), typeOf(field.schema()), field.doc()))
                        .toList());
            default -> throw new IllegalArgumentException("no column for " + schema);
        };
    }

    private static ColumnType logical(Schema schema, Object expected, ColumnType type) {
        if (!schema.getLogicalType().equals(expected)) {
            throw new IllegalArgumentException("no column for " + schema);
        }
        return type;
    }

    /** The values of {@link #of} its schema. */
    static List<Object> values(IndexedRecord record) {
        List<Object> values = new ArrayList<>();
        add(values, record, record.getSchema());
        return values;
    }

    /** @param record null: all of its columns are */
    private static void add(List<Object> values, IndexedRecord record, Schema schema) {
        for (Schema.Field field : schema.getFields()) {
            Object value = record == null ? null : record.get(field.pos());
            Schema type = withoutNull(field.schema());
            if (type.getType() == Schema.Type.RECORD) {
                add(values, (IndexedRecord) value, type);
            } else {
                values.add(plain(value));
            }
        }
    }

    /**
     * The record whose {@link #values} these are; null if it has no value but null.
     *
     * @param values is read as far as the record's go
     */
    static IndexedRecord record(Schema schema, Iterator<Object> values) {
        List<Object> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Schema type = withoutNull(field.schema());
            fields.add(type.getType() == Schema.Type.RECORD ? record(type, values) : ofType(type, values.next()));
        }
        if (fields.stream().allMatch(Objects::isNull)) {
            return null;
        }
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        for (int i = 0; i < fields.size(); i++) {
            record.put(i, fields.get(i));
        }
        return record;
    }

    private static Object ofType(Schema schema, Object value) {
        if (schema.getType() == Schema.Type.ARRAY && value instanceof List<?> list) {
            return list.stream()
                    .map(it -> ofType(schema.getElementType(), it))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        if (schema.getType() == Schema.Type.RECORD && value instanceof List<?> fields) {
            return record(schema, new ArrayList<Object>(fields).iterator());
        }
        return value;
    }

    private static Object plain(Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AvroColumns::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new TreeMap<>();
            map.forEach((name, item) -> entries.put(name.toString(), plain(item)));
            return entries;
        }
        return value instanceof IndexedRecord record ? values(record) : value;
    }
}
