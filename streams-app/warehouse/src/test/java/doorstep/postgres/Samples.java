// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.Cut;
import doorstep.export.Export;
import doorstep.export.Export.Range;
import doorstep.export.LatestChanges;
import doorstep.export.RowWriter;
import doorstep.export.Target;
import doorstep.table.Column;
import doorstep.table.ColumnType;
import doorstep.table.ColumnType.Scalar;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.wire.RowKey;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tables and rows to export. */
final class Samples {
    static final Table VISITS = Tables.facts(Topics.VISITS);
    static final Table COUNTS = Tables.latest(Topics.VISIT_COUNTS);
    static final Table HISTORY = Tables.history(Topics.VISIT_COUNTS);

    /** One of each kind, in the order of {@link Tables#all}. */
    static final List<Table> FEW = List.of(VISITS, Tables.SETTINGS, COUNTS, HISTORY, Tables.EXPORTS);

    static final Instant TIME = Instant.parse("2026-11-30T09:30:15.123Z");

    private Samples() {}

    static Export export(long number, boolean replacesFacts, Map<String, Long> rows) {
        TopicPartition partition = new TopicPartition("doorstep.visits", 0);
        return new Export(
                number,
                replacesFacts ? number : 1,
                0,
                TIME.plusSeconds(number).plusNanos(456_789),
                new Cut(Map.of(partition, 7L), Optional.of(TIME), Map.of(partition, 9L), Optional.empty(), true, false),
                Map.of("doorstep.visits", new UUID(1, 2)),
                Map.of(partition, new Range(3, 9, TIME.toEpochMilli())),
                new TreeMap<>(rows));
    }

    /** A visit that counts. */
    static List<Object> visit(long export, long offset, String id, long revision, String hash) {
        return visit(export, offset, id, revision, hash, false);
    }

    static List<Object> visit(long export, long offset, String id, long revision, String hash, boolean withdrawn) {
        return Arrays.asList(
                export,
                0,
                offset,
                TIME,
                0L,
                hash,
                false,
                id,
                revision,
                "desk",
                "city/north",
                null,
                TIME,
                TIME,
                withdrawn,
                "DELEGATE",
                "DOOR",
                1,
                2,
                3,
                null);
    }

    static List<Object> deletedVisit(long export, long offset, String id) {
        List<Object> row = new ArrayList<>(Arrays.asList(export, 0, offset, TIME, 0L, null, true, id));
        while (row.size() < VISITS.columns().size()) {
            row.add(null);
        }
        return row;
    }

    static String key(String unit) {
        return RowKey.of(
                unit, "", "", "", "QUARTER", true, LocalDate.of(2026, 10, 1).toEpochDay());
    }

    /** A row of the counts of visits in a quarter. */
    static List<Object> count(String unit, long visits, long offset) {
        return List.of(
                key(unit),
                unit,
                "",
                "",
                "",
                "QUARTER",
                LocalDate.of(2026, 10, 1),
                LocalDate.of(2026, 12, 31),
                visits,
                visits,
                visits,
                0L,
                TIME,
                0,
                offset,
                TIME);
    }

    /** The same row as it came. */
    static List<Object> came(long export, List<Object> count) {
        List<Object> row = new ArrayList<>(List.of(export, count.get(0), false, false));
        row.addAll(count.subList(1, count.size()));
        return row;
    }

    static List<Object> setting(long export, long offset, String name, String value) {
        return Arrays.asList(export, 0, offset, TIME, name, value);
    }

    static void append(Target.Run run, Table table, List<List<Object>> rows) {
        try (RowWriter writer = run.append(table)) {
            rows.forEach(writer::add);
        }
    }

    static List<List<Object>> read(Target target, Table table) {
        List<List<Object>> rows = new ArrayList<>();
        target.read(table, rows::add);
        return rows;
    }

    static Column column(String name, ColumnType type, boolean optional) {
        return new Column(name, type, optional, "Comment of " + name + ".");
    }

    /** A table with a column of each type. */
    static Table everything() {
        List<Column> columns = new ArrayList<>(List.of(
                column("export", Scalar.LONG, false),
                column("kafka_partition", Scalar.INT, false),
                column("kafka_offset", Scalar.LONG, false)));
        for (Scalar scalar : Scalar.values()) {
            String name = scalar.name().toLowerCase(Locale.ROOT);
            columns.add(column(name, scalar, true));
            columns.add(column(name + "_list", new ColumnType.ListOf(scalar), true));
            columns.add(column(name + "_map", new ColumnType.MapOf(scalar), true));
        }
        ColumnType struct = new ColumnType.Struct(List.of(
                column("code", Scalar.STRING, false),
                column("amount", Scalar.LONG, true),
                column("share", Scalar.DOUBLE, true)));
        columns.add(column("struct", struct, true));
        columns.add(column("struct_list", new ColumnType.ListOf(struct), true));
        columns.add(column("nested", new ColumnType.ListOf(new ColumnType.ListOf(Scalar.LONG)), true));
        return new Table("everything", Table.Kind.LOG, "All types, isn't it? \\", columns);
    }

    /** Changes of a table in memory. */
    record Changes(boolean replacesAll, List<List<Object>> rows, List<String> deleted) implements LatestChanges {
        @Override
        public boolean isEmpty() {
            return !replacesAll && rows.isEmpty() && deleted.isEmpty();
        }

        @Override
        public boolean touches(String key) {
            return deleted.contains(key)
                    || rows.stream().anyMatch(it -> it.get(0).equals(key));
        }

        @Override
        public void forEachRow(Consumer<List<Object>> sink) {
            rows.forEach(sink);
        }

        @Override
        public void forEachDeletedKey(Consumer<String> sink) {
            deleted.forEach(sink);
        }
    }
}
