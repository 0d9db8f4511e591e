// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of the partitions at one moment, up to which a session reads next.
 *
 * @param askedMs the earliest moment that it may have been by the brokers' clock, milliseconds since the epoch
 * @param askedNanos when it was, by {@link System#nanoTime}
 * @param inputEnds of partitions of inputs, asked at the same moment; empty if that is not allowed
 * @param seen settings and progress as read before the ends were asked: all rows that they speak of are before the ends.
 *     Empty if nothing had been read yet
 */
record Lap(
        Map<TopicPartition, Long> ends,
        long askedMs,
        long askedNanos,
        Optional<Map<TopicPartition, Long>> inputEnds,
        Optional<PipelineView.Seen> seen) {
    boolean isReached(RowLog log) {
        return left(log) == 0;
    }

    /** Offsets up to the ends, of records and of transaction markers. */
    long left(RowLog log) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - log.position(end.getKey())))
                .sum();
    }
}
