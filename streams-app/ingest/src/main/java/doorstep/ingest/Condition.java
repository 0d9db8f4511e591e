// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A condition of a mapping that holds for a row or not. */
sealed interface Condition {
    boolean holds(RowInFile row) throws BadValue;

    Collection<String> columns();

    /** A test of one text. */
    record OfText(Value value, Predicate<String> test) implements Condition {
        @Override
        public boolean holds(RowInFile row) throws BadValue {
            try {
                return test.test(value.text(row));
            } catch (BadValue e) {
                throw e.of("when", value.columns());
            }
        }

        @Override
        public Collection<String> columns() {
            return value.columns();
        }
    }

    /** Several conditions, of which all or at least one must hold. */
    record Several(List<Condition> conditions, boolean all) implements Condition {
        @Override
        public boolean holds(RowInFile row) throws BadValue {
            for (Condition condition : conditions) {
                if (condition.holds(row) != all) {
                    return !all;
                }
            }
            return all;
        }

        @Override
        public Collection<String> columns() {
            Set<String> columns = new LinkedHashSet<>();
            conditions.forEach(condition -> columns.addAll(condition.columns()));
            return columns;
        }
    }

    Condition ALWAYS = new Several(List.of(), true);
}
