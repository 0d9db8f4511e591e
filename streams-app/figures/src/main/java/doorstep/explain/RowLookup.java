// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ValueReader;
import doorstep.event.Minutes;
import doorstep.family.Family;
import doorstep.feed.FeedClock;
import doorstep.feed.OffsetRange;
import doorstep.feed.ParsedKey;
import doorstep.feed.RangeReader;
import doorstep.feed.RowLog;
import doorstep.feed.RowRecordDecoder;
import doorstep.wire.KeyPartition;
import doorstep.wire.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds one row of a result topic. Not thread-safe. */
final class RowLookup {
    /** @param row empty for a tombstone */
    record Found(Figure figure, Optional<SpecificRecord> row) {}

    private final RowLog log;
    private final String topic;
    private final Family family;
    private final RowRecordDecoder rows;
    private final int partitions;

    /** @param topic full name of the topic of the family's rows */
    RowLookup(RowLog log, String topic, Family family, SchemaRegistry registry) {
        this.log = log;
        this.topic = topic;
        this.family = family;
        rows = new RowRecordDecoder(family.topic(), registry);
        partitions = log.topics(List.of(topic), List.of()).get(topic).partitions();
    }

    /** The latest record of a key, as the topic has it or as it is printed; empty if there is none. */
    Optional<Found> find(String typed) {
        return TypedKey.parse(family.code(), typed)
                .flatMap(key -> find(key).stream())
                .findFirst();
    }

    private Optional<Found> find(ParsedKey parsed) {
        byte[] key = parsed.head().key().getBytes(StandardCharsets.UTF_8);
        List<TopicPartition> partition = List.of(new TopicPartition(topic, KeyPartition.of(key, partitions)));
        List<ConsumerRecord<byte[], byte[]>> latest = new ArrayList<>(1);
        Map<TopicPartition, Long> next = log.starts(partition);
        Map<TopicPartition, Long> ends = log.ends(partition);
        // If the cleaner took the row from in front of the reader, a later one lies behind the end.
        while (latest.isEmpty() && !ends.equals(next)) {
            read(next, ends, record -> {
                if (Arrays.equals(record.key(), key)) {
                    latest.clear();
                    latest.add(record);
                }
            });
            next = ends;
            ends = log.ends(partition);
        }
        return latest.stream().map(record -> found(parsed, record)).findFirst();
    }

    private Found found(ParsedKey key, ConsumerRecord<byte[], byte[]> record) {
        return rows.decode(record)
                .flatMap(row -> row.asOf()
                        .map(asOf -> new Found(new Figure(family.topic(), key, Minutes.of(asOf)), row.value())))
                .orElseThrow(() -> new ClusterException("the record at " + ValueReader.place(record)
                        + ", is not a row; did another program write there?"));
    }

    /** Keys of rows that a mistyped one probably meant, the nearest first. */
    List<String> nearest(String typed) {
        NearestKeys nearest = new NearestKeys(typed);
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(it -> new TopicPartition(topic, it))
                .toList();
        read(log.starts(all), log.ends(all), record -> {
            if (record.key() != null) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    nearest.remove(key);
                } else {
                    nearest.add(key);
                }
            }
        });
        return nearest.inOrder();
    }

    private void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        ends.forEach((partition, end) -> ranges.put(partition, new OffsetRange(from.get(partition), end)));
        new RangeReader(log, FeedClock.SYSTEM).read(ranges, sink);
    }
}
