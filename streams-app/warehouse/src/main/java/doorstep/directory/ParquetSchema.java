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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns of a table as Iceberg's library wants them, which writes Parquet. They have the CRC-32 of their names as ids, so
 * that files of different versions agree about them.
 */
final class ParquetSchema {
    private ParquetSchema() {}

    static Schema of(Table table) {
        return new Schema(fields("", table.columns()));
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
}
