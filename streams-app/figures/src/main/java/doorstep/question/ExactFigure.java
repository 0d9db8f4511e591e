// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Fraction;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Figures by their names, to be compared. Counts are exact; a ratio is the double that the row has: one division of whole
 * numbers below 2^53, which is equal where the fractions are, and in their order.
 */
final class ExactFigure {
    private ExactFigure() {}

    /** Empty where the row has none. */
    static Optional<Fraction> of(SpecificRecord row, String name) {
        int dot = name.indexOf('.');
        Object value = row.get(row.getSchema()
                .getField(dot < 0 ? name : name.substring(0, dot))
                .pos());
        if (dot >= 0) {
            return of((SpecificRecord) value, name.substring(dot + 1));
        }
        if (value instanceof Long count) {
            return Optional.of(Fraction.of(count));
        }
        return Optional.ofNullable((Double) value).map(Fraction::of);
    }

    /** The names of a topic's figures that are numbers. */
    static List<String> names(Schema topic) {
        return topic.getFields().stream()
                .flatMap(field -> namesOf(field.name(), field.schema()).stream())
                .toList();
    }

    private static List<String> namesOf(String name, Schema type) {
        return switch (type.getType()) {
            case LONG, DOUBLE -> List.of(name);
            case RECORD -> names(type).stream().map(inner -> name + "." + inner).toList();
            case UNION ->
                type.getTypes().stream()
                        .flatMap(it -> namesOf(name, it).stream())
                        .toList();
            default -> List.of();
        };
    }
}
