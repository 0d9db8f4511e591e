// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import doorstep.figures.KeyParts;
import doorstep.wire.RowKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How columns repeat {@link Table#KEY}, the key of a row of results. */
public enum KeyColumns {
    /** The table has no such key. */
    NONE {
        @Override
        public List<String> lookup() {
            return List.of();
        }

        @Override
        Map<String, String> parts(String key) {
            return Map.of();
        }

        @Override
        public Optional<String> key(Function<String, Object> row) {
            return Optional.empty();
        }
    },
    /** {@code unit|breakdown=value|facet|window|start}: figures of a window. A column for each part. */
    WINDOW {
        @Override
        public List<String> lookup() {
            return List.of("window", "start");
        }

        @Override
        Map<String, String> parts(String key) {
            return KeyParts.of(key);
        }

        @Override
        public Optional<String> key(Function<String, Object> row) {
            LocalDate start = (LocalDate) row.apply("start");
            return Optional.of(RowKey.of(
                    (String) row.apply("unit"),
                    (String) row.apply("breakdown"),
                    (String) row.apply("value"),
                    (String) row.apply("facet"),
                    (String) row.apply("window"),
                    start != null,
                    start == null ? 0 : start.toEpochDay()));
        }
    },
    /** An id: something owed. It is in the column {@code id}, whatever it looks like. */
    ID {
        @Override
        public List<String> lookup() {
            return List.of("due_at");
        }

        @Override
        Map<String, String> parts(String key) {
            return Map.of("id", key);
        }

        @Override
        public Optional<String> key(Function<String, Object> row) {
            return Optional.of((String) row.apply("id"));
        }
    };

    /** The columns by which people look for rows, if not by the key; their values are short. */
    public abstract List<String> lookup();

    /** The values of the columns, as text. */
    abstract Map<String, String> parts(String key);

    /**
     * The key that columns repeat.
     *
     * @param row gives the value of a column
     */
    public abstract Optional<String> key(Function<String, Object> row);
}
