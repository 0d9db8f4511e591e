// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.feed.RowLog.LogTopic;
import doorstep.rows.Change;
import doorstep.rows.Position;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Replacement;
import doorstep.rows.RowStore.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads one result topic: whether its rows can be kept, how far it has come, what it has read and not stored yet. Not
 * thread-safe.
 */
final class TopicFeed {
    private enum Phase {
        /** The rows in the store may be wrong; the topic is to be read from its start beside them. */
        STALE,
        /** Rows may be missing, because the end was not reached yet. */
        READING,
        /** The store has all rows up to the positions. */
        FOLLOWING
    }

    private final int family;
    private final ChangeDecoder decoder;
    private final UUID id;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> next = new HashMap<>(); // where reading begins
    private final Map<TopicPartition, Long> knownAtMs = new HashMap<>(); // see Position
    private final Map<ByteBuffer, ChangeDecoder.Undecoded> unstored = new LinkedHashMap<>(); // the latest of a key
    private Phase phase = Phase.READING;
    private Optional<Replacement> replacement = Optional.empty();
    private long size; // offsets from start to end when the session began
    private int laps;
    private boolean foundMissing; // in this lap

    /** @param family code of the family, or {@link RowStore#WORKLIST} */
    TopicFeed(String name, LogTopic topic, int family, ChangeDecoder decoder) {
        this.family = family;
        this.decoder = decoder;
        id = topic.id();
        partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList();
    }

    int family() {
        return family;
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    /**
     * Decides where reading begins.
     *
     * @param positions of the store; none of a partition that was never read
     * @param keptMs how long the topic keeps tombstones, in milliseconds
     */
    void begin(
            Map<TopicPartition, Position> positions,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            long keptMs,
            ClockBounds clock) {
        boolean complete = true;
        size = partitions.stream()
                .mapToLong(it -> ends.get(it) - starts.get(it))
                .sum();
        for (TopicPartition it : partitions) {
            Position position = positions.get(it);
            complete &= position != null && position.complete();
            next.put(it, position == null ? starts.get(it) : (Long) position.next());
            knownAtMs.put(it, position == null ? clock.earliestMs() : position.knownAtMs());
            PositionRule rule = new PositionRule(id, starts.get(it), ends.get(it), keptMs);
            if (position != null && !rule.allows(position, clock)) {
                phase = Phase.STALE;
            }
        }
        if (phase != Phase.STALE) {
            phase = complete ? Phase.FOLLOWING : Phase.READING;
        }
    }

    /** Begins at the start, beside the rows that are there. */
    void beginAgain(Replacement beside, Map<TopicPartition, Long> starts, ClockBounds clock) {
        replacement = Optional.of(beside);
        phase = Phase.READING;
        partitions.forEach(it -> {
            next.put(it, starts.get(it));
            knownAtMs.put(it, clock.earliestMs());
        });
    }

    boolean isStale() {
        return phase == Phase.STALE;
    }

    boolean isReading() {
        return phase == Phase.READING;
    }

    boolean isReplacing() {
        return replacement.isPresent();
    }

    long size() {
        return size;
    }

    /** Where reading begins. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        decoder.read(record).ifPresent(it -> unstored.put(ByteBuffer.wrap(record.key()), it));
        if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
            // Tombstones that come later were appended later.
            knownAtMs.merge(new TopicPartition(record.topic(), record.partition()), record.timestamp(), Math::max);
        }
    }

    int unstored() {
        return unstored.size();
    }

    /** The changes that are not stored yet; those of a replacement are added to it instead. */
    List<Change> changes(RowStore store) {
        List<Change> changes = new ArrayList<>();
        unstored.values().forEach(it -> it.decode().ifPresent(changes::add));
        unstored.clear();
        if (phase == Phase.READING && laps > 0) {
            foundMissing |= anyMissing(changes, store);
        }
        if (replacement.isPresent()) {
            replacement.get().add(changes);
            return List.of();
        }
        return changes;
    }

    private boolean anyMissing(List<Change> changes, RowStore store) {
        List<Change> rows = changes.stream().filter(it -> !it.isDeletion()).toList();
        if (replacement.isPresent()) {
            return rows.stream().anyMatch(it -> !replacement.get().holds(it));
        }
        try (Snapshot stored = store.snapshot()) {
            return rows.stream().anyMatch(it -> !stored.holds(it));
        }
    }

    Map<TopicPartition, Position> positions(RowLog log) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        partitions.forEach(it ->
                positions.put(it, new Position(id, log.position(it), phase == Phase.FOLLOWING, knownAtMs.get(it))));
        return positions;
    }

    /** @param askedMs when all partitions ended where this topic has been read to */
    void reached(long askedMs) {
        partitions.forEach(it -> knownAtMs.merge(it, askedMs, Math::max));
    }

    /**
     * Ends a lap of a topic that is being read. While it was read, the cleaner may have removed a record that was still to
     * come, because its key had got a newer one beyond the end. So rows may be missing until a lap brings none that was:
     * one without records, at the latest. The first lap only shows what there is.
     *
     * @return whether rows are still to be looked for
     */
    boolean endLap() {
        if (laps > 0 && !foundMissing) {
            phase = Phase.FOLLOWING;
        }
        laps++;
        foundMissing = false;
        return phase == Phase.READING;
    }

    /** Swaps the rows that were read for those that are there. */
    void commit(RowLog log) {
        replacement.orElseThrow().commit(positions(log));
        close();
    }

    void close() {
        replacement.ifPresent(Replacement::close);
        replacement = Optional.empty();
    }
}
