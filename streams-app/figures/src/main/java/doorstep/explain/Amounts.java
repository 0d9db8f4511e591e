// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.figures.FlatRow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The figures of a row that add up: counts and sums by field, those inside of a field as {@code field.name}, without zeros.
 * What is a ratio or a percentile is left out.
 */
final class Amounts {
    private Amounts() {}

    static Map<String, Long> of(IndexedRecord row) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        List<Schema.Field> fields = row.getSchema().getFields();
        fields.subList(FlatRow.HEAD.size(), fields.size())
                .forEach(field -> add(field.name(), field.schema(), row.get(field.pos()), amounts));
        amounts.values().removeIf(amount -> amount == 0);
        return amounts;
    }

    private static void add(String name, Schema schema, Object value, Map<String, Long> amounts) {
        if (schema.getType() == Schema.Type.LONG) {
            amounts.put(name, (Long) value);
        } else if (schema.getType() == Schema.Type.RECORD) {
            IndexedRecord parts = (IndexedRecord) value;
            schema.getFields()
                    .forEach(part -> add(name + "." + part.name(), part.schema(), parts.get(part.pos()), amounts));
        } else if (schema.getType() == Schema.Type.ARRAY
                && schema.getElementType().getType() == Schema.Type.RECORD) {
            ((Collection<?>) value).forEach(item -> addNamed(name, (IndexedRecord) item, amounts));
        }
    }

    /** An item of a list such as the moods: a code, and its count. */
    private static void addNamed(String name, IndexedRecord item, Map<String, Long> amounts) {
        String code = null;
        for (Schema.Field field : item.getSchema().getFields()) {
            if (field.schema().getType() == Schema.Type.STRING) {
                code = item.get(field.pos()).toString();
            } else if (field.schema().getType() == Schema.Type.LONG && code != null) {
                amounts.put(name + "." + code, (Long) item.get(field.pos()));
            }
        }
    }

    /** What the first has more than the second; negative where it has less. */
    static Map<String, Long> difference(Map<String, Long> some, Map<String, Long> others) {
        Map<String, Long> difference = new LinkedHashMap<>(some);
        others.forEach((name, amount) -> difference.merge(name, -amount, Long::sum));
        difference.values().removeIf(amount -> amount == 0);
        return difference;
    }

    /** All names that occur, in alphabetical order. */
    static List<String> names(Collection<Map<String, Long>> all) {
        TreeSet<String> names = new TreeSet<>();
        all.forEach(amounts -> names.addAll(amounts.keySet()));
        return List.copyOf(names);
    }
}
