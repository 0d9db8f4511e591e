package doorstep.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.avro.Schema;

/**
 * Schemas whose records cannot be larger in memory than their bytes allow: no recursion, and no collection whose items
 * take no bytes. With any other schema a few bytes could announce any depth or number of items.
 */
public final class BoundedSchema {
    private BoundedSchema() {}

    public static boolean isBounded(Schema schema) {
        return isBounded(schema, new ArrayDeque<>());
    }

    private static boolean isBounded(Schema schema, Deque<String> path) {
        switch (schema.getType()) {
            case RECORD:
                if (path.contains(schema.getFullName())) {
                    return false;
                }
                path.push(schema.getFullName());
                boolean bounded = schema.getFields().stream().allMatch(field -> isBounded(field.schema(), path));
                path.pop();
                return bounded;
            case UNION:
                return schema.getTypes().stream().allMatch(type -> isBounded(type, path));
            case ARRAY:
                return isBounded(schema.getElementType(), path) && takesBytes(schema.getElementType());
            case MAP:
                return isBounded(schema.getValueType(), path);
            default:
                return true;
        }
    }

    private static boolean takesBytes(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> false;
            case FIXED -> schema.getFixedSize() > 0;
            case RECORD -> schema.getFields().stream().anyMatch(field -> takesBytes(field.schema()));
            default -> true;
        };
    }
}
