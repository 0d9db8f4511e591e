// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import doorstep.feed.RowLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the committed records in ranges of offsets once. Not thread-safe. */
public final class RangeReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Offsets of a partition.
     *
     * @param from inclusive
     * @param end exclusive; may be the offset of a transaction marker
     */
    public record Range(long from, long end) {}

    private final RowLog log;

    public RangeReader(RowLog log) {
        this.log = log;
    }

    /**
     * Reads all records in the ranges, those of a partition in the order of their offsets.
     *
     * @throws ClusterException if the cluster does not answer, or an open transaction hides records for long
     */
    public void read(Map<TopicPartition, Range> ranges, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Range> left = new HashMap<>(ranges);
        left.values().removeIf(range -> range.from() >= range.end());
        assign(left);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!left.isEmpty()) {
            boolean some = false;
            for (ConsumerRecord<byte[], byte[]> record : log.poll(POLL)) {
                some = true;
                Range range = left.get(new TopicPartition(record.topic(), record.partition()));
                if (range != null && record.offset() < range.end()) {
                    sink.accept(record);
                }
            }
            if (some) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "no record of " + left.keySet() + " came for " + PATIENCE.toSeconds() + " s");
            }
            dropFinished(left);
        }
    }

    /** Partitions that are read to their end are not fetched any further. */
    private void dropFinished(Map<TopicPartition, Range> left) {
        int before = left.size();
        left.replaceAll((partition, range) -> new Range(log.position(partition), range.end()));
        left.values().removeIf(range -> range.from() >= range.end());
        if (left.size() < before) {
            assign(left);
        }
    }

    private void assign(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Long> next = new HashMap<>();
        ranges.forEach((partition, range) -> next.put(partition, range.from()));
        log.assign(next);
    }
}
