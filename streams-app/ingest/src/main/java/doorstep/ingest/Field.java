// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one field of an event from a row.
 *
 * @param <T> type of the field
 */
interface Field<T> {
    /** Empty if the row has nothing for it. */
    Optional<T> read(RowInFile row) throws BadValue;

    /** Columns of the file that it reads. */
    Collection<String> columns();

    /** A field that the mapping does not mention. */
    static <T> Field<T> absent() {
        return new Field<>() {
            @Override
            public Optional<T> read(RowInFile row) {
                return Optional.empty();
            }

            @Override
            public Collection<String> columns() {
                return List.of();
            }
        };
    }

    /** The same field, except that a row without a value for it is bad. */
    static <T> Field<T> needed(String name, Field<T> field) {
        return new Field<>() {
            @Override
            public Optional<T> read(RowInFile row) throws BadValue {
                Optional<T> read = field.read(row);
                if (read.isEmpty()) {
                    throw new BadValue("empty").of(name, field.columns());
                }
                return read;
            }

            @Override
            public Collection<String> columns() {
                return field.columns();
            }
        };
    }

    /** A field that is parsed from one text. */
    record Single<T>(String name, Value value, Form<T> form) implements Field<T> {
        @Override
        public Optional<T> read(RowInFile row) throws BadValue {
            try {
                String text = value.text(row);
                return text.isEmpty() ? Optional.empty() : Optional.of(form.parse(text));
            } catch (BadValue e) {
                throw e.of(name, columns());
            }
        }

        @Override
        public Collection<String> columns() {
            return value.columns();
        }
    }

    /** A field that says whether a condition holds. */
    record Holding(String name, Condition condition) implements Field<Boolean> {
        @Override
        public Optional<Boolean> read(RowInFile row) throws BadValue {
            try {
                return Optional.of(condition.holds(row));
            } catch (BadValue e) {
                throw e.of(name, columns());
            }
        }

        @Override
        public Collection<String> columns() {
            return condition.columns();
        }
    }

    /** A field that is a list. Empty texts are left out; the list is never absent. */
    record Several<T>(String name, List<Item<T>> items) implements Field<List<T>> {
        /** One entry of the mapping's list, which may yield several values. */
        record Item<T>(Value value, Form<T> form) {}

        @Override
        public Optional<List<T>> read(RowInFile row) throws BadValue {
            List<T> all = new ArrayList<>();
            for (Item<T> item : items) {
                try {
                    for (String text : item.value().texts(row, part -> part)) {
                        if (!text.isEmpty()) {
                            all.add(item.form().parse(text));
                        }
                    }
                } catch (BadValue e) {
                    throw e.of(name, item.value().columns());
                }
            }
            return Optional.of(all);
        }

        @Override
        public Collection<String> columns() {
            return columnsOf(items.stream().map(Item::value).toList());
        }
    }

    /**
     * A field that is a path of segments; absent if a required segment is empty. A slash in a column's text does not
     * separate segments.
     */
    record Path(String name, List<Segment> segments) implements Field<String> {
        /** @param optional left out if it is empty */
        record Segment(Value value, boolean optional) {}

        private static final char DIVISION_SLASH = '\u2215';

        @Override
        public Optional<String> read(RowInFile row) throws BadValue {
            try {
                List<String> texts = new ArrayList<>(segments.size());
                for (Segment segment : segments) {
                    List<String> parts = segment.value().texts(row, text -> text.replace('/', DIVISION_SLASH));
                    if (parts.isEmpty() && !segment.optional()) {
                        return Optional.empty();
                    }
                    texts.addAll(parts);
                }
                return texts.isEmpty() ? Optional.empty() : Optional.of(Form.path(String.join("/", texts)));
            } catch (BadValue e) {
                throw e.of(name, columns());
            }
        }

        @Override
        public Collection<String> columns() {
            return columnsOf(segments.stream().map(Segment::value).toList());
        }
    }

    private static Collection<String> columnsOf(List<Value> values) {
        Set<String> columns = new LinkedHashSet<>();
        values.forEach(value -> columns.addAll(value.columns()));
        return columns;
    }
}
