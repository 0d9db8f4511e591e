// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.ListOf;
import doorstep.table.ColumnType.MapOf;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.ColumnType.Struct;
import doorstep.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The rows of a table as records of Iceberg's library, which writes Parquet. Columns have the CRC-32 of their names as ids,
 * so that files of different versions agree about them.
 */
final class IcebergRows {
    private final Table table;
    private final Schema schema;

    IcebergRows(Table table) {
        this.table = table;
        schema = new Schema(fields("", table.columns()));
    }

    Schema schema() {
        return schema;
    }

    private static List<NestedField> fields(String prefix, List<Column> columns) {
        List<NestedField> fields = new ArrayList<>();
        for (Column column : columns) {
            String path = prefix + column.name();
            fields.add(NestedField.builder()
                    .withId(id(path))
                    .withName(column.name())
                    .ofType(type(path, column.type()))
                    .isOptional(column.optional())
                    .withDoc(column.comment())
                    .build());
        }
        return fields;
    }

    private static int id(String path) {
        CRC32 hash = new CRC32();
        hash.update(path.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() & Integer.MAX_VALUE);
    }

    private static Type type(String path, ColumnType type) {
        if (type instanceof ListOf list) {
            String item = path + ".item";
            return Types.ListType.ofRequired(id(item), type(item, list.item()));
        }
        if (type instanceof MapOf map) {
            String value = path + ".value";
            return Types.MapType.ofRequired(
                    id(path + ".key"), id(value), Types.StringType.get(), type(value, map.value()));
        }
        if (type instanceof Struct struct) {
            return Types.StructType.of(fields(path + ".", struct.fields()));
        }
        return switch ((Scalar) type) {
            case STRING -> Types.StringType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withZone();
        };
    }

    Record record(List<Object> row) {
        return record(table.columns(), schema.asStruct(), row);
    }

    private static Record record(List<Column> columns, Types.StructType struct, List<?> values) {
        GenericRecord record = GenericRecord.create(struct);
        for (int i = 0; i < columns.size(); i++) {
            record.set(
                    i, toIceberg(columns.get(i).type(), struct.fields().get(i).type(), values.get(i)));
        }
        return record;
    }

    private static Object toIceberg(ColumnType type, Type to, Object value) {
        if (value instanceof Instant moment) {
            return moment.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof List<?> values && type instanceof Struct struct) {
            return record(struct.fields(), to.asStructType(), values);
        }
        if (value instanceof List<?> values) {
            ListOf list = (ListOf) type;
            Type item = to.asListType().elementType();
            return values.stream().map(it -> toIceberg(list.item(), item, it)).toList();
        }
        if (value instanceof Map<?, ?> values) {
            MapOf map = (MapOf) type;
            Map<String, Object> entries = new TreeMap<>();
            Type item = to.asMapType().valueType();
            values.forEach((name, it) -> entries.put((String) name, toIceberg(map.value(), item, it)));
            return entries;
        }
        return value;
    }

    List<Object> row(Record record) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < record.size(); i++) {
            row.add(fromIceberg(record.get(i)));
        }
        return row;
    }

    private Object fromIceberg(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        }
        if (value instanceof Record record) {
            return row(record);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::fromIceberg).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new TreeMap<>();
            map.forEach((name, item) -> entries.put((String) name, fromIceberg(item)));
            return entries;
        }
        return value;
    }
}
