// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import doorstep.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/**
 * Rows of a definition to records of Iceberg and back. Columns are matched by name: a table that got a column later has it
 * at its end, and one that has not got it yet is read as if it were null. Not thread-safe.
 */
public final class RowConverter {
    /** What times and dates are in records. */
    public enum Times {
        /** Objects, as Iceberg's readers have them and {@code GenericParquetWriter} takes them. */
        OBJECTS,
        /** Numbers, as they are in files, and as {@code InternalWriter} takes them: only for records that are written. */
        NUMBERS
    }

    private final GenericRecord record;
    private final int[] positions; // -1: not there
    private final List<UnaryOperator<Object>> toIceberg = new ArrayList<>();
    private final List<UnaryOperator<Object>> fromIceberg = new ArrayList<>();

    /** With objects for times and dates. */
    public RowConverter(Table definition, Schema schema) {
        this(definition, schema, Times.OBJECTS);
    }

    public RowConverter(Table definition, Schema schema, Times times) {
        record = GenericRecord.create(schema);
        positions = new int[definition.columns().size()];
        for (int i = 0; i < positions.length; i++) {
            Column column = definition.columns().get(i);
            NestedField field = schema.findField(column.name());
            positions[i] = schema.columns().indexOf(field);
            toIceberg.add(orNull(field == null ? it -> it : toIceberg(column.type(), field.type(), times)));
            fromIceberg.add(orNull(fromIceberg(column.type())));
        }
    }

    /**
     * Converts a row of a table that has all columns.
     *
     * @return the same record each time, with other values
     */
    public Record record(List<Object> row) {
        for (int i = 0; i < positions.length; i++) {
            record.set(positions[i], toIceberg.get(i).apply(row.get(i)));
        }
        return record;
    }

    public List<Object> row(Record from) {
        Object[] row = new Object[positions.length];
        for (int i = 0; i < positions.length; i++) {
            row[i] = positions[i] < 0 ? null : fromIceberg.get(i).apply(from.get(positions[i]));
        }
        return Arrays.asList(row);
    }

    private static UnaryOperator<Object> orNull(UnaryOperator<Object> convert) {
        return value -> value == null ? null : convert.apply(value);
    }

    private static UnaryOperator<Object> toIceberg(ColumnType type, Type to, Times times) {
        if (type instanceof ListOf list) {
            return inList(toIceberg(list.item(), to.asListType().elementType(), times));
        }
        if (type instanceof MapOf map) {
            return inMap(toIceberg(map.value(), to.asMapType().valueType(), times));
        }
        if (type instanceof Struct struct) {
            StructType fields = to.asStructType();
            List<UnaryOperator<Object>> converters = new ArrayList<>();
            for (int i = 0; i < struct.fields().size(); i++) {
                converters.add(orNull(toIceberg(
                        struct.fields().get(i).type(), fields.fields().get(i).type(), times)));
            }
            return value -> {
                GenericRecord nested = GenericRecord.create(fields);
                for (int i = 0; i < converters.size(); i++) {
                    nested.set(i, converters.get(i).apply(((List<?>) value).get(i)));
                }
                return nested;
            };
        }
        return times == Times.NUMBERS ? toNumber((Scalar) type) : toObject((Scalar) type);
    }

    private static UnaryOperator<Object> toObject(Scalar type) {
        return type == Scalar.TIMESTAMP
                ? value -> OffsetDateTime.ofInstant((Instant) value, ZoneOffset.UTC)
                : UnaryOperator.identity();
    }

    private static UnaryOperator<Object> toNumber(Scalar type) {
        return switch (type) {
            case TIMESTAMP -> value -> micros((Instant) value);
            case DATE -> value -> (int) ((LocalDate) value).toEpochDay();
            default -> UnaryOperator.identity();
        };
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }

    private static UnaryOperator<Object> fromIceberg(ColumnType type) {
        if (type instanceof ListOf list) {
            return inList(fromIceberg(list.item()));
        }
        if (type instanceof MapOf map) {
            return inMap(fromIceberg(map.value()));
        }
        if (type instanceof Struct struct) {
            List<UnaryOperator<Object>> converters = struct.fields().stream()
                    .map(it -> orNull(fromIceberg(it.type())))
                    .toList();
            return value -> {
                Object[] fields = new Object[converters.size()];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = converters.get(i).apply(((Record) value).get(i));
                }
                return Arrays.asList(fields);
            };
        }
        return type == Scalar.TIMESTAMP ? value -> ((OffsetDateTime) value).toInstant() : UnaryOperator.identity();
    }

    private static UnaryOperator<Object> inList(Function<Object, Object> item) {
        return value -> ((List<?>) value).stream().map(item).toList();
    }

    private static UnaryOperator<Object> inMap(Function<Object, Object> item) {
        return value -> {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((name, it) -> map.put((String) name, item.apply(it)));
            return map;
        };
    }
}
