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
     * Reads all committed records in the ranges.
     *
     * @param ends exclusive; one of an open transaction is waited for
     * @throws ClusterException if none comes for half a minute
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> left = new HashMap<>(from);
        left.entrySet().removeIf(it -> it.getValue() >= ends.get(it.getKey()));
        log.assign(left);
        Patience patience = patience();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : log.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    sink.accept(record);
                }
            }
            left.replaceAll((partition, before) -> log.position(partition));
            patience.require(left);
            if (left.entrySet().removeIf(it -> it.getValue() >= ends.get(it.getKey()))) {
                log.assign(left);
            }
        }
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
