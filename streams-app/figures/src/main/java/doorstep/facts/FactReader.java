// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import doorstep.feed.FeedClock;
import doorstep.feed.OffsetRange;
import doorstep.feed.RangeReader;
import doorstep.feed.RowLog;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the facts in ranges of offsets, once, and keeps none of them. Not thread-safe. */
public final class FactReader {
    /** Takes facts; those of a partition in the order of their offsets. */
    @FunctionalInterface
    public interface Sink {
        /** @param record which the fact was decoded from; {@link FactDecoder#content} has its other fields */
        void accept(Fact fact, ConsumerRecord<byte[], byte[]> record);
    }

    private final RowLog log;
    private final FeedClock clock;
    private final FactDecoder decoder;

    public FactReader(RowLog log, FactDecoder decoder) {
        this(log, FeedClock.SYSTEM, decoder);
    }

    public FactReader(RowLog log, FeedClock clock, FactDecoder decoder) {
        this.log = log;
        this.clock = clock;
        this.decoder = decoder;
    }

    /** Reads all facts in the ranges. */
    public void read(Map<TopicPartition, OffsetRange> ranges, Sink sink) {
        read(ranges, record -> true, sink);
    }

    /**
     * Reads facts in the ranges.
     *
     * @param wanted others are not decoded, which takes most of the time
     * @throws ClusterException if a range begins before the log does, or the cluster does not answer
     */
    public void read(
            Map<TopicPartition, OffsetRange> ranges, Predicate<ConsumerRecord<byte[], byte[]>> wanted, Sink sink) {
        requireStarts(ranges);
        new RangeReader(log, clock).read(ranges, record -> {
            if (wanted.test(record)) {
                decoder.decode(record).ifPresent(fact -> sink.accept(fact, record));
            }
        });
    }

    private void requireStarts(Map<TopicPartition, OffsetRange> ranges) {
        Map<TopicPartition, OffsetRange> some = new HashMap<>(ranges);
        some.values().removeIf(range -> range.from() >= range.end());
        log.starts(some.keySet()).forEach((partition, start) -> {
            long from = some.get(partition).from();
            if (start > from) {
                throw new ClusterException(partition + " begins at offset " + start + " now, so the records from "
                        + from + " on are gone");
            }
        });
    }
}
