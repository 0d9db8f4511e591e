// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.catalogue.Catalogue;
import doorstep.tally.Breakdown;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Determines which values of a breakdown have rows of their own.
 *
 * @param values the sorted values that do, if the rule is {@link Kind#LISTED}; else empty
 */
public record BreakdownRule(Kind kind, Set<String> values) {
    /** A rule for rows by every value. */
    public static final BreakdownRule OPEN = new BreakdownRule(Kind.OPEN, Set.of());

    public static final String CATALOGUE = "catalogue";

    public enum Kind {
        /** Every value that occurs. */
        OPEN,
        /** The values of a list; all others count under {@code OTHER_VALUES}. */
        LISTED,
        /** No rows by this breakdown. */
        NONE
    }

    public BreakdownRule {
        values = Collections.unmodifiableSet(new TreeSet<>(values));
        if (kind != Kind.LISTED && !values.isEmpty()) {
            throw new IllegalArgumentException(kind + " with values");
        }
    }

    /** @param text {@code open}, {@code none}, {@code catalogue}, or values separated by commas */
    public static BreakdownRule parse(Breakdown breakdown, String text, Catalogue catalogue) {
        return text.equals(CATALOGUE)
                ? new BreakdownRule(Kind.LISTED, catalogue.codes(breakdown.label()))
                : parse(text);
    }

    /** Accepts any text except {@code catalogue}. */
    public static BreakdownRule parse(String text) {
        for (Kind kind : Set.of(Kind.OPEN, Kind.NONE)) {
            if (text.equals(kind.name().toLowerCase(Locale.ROOT))) {
                return new BreakdownRule(kind, Set.of());
            }
        }
        Set<String> values = new TreeSet<>();
        for (String value : text.split(",", -1)) {
            values.add(value.strip());
        }
        return new BreakdownRule(Kind.LISTED, values);
    }

    /** The canonical form: a list is sorted, wherever it came from. */
    public String text() {
        return kind == Kind.LISTED
                ? "[" + String.join(",", values) + "]"
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
