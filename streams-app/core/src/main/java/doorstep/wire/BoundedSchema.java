// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Checks that records of a writer's schema can be decoded in time proportional to their bytes. Avro trusts any schema,
 * and anyone may have registered it. Refused are recursion, collections whose items take no bytes (a few bytes could
 * announce any number of them), and records that unfold into very many values (sixty records, each containing the next
 * one twice, make 2^60 values of no bytes at all).
 */
public final class BoundedSchema {
    /** Maximum values in one record, with collections counted as one item. Doorstep's largest schema has about 40. */
    private static final long MAX_VALUES = 1_000;

    private static final long TOO_MANY = MAX_VALUES + 1;

    private final Map<String, Long> sizes = new HashMap<>(); // of records that were fully visited
    private final Deque<String> path = new ArrayDeque<>();

    private BoundedSchema() {}

    public static boolean isBounded(Schema schema) {
        return new BoundedSchema().values(schema) <= MAX_VALUES;
    }

    private long values(Schema schema) {
        switch (schema.getType()) {
            case RECORD:
                return valuesOfRecord(schema);
            case UNION:
                return sum(schema.getTypes());
            case ARRAY:
                long items = values(schema.getElementType());
                return items <= MAX_VALUES && takesBytes(schema.getElementType()) ? 1 + items : TOO_MANY;
            case MAP:
                return 1 + values(schema.getValueType());
            default:
                return 1;
        }
    }

    private long valuesOfRecord(Schema schema) {
        String name = schema.getFullName();
        Long known = sizes.get(name);
        if (known != null) {
            return known;
        }
        if (path.contains(name)) {
            return TOO_MANY;
        }
        path.push(name);
        long size = sum(schema.getFields().stream().map(Schema.Field::schema).toList());
        path.pop();
        sizes.put(name, size);
        return size;
    }

    private long sum(Iterable<Schema> parts) {
        long sum = 1;
        for (Schema part : parts) {
            sum = Math.min(TOO_MANY, sum + values(part));
        }
        return sum;
    }

    /** Only called for small schemas, because it does not cache results. */
    private static boolean takesBytes(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> false;
            case FIXED -> schema.getFixedSize() > 0;
            case RECORD -> schema.getFields().stream().anyMatch(field -> takesBytes(field.schema()));
            default -> true;
        };
    }
}
