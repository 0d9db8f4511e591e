// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Rows for the tables in {@link Tables}, a value for each column. */
public final class TableRows {
    /** Columns of a table with the latest rows before and after those of the topic's schema. */
    private static final int BEFORE = 1;

    private static final int AFTER = 4;

    private TableRows() {}

    /** Where a record lies. */
    public record Place(int partition, long offset, Instant appended) {}

    /**
     * A row of facts.
     *
     * @param contentHash empty for a null value
     * @param content empty for a null value
     */
    public static List<Object> fact(
            Table table,
            long export,
            Place place,
            long rebuild,
            Optional<Long> contentHash,
            String id,
            Optional<SpecificRecord> content) {
        List<Object> row = new ArrayList<>(Arrays.asList(
                export,
                place.partition(),
                place.offset(),
                place.appended(),
                rebuild,
                contentHash.map(TableRows::hex).orElse(null),
                content.isEmpty()));
        if (content.isPresent()) {
            row.addAll(AvroColumns.values(content.get()));
        } else {
            row.add(id);
            row.addAll(Collections.nCopies(table.columns().size() - row.size(), null));
        }
        return row;
    }

    /** As 16 lower-case digits: their order as text is that of unsigned numbers. */
    private static String hex(long hash) {
        return String.format("%016x", hash);
    }

    /** A row of a table that is filled from a topic as its records come. */
    public static List<Object> log(long export, Place place, SpecificRecord record) {
        List<Object> row = place(export, place);
        row.addAll(AvroColumns.values(record));
        return row;
    }

    /** A setting that is no more. */
    public static List<Object> removedSetting(long export, Place place, String name) {
        List<Object> row = place(export, place);
        row.addAll(Arrays.asList(name, null));
        return row;
    }

    private static List<Object> place(long export, Place place) {
        return new ArrayList<>(List.of(export, place.partition(), place.offset(), place.appended()));
    }

    /** A row of a table with the latest row of each key. */
    public static List<Object> latest(String key, SpecificRecord value, Optional<Instant> asOf, Place place) {
        List<Object> row = new ArrayList<>(List.of(key));
        row.addAll(AvroColumns.values(value));
        row.addAll(Arrays.asList(asOf.orElse(null), place.partition(), place.offset(), place.appended()));
        return row;
    }

    /** The values of such a row that come from the topic's schema. */
    public static List<Object> figures(List<Object> latest) {
        return latest.subList(BEFORE, latest.size() - AFTER);
    }

    /** A row that came, for its history. */
    public static List<Object> history(long export, List<Object> latest) {
        List<Object> row = new ArrayList<>(Arrays.asList(export, latest.get(0), false, false));
        row.addAll(latest.subList(BEFORE, latest.size()));
        return row;
    }

    /** The deletion of a row by a record, for its history. */
    public static List<Object> deletion(Table history, long export, String key, Optional<Instant> asOf, Place place) {
        return deletion(
                history,
                Arrays.asList(export, key, true, false),
                asOf,
                place.partition(),
                place.offset(),
                place.appended());
    }

    /**
     * The deletion of a row that was missing when the topic was read from its start.
     *
     * @param end of the partition
     */
    public static List<Object> inferredDeletion(Table history, long export, String key, int partition, long end) {
        return deletion(history, Arrays.asList(export, key, true, true), Optional.empty(), partition, end - 1, null);
    }

    private static List<Object> deletion(
            Table history, List<Object> head, Optional<Instant> asOf, int partition, long offset, Instant appended) {
        List<Object> row = new ArrayList<>(head);
        Map<String, String> parts = history.key().parts((String) head.get(1));
        for (Column column :
                history.columns().subList(head.size(), history.columns().size() - AFTER)) {
            String part = parts.get(column.name());
            row.add(column.type() == ColumnType.Scalar.DATE ? date(part) : part);
        }
        row.addAll(Arrays.asList(asOf.orElse(null), partition, offset, appended));
        return row;
    }

    /** Null without a text. */
    private static LocalDate date(String text) {
        return text == null || text.isEmpty() ? null : LocalDate.parse(text);
    }
}
