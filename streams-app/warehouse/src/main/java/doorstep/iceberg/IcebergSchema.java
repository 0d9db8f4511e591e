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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Definitions of tables as schemas of Iceberg, and how a table follows a definition that changed. */
final class IcebergSchema {
    private int lastId;

    private IcebergSchema() {}

    /** The schema of a new table; rows of a table with the latest rows are identified by their key. */
    static Schema of(Table definition) {
        List<NestedField> fields = new IcebergSchema().fields(definition.columns());
        return definition.kind() == Table.Kind.LATEST
                ? new Schema(
                        fields, Set.of(fields.get(definition.indexOf(Table.KEY)).fieldId()))
                : new Schema(fields);
    }

    private List<NestedField> fields(List<Column> columns) {
        List<NestedField> fields = new ArrayList<>();
        for (Column column : columns) {
            int id = ++lastId;
            Type type = type(column.type());
            fields.add(
                    column.optional()
                            ? NestedField.optional(id, column.name(), type, column.comment())
                            : NestedField.required(id, column.name(), type, column.comment()));
        }
        return fields;
    }

    private Type type(ColumnType type) {
        if (type instanceof ListOf list) {
            return Types.ListType.ofRequired(++lastId, type(list.item()));
        }
        if (type instanceof MapOf map) {
            int key = ++lastId;
            int value = ++lastId;
            return Types.MapType.ofRequired(key, value, Types.StringType.get(), type(map.value()));
        }
        if (type instanceof Struct struct) {
            return Types.StructType.of(fields(struct.fields()));
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
                update.addColumn(column.name(), new IcebergSchema().type(column.type()), column.comment());
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
