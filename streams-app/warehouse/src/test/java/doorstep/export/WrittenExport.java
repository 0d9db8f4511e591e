// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An export whose files are written and which is not decided: its rows.
 *
 * @param added by name of the table
 * @param changed by name of the table, those of the latest rows
 */
record WrittenExport(
        Export export, boolean replacesFacts, Map<String, List<List<Object>>> added, Map<String, Changes> changed) {
    /** What changes in a table of latest rows. */
    record Changes(boolean replacesAll, Map<String, List<Object>> rows, Set<String> deleted) {}

    /** The rows of a table after some exports. */
    static List<List<Object>> rows(List<WrittenExport> exports, Table table) {
        if (table.kind() == Table.Kind.LATEST) {
            return latest(exports, table.name());
        }
        List<List<Object>> rows = new ArrayList<>();
        for (WrittenExport written : exports) {
            if (written.replacesFacts && table.kind() == Table.Kind.FACTS) {
                rows.clear();
            }
            rows.addAll(written.added.getOrDefault(table.name(), List.of()));
        }
        return rows;
    }

    private static List<List<Object>> latest(List<WrittenExport> exports, String table) {
        Map<String, List<Object>> rows = new TreeMap<>();
        for (WrittenExport written : exports) {
            Changes changes = written.changed.get(table);
            if (changes != null) {
                if (changes.replacesAll()) {
                    rows.clear();
                }
                rows.keySet().removeAll(changes.deleted());
                rows.putAll(changes.rows());
            }
        }
        return List.copyOf(rows.values());
    }

    /** A target in memory that keeps what is written, and commits nothing. */
    static final class Recorder implements Target {
        private final Optional<Export> last;
        private final List<WrittenExport> tables;
        private final Path scratch;
        private final Map<String, List<List<Object>>> added = new HashMap<>();
        private final Map<String, Changes> changed = new HashMap<>();
        private WrittenExport written;

        /**
         * @param last what it says about the last export
         * @param tables the exports that are in the tables
         */
        Recorder(Optional<Export> last, List<WrittenExport> tables, Path scratch) {
            this.last = last;
            this.tables = tables;
            this.scratch = scratch;
        }

        Optional<WrittenExport> written() {
            return Optional.ofNullable(written);
        }

        @Override
        public Optional<Export> last(boolean again) {
            return last;
        }

        @Override
        public void read(Table table, Consumer<List<Object>> sink) {
            rows(tables, table).forEach(sink);
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public Run begin(long number, boolean replacesFacts) {
            return new Run() {
                @Override
                public RowWriter append(Table table) {
                    List<List<Object>> rows = added.computeIfAbsent(table.name(), name -> new ArrayList<>());
                    return new RowWriter() {
                        @Override
                        public void add(List<Object> row) {
                            rows.add(new ArrayList<>(row));
                        }

                        @Override
                        public void close() {}
                    };
                }

                @Override
                public void change(Table table, LatestChanges changes) {
                    Map<String, List<Object>> rows = new TreeMap<>();
                    Set<String> deleted = new HashSet<>();
                    changes.forEachRow(row -> rows.put((String) row.get(0), new ArrayList<>(row)));
                    changes.forEachDeletedKey(deleted::add);
                    changed.put(table.name(), new Changes(changes.replacesAll(), rows, deleted));
                }

                @Override
                public List<TableSummary> commit(Export export) {
                    written = new WrittenExport(export, replacesFacts, added, changed);
                    return List.of();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
