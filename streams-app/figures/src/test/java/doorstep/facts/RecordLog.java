// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import doorstep.feed.OffsetRange;
import doorstep.feed.RowLog;
import doorstep.model.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A log with given records; offsets between them are those of transaction markers. */
public final class RecordLog implements RowLog {
    private static final int POLL_SIZE = 7;

    private final Map<TopicPartition, TreeMap<Long, RawRecord>> records = new HashMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    public RecordLog(List<RawRecord> all) {
        all.forEach(record -> records.computeIfAbsent(
                        new TopicPartition(record.topic(), record.partition()), it -> new TreeMap<>())
                .put(record.offset(), record));
    }

    /** What is before this offset is gone. */
    RecordLog startingAt(TopicPartition partition, long start) {
        starts.put(partition, start);
        return this;
    }

    /** The ranges of all records. */
    public Map<TopicPartition, OffsetRange> all() {
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        ends(records.keySet()).forEach((partition, end) -> ranges.put(partition, new OffsetRange(0, end)));
        return ranges;
    }

    @Override
    public Map<String, LogTopic> topics(Collection<String> required, Collection<String> optional) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return ofEach(partitions, partition -> starts.getOrDefault(partition, 0L));
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return ofEach(partitions, partition -> records.get(partition).lastKey() + 2); // a marker follows
    }

    private static Map<TopicPartition, Long> ofEach(
            Collection<TopicPartition> partitions, Function<TopicPartition, Long> offset) {
        return partitions.stream().collect(Collectors.toMap(it -> it, offset));
    }

    @Override
    public long newestAppendMs(Collection<TopicPartition> partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Long> tombstonesKeptMs(Collection<String> topics) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void assign(Map<TopicPartition, Long> next) {
        positions.clear();
        positions.putAll(next);
    }

    @Override
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        positions.replaceAll((partition, position) -> {
            if (position < starts.getOrDefault(partition, 0L)) {
                throw new ClusterException("offset " + position + " is out of range");
            }
            List<RawRecord> some = records.get(partition).tailMap(position).values().stream()
                    .limit(POLL_SIZE)
                    .toList();
            some.forEach(record -> polled.add(recordOf(record)));
            return some.isEmpty()
                    ? ends(List.of(partition)).get(partition)
                    : some.get(some.size() - 1).offset() + 1;
        });
        return polled;
    }

    static ConsumerRecord<byte[], byte[]> recordOf(RawRecord record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.appendedAt().toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                -1,
                -1,
                record.key(),
                record.value(),
                new RecordHeaders(),
                Optional.empty());
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.get(partition);
    }

    @Override
    public void close() {}
}
