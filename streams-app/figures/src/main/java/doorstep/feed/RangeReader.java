// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads ranges of offsets over a connection. Not thread-safe. */
public final class RangeReader {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RowLog log;
    private final FeedClock clock;

    public RangeReader(RowLog log, FeedClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Reads all committed records in the ranges, those of a partition in the order of their offsets. An open transaction
     * is waited for.
     *
     * @throws ClusterException if none comes for half a minute
     */
    public void read(Map<TopicPartition, OffsetRange> ranges, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, OffsetRange> left = new HashMap<>(ranges);
        left.values().removeIf(OffsetRange::isEmpty);
        log.assign(starts(left));
        Patience patience = patience();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : log.poll(POLL)) {
                if (record.offset()
                        < ranges.get(new TopicPartition(record.topic(), record.partition()))
                                .end()) {
                    sink.accept(record);
                }
            }
            left.replaceAll((partition, range) -> new OffsetRange(log.position(partition), range.end()));
            patience.require(starts(left));
            if (left.values().removeIf(OffsetRange::isEmpty)) {
                log.assign(starts(left)); // those that are read to their end are not fetched any further
            }
        }
    }

    private static Map<TopicPartition, Long> starts(Map<TopicPartition, OffsetRange> ranges) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        ranges.forEach((partition, range) -> starts.put(partition, range.from()));
        return starts;
    }

    /**
     * Whether a range holds a committed record, or may hold one when an open transaction ends. If not, its offsets are
     * those of transaction markers and aborted records.
     */
    public boolean holdsRecords(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return false;
        }
        log.assign(Map.of(partition, from));
        long deadline = clock.now().nanos() + LOOK.toNanos();
        long before = -1;
        while (log.position(partition) < end
                && (log.position(partition) != before || clock.now().nanos() < deadline)) {
            before = log.position(partition);
            Iterator<ConsumerRecord<byte[], byte[]>> records = log.poll(POLL).iterator();
            if (records.hasNext()) {
                return records.next().offset() < end;
            }
        }
        return log.position(partition) < end;
    }

    Patience patience() {
        return new Patience();
    }

    /** Gives up when positions have stood still for too long. */
    final class Patience {
        private Map<TopicPartition, Long> seen = Map.of();
        private long deadline = clock.now().nanos() + PATIENCE.toNanos();

        void require(Map<TopicPartition, Long> positions) {
            if (!positions.equals(seen)) {
                seen = Map.copyOf(positions);
                deadline = clock.now().nanos() + PATIENCE.toNanos();
            } else if (clock.now().nanos() > deadline) {
                String message = "no record of " + positions.keySet() + " came for " + PATIENCE.toSeconds() + " s";
                throw new ClusterException(message);
            }
        }
    }
}
