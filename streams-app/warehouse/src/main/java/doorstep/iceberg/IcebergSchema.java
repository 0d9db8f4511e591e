// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import doorstep.export.ExportException;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Definitions of tables as schemas of Iceberg, and how a table follows a definition that changed. */
public final class IcebergSchema {
    /** Of a column or a part of one, by its path. */
    private final ToIntFunction<String> ids;

    private IcebergSchema(ToIntFunction<String> ids) {
        this.ids = ids;
    }

    /** The schema of a new table; rows of a table with the latest rows are identified by their key. */
    static Schema of(Table definition) {
        List<NestedField> fields = numbered().fields("", definition.columns());
        return definition.kind() == Table.Kind.LATEST
                ? new Schema(
                        fields, Set.of(fields.get(definition.indexOf(Table.KEY)).fieldId()))
                : new Schema(fields);
    }

    /** The schema of a view. */
    static Schema of(List<Column> columns) {
        return new Schema(numbered().fields("", columns));
    }

    /** The schema of files outside of any table: ids are CRC-32 of the paths, so that files of different versions agree. */
    public static Schema ofFiles(Table definition) {
        return new Schema(new IcebergSchema(IcebergSchema::hash).fields("", definition.columns()));
    }

    private static IcebergSchema numbered() {
        AtomicInteger last = new AtomicInteger();
        return new IcebergSchema(path -> last.incrementAndGet());
    }

    private static int hash(String path) {
        CRC32 hash = new CRC32();
        hash.update(path.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() & Integer.MAX_VALUE);
    }

    private List<NestedField> fields(String prefix, List<Column> columns) {
        List<NestedField> fields = new ArrayList<>();
        for (Column column : columns) {
            String path = prefix + column.name();
            int id = ids.applyAsInt(path);
            Type type = type(path, column.type());
            fields.add(
                    column.optional()
                            ? NestedField.optional(id, column.name(), type, column.comment())
                            : NestedField.required(id, column.name(), type, column.comment()));
        }
        return fields;
    }

    private Type type(String path, ColumnType type) {
        if (type instanceof ListOf list) {
            String item = path + ".item";
            return Types.ListType.ofRequired(ids.applyAsInt(item), type(item, list.item()));
        }
        if (type instanceof MapOf map) {
            int key = ids.applyAsInt(path + ".key");
            String value = path + ".value";
            return Types.MapType.ofRequired(
                    key, ids.applyAsInt(value), Types.StringType.get(), type(value, map.value()));
        }
        if (type instanceof Struct struct) {
            return Types.StructType.of(fields(path + ".", struct.fields()));
        }
        return scalar((Scalar) type);
    }

    private static Type scalar(Scalar type) {
        return switch (type) {
            case STRING -> Types.StringType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withZone();
        };
    }

    /**
     * Adds optional columns that a table does not have yet, and takes over comments.
     *
     * @throws ExportException if the definition differs in anything else
     */
    static void evolve(org.apache.iceberg.Table table, Table definition) {
        Schema schema = table.schema();
        for (NestedField field : schema.columns()) {
            if (definition.columns().stream().noneMatch(it -> it.name().equals(field.name()))) {
                throw refused(definition, field.name(), "is in the table, but not known to this version");
            }
        }
        UpdateSchema update = table.updateSchema();
        boolean changed = false;
        for (Column column : definition.columns()) {
            NestedField field = schema.findField(column.name());
            if (field == null) {
                if (!column.optional()) {
                    throw refused(definition, column.name(), "is required, but not in the table");
                }
                update.addColumn(column.name(), numbered().type(column.name(), column.type()), column.comment());
                changed = true;
            } else if (field.isOptional() != column.optional()) {
                throw refused(
                        definition,
                        column.name(),
                        column.optional() ? "is required in the table" : "may be null in the table");
            } else if (!same(column.type(), field.type())) {
                throw refused(
                        definition, column.name(), "is " + field.type() + " in the table, " + column.type() + " now");
            } else if (!column.comment().equals(field.doc())) {
                update.updateColumnDoc(column.name(), column.comment());
                changed = true;
            }
        }
        if (changed) {
            update.commit();
        }
    }

    private static ExportException refused(Table definition, String column, String why) {
        return new ExportException("column " + column + " of table " + definition.name() + " " + why
                + ". Only new optional columns are added to a table; export to another directory");
    }

    private static boolean same(ColumnType type, Type have) {
        if (type instanceof ListOf list) {
            return have.isListType() && same(list.item(), have.asListType().elementType());
        }
        if (type instanceof MapOf map) {
            return have.isMapType() && same(map.value(), have.asMapType().valueType());
        }
        if (type instanceof Struct struct) {
            return have.isStructType() && same(struct, have.asStructType());
        }
        return scalar((Scalar) type).equals(have);
    }

    private static boolean same(Struct struct, Types.StructType have) {
        List<Column> columns = struct.fields();
        if (columns.size() != have.fields().size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            NestedField field = have.fields().get(i);
            if (!field.name().equals(columns.get(i).name())
                    || field.isOptional() != columns.get(i).optional()
                    || !same(columns.get(i).type(), field.type())) {
                return false;
            }
        }
        return true;
    }
}
