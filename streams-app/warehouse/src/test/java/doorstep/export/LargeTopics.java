// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.feed.FakeCluster;
import doorstep.feed.RowLog;
import doorstep.fixtures.TestEvents;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Topics with any number of visits and of rows of visit counts, which are made when they are read. */
final class LargeTopics implements RowLog {
    private static final BundledSchemas SCHEMAS = new BundledSchemas();
    private static final int POLL = 500;
    private static final TopicPartition VISITS = FakeCluster.partition(Topics.VISITS, 0);
    private static final TopicPartition COUNTS = FakeCluster.partition(Topics.VISIT_COUNTS, 0);

    private final ExportWorld world;
    private final RowLog others;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final AvroWriter<SpecificRecord> visits = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, SCHEMAS);
    private final AvroWriter<SpecificRecord> counts =
            new AvroWriter<>(Topics.VISIT_COUNTS, TopicNames.DEFAULT, SCHEMAS);
    private final Family family = Families.ofRows().get(Topics.VISIT_COUNTS);

    /** In the first partition of their topics. */
    LargeTopics(ExportWorld world, long visits, long counts) {
        this.world = world;
        others = world.log();
        ends = Map.of(VISITS, visits, COUNTS, counts);
        world.inputProgress(Topics.VISITS, 0, visits);
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return partition.equals(VISITS) ? visit(offset) : count(offset);
    }

    private ConsumerRecord<byte[], byte[]> visit(long offset) {
        String id;
        int attempt = 0;
        do {
            id = "visit-" + offset + "-" + attempt++;
        } while (KeyPartition.of(id.getBytes(StandardCharsets.UTF_8), FakeCluster.PARTITIONS) != 0);
        SpecificRecord event = TestEvents.visit(id)
                .setUnit("city/district-" + offset % 20 + "/station-" + offset % 500)
                .setOccurredAt(Instant.ofEpochMilli(appendMs(VISITS, offset)).minusSeconds(offset % 8_000_000))
                .build();
        return record(VISITS, offset, id, visits.toBytes(event));
    }

    private ConsumerRecord<byte[], byte[]> count(long offset) {
        String unit = "city/district-" + offset % 20 + "/station-" + offset;
        RowHead head = RowHead.of(new Cell(family.code(), unit, Slice.TOTAL, ""), WindowKind.EVER, 0);
        return record(COUNTS, offset, head.key(), counts.toBytes(family.row(head, Tally.of(0, offset + 1))));
    }

    private long appendMs(TopicPartition partition, long offset) {
        return world.cluster.nowMs - (ends.get(partition) - offset);
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, String key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("as-of", "2023-11-14T22:13:00Z".getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                appendMs(partition, offset),
                TimestampType.LOG_APPEND_TIME,
                -1,
                -1,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty());
    }

    @Override
    public Map<String, LogTopic> topics(Collection<String> required, Collection<String> optional) {
        return others.topics(required, optional);
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return others.starts(partitions);
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> all = new HashMap<>(others.ends(partitions));
        all.replaceAll((partition, end) -> ends.getOrDefault(partition, end));
        return all;
    }

    @Override
    public long newestAppendMs(Collection<TopicPartition> partitions) {
        return others.newestAppendMs(partitions);
    }

    @Override
    public Map<String, Long> tombstonesKeptMs(Collection<String> topics) {
        return others.tombstonesKeptMs(topics);
    }

    @Override
    public void assign(Map<TopicPartition, Long> next) {
        Map<TopicPartition, Long> small = new HashMap<>(next);
        positions.clear();
        ends.keySet().forEach(it -> Optional.ofNullable(small.remove(it)).ifPresent(from -> positions.put(it, from)));
        others.assign(small);
    }

    @Override
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        others.poll(atMost).forEach(records::add);
        positions.replaceAll((partition, from) -> {
            long to = Math.min(from + POLL, ends.get(partition));
            for (long offset = from; offset < to; offset++) {
                records.add(record(partition, offset));
            }
            return to;
        });
        return records;
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.containsKey(partition) ? positions.get(partition) : others.position(partition);
    }

    @Override
    public void close() {
        others.close();
    }
}
