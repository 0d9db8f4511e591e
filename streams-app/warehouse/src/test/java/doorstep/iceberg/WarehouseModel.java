// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.export.Cut;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.LatestChanges;
import doorstep.export.RowWriter;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.table.Column;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.common.TopicPartition;

/** What tables of a warehouse must hold after random exports, and these exports. */
final class WarehouseModel {
    static final Table FACTS = table("events", Table.Kind.FACTS, "id");
    static final Table HISTORY = table("figures_history", Table.Kind.LOG, "id");
    static final Table LATEST = table("figures", Table.Kind.LATEST, Table.KEY);

    private final Random random = new Random(7);
    private final List<List<Object>> facts = new ArrayList<>();
    private final List<List<Object>> history = new ArrayList<>();
    private final Map<String, List<Object>> latest = new TreeMap<>();
    private long lastNumber;

    /** What one export does. */
    record Changes(
            long number,
            boolean replacesFacts,
            List<List<Object>> facts,
            List<List<Object>> history,
            boolean replacesAll,
            Map<String, List<Object>> rows,
            Set<String> deleted) {}

    static Table table(String name, Table.Kind kind, String key) {
        return new Table(
                name,
                kind,
                "of a test",
                List.of(
                        new Column("export", Scalar.LONG, false, "number"),
                        new Column(key, Scalar.STRING, false, "key"),
                        new Column("amount", Scalar.DOUBLE, true, "amount")));
    }

    static Warehouse warehouse(Path directory, Steps steps) {
        return Warehouse.open(new HookedCatalog(steps), directory, Optional.empty(), Map.of());
    }

    static IcebergTarget target(Path directory, Steps steps) {
        return new IcebergTarget(warehouse(directory, steps));
    }

    /** The next export: some rows come, change or go. */
    Changes next(boolean replacesFacts, int rows) {
        long number = lastNumber + 1;
        List<List<Object>> came = new ArrayList<>();
        Map<String, List<Object>> changed = new TreeMap<>();
        Set<String> deleted = new HashSet<>();
        for (int i = 0; i < rows; i++) {
            String key = "key" + random.nextInt(40);
            if (random.nextInt(4) == 0) {
                deleted.add(key);
                changed.remove(key);
            } else {
                changed.put(key, List.of(number, key, random.nextDouble()));
                deleted.remove(key);
            }
            came.add(List.of(number, "id" + number + "-" + i, random.nextDouble()));
        }
        return new Changes(number, replacesFacts, came, came, random.nextInt(8) == 0, changed, deleted);
    }

    /** Makes an export. */
    static List<TableSummary> export(Target target, Changes changes) {
        Target.Run run = target.begin(changes.number(), changes.replacesFacts());
        try {
            List<TableSummary> summaries = export(run, changes);
            run.close();
            return summaries;
        } catch (ExportException e) { // not if it is killed: a killed process closes nothing
            run.close();
            throw e;
        }
    }

    private static List<TableSummary> export(Target.Run run, Changes changes) {
        try (RowWriter rows = run.append(FACTS)) {
            changes.facts().forEach(rows::add);
        }
        try (RowWriter rows = run.append(HISTORY)) {
            changes.history().forEach(rows::add);
        }
        run.change(LATEST, changesOf(changes));
        return run.commit(export(changes.number()));
    }

    private static LatestChanges changesOf(Changes changes) {
        return new LatestChanges() {
            @Override
            public boolean isEmpty() {
                return !changes.replacesAll()
                        && changes.rows().isEmpty()
                        && changes.deleted().isEmpty();
            }

            @Override
            public boolean replacesAll() {
                return changes.replacesAll();
            }

            @Override
            public boolean touches(String key) {
                return changes.rows().containsKey(key) || changes.deleted().contains(key);
            }

            @Override
            public void forEachRow(Consumer<List<Object>> sink) {
                changes.rows().values().forEach(sink);
            }

            @Override
            public void forEachDeletedKey(Consumer<String> sink) {
                changes.deleted().forEach(sink);
            }
        };
    }

    static Export export(long number) {
        Map<TopicPartition, Long> ends = Map.of(new TopicPartition("visits", 0), number * 10);
        return new Export(
                number,
                1,
                0,
                Instant.ofEpochMilli(number),
                new Cut(ends, Optional.empty(), ends, Optional.of(Instant.ofEpochMilli(number)), true, true),
                Map.of("visits", new UUID(1, 2)),
                Map.of(new TopicPartition("visits", 0), new Export.Range(0, number * 10, number)),
                Map.of("events", 1L));
    }

    /** Notes that an export is decided. */
    void apply(Changes changes) {
        lastNumber = changes.number();
        if (changes.replacesFacts()) {
            facts.clear();
        }
        facts.addAll(changes.facts());
        history.addAll(changes.history());
        if (changes.replacesAll()) {
            latest.clear();
        }
        changes.deleted().forEach(latest::remove);
        latest.putAll(changes.rows());
    }

    long lastNumber() {
        return lastNumber;
    }

    /** Reads the tables by the target and by Iceberg's own reader. */
    void assertHeldBy(Path directory) {
        try (IcebergTarget target = target(directory, Steps.undisturbed())) {
            assertThat(target.last(false)).contains(export(lastNumber));
            assertThat(read(target, FACTS)).containsExactlyInAnyOrderElementsOf(facts);
            assertThat(read(target, HISTORY)).containsExactlyInAnyOrderElementsOf(history);
            assertThat(read(target, LATEST)).containsExactlyInAnyOrderElementsOf(latest.values());
            List<Object> numbers = new ArrayList<>();
            target.read(Tables.EXPORTS, row -> numbers.add(row.get(0)));
            List<Object> expected = new ArrayList<>();
            for (long number = 1; number <= lastNumber; number++) {
                expected.add(number);
            }
            assertThat(numbers).containsExactlyInAnyOrderElementsOf(expected);
        }
        try (Warehouse warehouse = warehouse(directory, Steps.undisturbed())) {
            assertThat(plain(warehouse, FACTS)).containsExactlyInAnyOrderElementsOf(facts);
            assertThat(plain(warehouse, HISTORY)).containsExactlyInAnyOrderElementsOf(history);
            assertThat(plain(warehouse, LATEST)).containsExactlyInAnyOrderElementsOf(latest.values());
        }
    }

    static List<List<Object>> read(Target target, Table table) {
        List<List<Object>> rows = new ArrayList<>();
        target.read(table, rows::add);
        return rows;
    }

    private static List<List<Object>> plain(Warehouse warehouse, Table table) {
        List<List<Object>> rows = new ArrayList<>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(warehouse.require(table.name())).build()) {
            for (Record record : records) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) { // a position may follow
                    row.add(record.get(i));
                }
                rows.add(Collections.unmodifiableList(row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
