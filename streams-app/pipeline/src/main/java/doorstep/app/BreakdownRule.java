package doorstep.app;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which values of a breakdown have rows of their own.
 *
 * @param kind where the list comes from
 * @param values the list itself for {@link Kind#VALUES}, sorted; else empty
 */
public record BreakdownRule(Kind kind, Set<String> values) {
    public enum Kind {
        /** Every value that occurs. */
        OPEN,
        /** Those of the catalogue; all others count under {@code OTHER_VALUES}. */
        CATALOGUE,
        /** Those listed here; all others count under {@code OTHER_VALUES}. */
        VALUES,
        /** No rows by this breakdown. */
        NONE
    }

    public BreakdownRule {
        values = Collections.unmodifiableSet(new TreeSet<>(values));
        if ((kind == Kind.VALUES) == values.isEmpty()) {
            throw new IllegalArgumentException(kind + " with " + values.size() + " values");
        }
    }

    static BreakdownRule parse(String text) {
        return switch (text) {
            case "open" -> new BreakdownRule(Kind.OPEN, Set.of());
            case "catalogue" -> new BreakdownRule(Kind.CATALOGUE, Set.of());
            case "none" -> new BreakdownRule(Kind.NONE, Set.of());
            default -> {
                Set<String> values = new TreeSet<>();
                for (String value : text.split(",", -1)) {
                    values.add(value.strip());
                }
                yield new BreakdownRule(Kind.VALUES, values);
            }
        };
    }

    /** As in the configuration, in one form only: a list is sorted. */
    String text() {
        return kind == Kind.VALUES ? String.join(",", values) : kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
