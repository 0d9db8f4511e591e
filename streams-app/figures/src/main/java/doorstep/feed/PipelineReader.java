// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import doorstep.avro.Setting;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads settings and progress, again and again, over a connection that reads other topics in between. Not thread-safe.
 */
public final class PipelineReader {
    private final RangeReader reader;
    private final RowLog log;
    private final String settingsTopic;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final LatestValues<Setting> settings;
    private final LatestValues<Progress> progress;

    /** @throws doorstep.cluster.ClusterException if one of the two topics does not exist */
    public PipelineReader(RowLog log, TopicNames names, SchemaRegistry registry, FeedClock clock) {
        this.log = log;
        reader = new RangeReader(log, clock);
        settingsTopic = names.of(Topics.SETTINGS);
        SkippedRecords skipped = new SkippedRecords();
        settings = new LatestValues<>(Topics.SETTINGS, registry, skipped);
        progress = new LatestValues<>(Topics.PROGRESS, registry, skipped);
        List<String> topics = names.of(List.of(Topics.SETTINGS, Topics.PROGRESS));
        next.putAll(log.starts(new LogTopics(log.topics(topics, List.of())).partitions(topics)));
    }

    /** Reads up to the present ends; waits for transactions that are open. */
    public void catchUp() {
        Map<TopicPartition, Long> ends = log.ends(next.keySet());
        reader.read(next, ends, this::take);
        next.replaceAll((partition, from) -> Math.max(from, ends.get(partition)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < next.get(new TopicPartition(record.topic(), record.partition()))) {
            return;
        }
        if (record.topic().equals(settingsTopic)) {
            settings.take(record);
        } else {
            progress.take(record);
        }
    }

    public PublishedSettings settings() {
        Map<String, String> rows = new TreeMap<>();
        settings.byKey().forEach((name, row) -> rows.put(name, row.value().getValue()));
        return PublishedSettings.ofRows(rows);
    }

    /** The latest row of each part of the pipeline. */
    public Collection<Progress> progress() {
        return progress.all();
    }

    /** As-of of each partition of the windows. */
    public Stream<Instant> asOfs() {
        return windows().map(Progress::getAsOf).flatMap(it -> Optional.ofNullable(it).stream());
    }

    /** The latest row of each partition of the windows. */
    public Stream<Progress> windows() {
        return progress().stream().filter(row -> row.getPart().equals(Topics.WINDOWS_PART));
    }
}
