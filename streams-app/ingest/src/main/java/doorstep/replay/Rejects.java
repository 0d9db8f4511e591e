// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the rows of {@code doorstep.rejected}. */
public final class Rejects {
    /** By topic, partition and offset of the original record. */
    static final Comparator<Rejected> BY_OFFSET = Comparator.comparing(Rejected::getTopic)
            .thenComparing(Rejected::getPartition)
            .thenComparing(Rejected::getOffset);

    private Rejects() {}

    /**
     * The rows that a filter accepts, ordered by topic, partition and offset of the original record, one row for each
     * (a rebuilt pipeline refuses everything a second time; its latest row counts). All of them are kept in memory:
     * some 300 bytes each.
     *
     * @throws doorstep.cluster.ClusterException if the cluster does not answer or lacks the topic
     */
    public static List<Rejected> read(AppConfig config, SchemaRegistry registry, RejectFilter filter) {
        Map<String, Rejected> rows = new TreeMap<>();
        try (TopicReader<Rejected> reader = new TopicReader<>(config, Topics.REJECTED, registry)) {
            reader.readToEnd((key, value) -> {
                rows.remove(key);
                value.filter(filter::accepts).ifPresent(row -> rows.put(key, row));
            });
        }
        List<Rejected> found = rows.values().stream().sorted(BY_OFFSET).toList();
        return filter.sources().isEmpty() ? found : bySource(found, config, registry, filter);
    }

    private static List<Rejected> bySource(
            List<Rejected> rows, AppConfig config, SchemaRegistry registry, RejectFilter filter) {
        SourceCodes sources = new SourceCodes(config.topics(), registry);
        List<Rejected> found = new ArrayList<>();
        try (SourceRecords sourceRecords = new SourceRecords(config)) {
            sourceRecords.read(rows, (row, sourceRecord) -> {
                if (filter.sources().contains(sources.of(row, sourceRecord))) {
                    found.add(row);
                }
            });
        }
        return found;
    }

    public static SortedMap<Cause, Long> count(Collection<Rejected> rows) {
        return rows.stream()
                .map(Cause::of)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
