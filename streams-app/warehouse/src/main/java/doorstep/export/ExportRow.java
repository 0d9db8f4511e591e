// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.export.Export.Range;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Exports as rows of {@link doorstep.table.Tables#EXPORTS}, from which they are read again. */
public final class ExportRow {
    private ExportRow() {}

    public static List<Object> of(Export export) {
        Cut cut = export.cut();
        Map<String, String> ids = new TreeMap<>();
        export.topicIds().forEach((topic, id) -> ids.put(topic, id.toString()));
        return Arrays.asList(
                export.number(),
                export.since(),
                export.rebuild(),
                export.exportedAt(),
                named(cut.inputEnds1(), it -> it),
                cut.asOf1().orElse(null),
                named(cut.inputEnds2(), it -> it),
                cut.asOf2().orElse(null),
                cut.resultsComplete(),
                cut.factsComplete(),
                ids,
                named(export.ranges(), Range::start),
                named(export.ranges(), Range::end),
                named(export.ranges(), it -> Instant.ofEpochMilli(it.knownAtMs())),
                new TreeMap<>(export.rows()));
    }

    public static Export parse(List<Object> row) {
        Map<String, UUID> ids = new HashMap<>();
        ExportRow.<String>map(row.get(10)).forEach((topic, id) -> ids.put(topic, UUID.fromString(id)));
        Map<TopicPartition, Long> ends = offsets(row.get(12));
        Map<String, Instant> knownAt = map(row.get(13));
        Map<TopicPartition, Range> ranges = new HashMap<>();
        offsets(row.get(11))
                .forEach((partition, start) -> ranges.put(
                        partition,
                        new Range(
                                start,
                                ends.get(partition),
                                knownAt.get(partition.toString()).toEpochMilli())));
        return new Export(
                (Long) row.get(0),
                (Long) row.get(1),
                (Long) row.get(2),
                (Instant) row.get(3),
                new Cut(
                        offsets(row.get(4)),
                        Optional.ofNullable((Instant) row.get(5)),
                        offsets(row.get(6)),
                        Optional.ofNullable((Instant) row.get(7)),
                        (Boolean) row.get(8),
                        (Boolean) row.get(9)),
                ids,
                ranges,
                map(row.get(14)));
    }

    private static <V, T> Map<String, T> named(Map<TopicPartition, V> values, Function<V, T> value) {
        Map<String, T> named = new TreeMap<>();
        values.forEach((partition, it) -> named.put(partition.toString(), value.apply(it)));
        return named;
    }

    private static Map<TopicPartition, Long> offsets(Object named) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ExportRow.<Long>map(named).forEach((name, offset) -> {
            int dash = name.lastIndexOf('-');
            offsets.put(
                    new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))), offset);
        });
        return offsets;
    }

    @SuppressWarnings("unchecked") // as the type of the column says
    private static <T> Map<String, T> map(Object value) {
        return (Map<String, T>) value;
    }
}
