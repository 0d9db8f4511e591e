// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import doorstep.feed.RowLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the facts in ranges of offsets, once, and keeps none of them. Not thread-safe. */
public final class FactReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Offsets of an input partition.
     *
     * @param from inclusive
     * @param end exclusive; may be the offset of a transaction marker
     */
    public record Range(long from, long end) {}

    /** Takes facts; those of a partition in the order of their offsets. */
    @FunctionalInterface
    public interface Sink {
        /** @param record which the fact was decoded from; {@link FactDecoder#content} has its other fields */
        void accept(Fact fact, ConsumerRecord<byte[], byte[]> record);
    }

    private final RowLog log;
    private final FactDecoder decoder;

    public FactReader(RowLog log, FactDecoder decoder) {
        this.log = log;
        this.decoder = decoder;
    }

    /** Reads all facts in the ranges. */
    public void read(Map<TopicPartition, Range> ranges, Sink sink) {
        read(ranges, record -> true, sink);
    }

    /**
     * Reads facts in the ranges.
     *
     * @param wanted others are not decoded, which takes most of the time
     * @throws ClusterException if a range begins before the log does, or the cluster does not answer
     */
    public void read(Map<TopicPartition, Range> ranges, Predicate<ConsumerRecord<byte[], byte[]>> wanted, Sink sink) {
        Map<TopicPartition, Range> left = new HashMap<>(ranges);
        left.values().removeIf(range -> range.from() >= range.end());
        requireStarts(left);
        assign(left);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!left.isEmpty()) {
            boolean some = false;
            for (ConsumerRecord<byte[], byte[]> record : log.poll(POLL)) {
                some = true;
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (left.containsKey(partition)
                        && record.offset() < left.get(partition).end()
                        && wanted.test(record)) {
                    decoder.decode(record).ifPresent(fact -> sink.accept(fact, record));
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

    private void requireStarts(Map<TopicPartition, Range> ranges) {
        log.starts(ranges.keySet()).forEach((partition, start) -> {
            long from = ranges.get(partition).from();
            if (start > from) {
                throw new ClusterException(partition + " begins at offset " + start + " now, so the records from "
                        + from + " on are gone");
            }
        });
    }

    /** Partitions that are read to their end are not fetched any further. */
    private void dropFinished(Map<TopicPartition, Range> left) {
        Set<TopicPartition> finished = new HashSet<>();
        Map<TopicPartition, Range> rest = new HashMap<>();
        left.forEach((partition, range) -> {
            long position = log.position(partition);
            if (position >= range.end()) {
                finished.add(partition);
            } else {
                rest.put(partition, new Range(position, range.end()));
            }
        });
        if (!finished.isEmpty()) {
            left.clear();
            left.putAll(rest);
            assign(left);
        }
    }

    private void assign(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Long> next = new HashMap<>();
        ranges.forEach((partition, range) -> next.put(partition, range.from()));
        log.assign(next);
    }
}
