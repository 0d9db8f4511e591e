// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.feed.RowLog.LogTopic;
import doorstep.rows.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads a topic of figures from where it was read before, record by record, to an end at which nothing is missing.
 *
 * <p>Such a topic is compacted. While its records are read up to an end that was asked before, the cleaner may remove one
 * that was still to come, because its key has a newer record behind that end. So each partition is read until the brokers,
 * asked again, name the position that was reached as its end. Only then are all rows there that the topic holds.
 *
 * <p>Tombstones that came after the position may be forgotten, if it is too old, if records are missing there, or if the
 * topic was created anew ({@link PositionRule}). This is judged before reading and again after it, for all of it takes
 * time. Then the topic is read from its start, and rows that do not come are to be deleted. Not thread-safe.
 */
public final class ResultReader {
    private static final Duration POLL = Duration.ofMillis(250);

    private final RowLog log;
    private final RangeReader ranges;
    private final ClockBounds bounds;
    private final FeedClock machine;
    private final List<TopicPartition> clock;

    /** What comes of a topic. */
    public interface Sink {
        /**
         * Reading begins; what came before is void.
         *
         * @param fromStart whether the topic is read from its start, so that rows which do not come are to be deleted
         */
        void begin(boolean fromStart);

        /** Those of a partition in their order. */
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * What was read of a topic.
     *
     * @param starts the first offset, by partition
     * @param ends where each partition ended, and when
     */
    public record Reading(Map<TopicPartition, Long> starts, Map<TopicPartition, Position> ends) {}

    /**
     * @param clock partitions to which the pipeline writes all the time: their append times tell the brokers' time
     */
    public ResultReader(RowLog log, FeedClock machine, List<TopicPartition> clock) {
        this.log = log;
        this.machine = machine;
        this.clock = List.copyOf(clock);
        ranges = new RangeReader(log, machine);
        bounds = new ClockBounds(machine.machine());
    }

    /** @param positions where reading ended the last time; none if it never began, or all has to be read */
    public Reading read(String name, Map<TopicPartition, Position> positions, Sink sink) {
        Map<TopicPartition, Position> known = positions;
        while (true) {
            LogTopic topic = topic(name);
            List<TopicPartition> partitions = partitions(name, topic);
            FeedClock.Moment begun = machine.now();
            long keptMs = log.tombstonesKeptMs(List.of(name)).get(name);
            seeClock(partitions);
            Map<TopicPartition, Long> starts = log.starts(partitions);
            long askedMs = bounds.earliestMs();
            Map<TopicPartition, Long> ends = log.ends(partitions);
            boolean fromStart = !areAllowed(topic, partitions, known, starts, ends, keptMs);
            Map<TopicPartition, Position> begin = fromStart ? positions(topic, starts, askedMs) : known;
            sink.begin(fromStart);
            Map<TopicPartition, Position> reached = settle(topic, begin, ends, askedMs, sink);
            seeClock(partitions);
            Map<TopicPartition, Long> startsNow = log.starts(partitions);
            boolean nothingForgotten = fromStart
                    ? startsNow.equals(starts) && machine.now().msSince(begun) < keptMs - keptMs / 10
                    : areAllowed(topic, partitions, begin, startsNow, nexts(reached), keptMs);
            if (nothingForgotten && topic(name).equals(topic)) {
                return new Reading(nexts(begin), reached);
            }
            known = Map.of();
        }
    }

    private LogTopic topic(String name) {
        return log.topics(List.of(name), List.of()).get(name);
    }

    private static List<TopicPartition> partitions(String name, LogTopic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(it -> new TopicPartition(name, it))
                .toList();
    }

    private void seeClock(List<TopicPartition> partitions) {
        List<TopicPartition> all = new ArrayList<>(partitions);
        all.addAll(clock);
        bounds.see(log.newestAppendMs(all));
    }

    private boolean areAllowed(
            LogTopic topic,
            List<TopicPartition> partitions,
            Map<TopicPartition, Position> positions,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            long keptMs) {
        return positions.keySet().containsAll(partitions)
                && partitions.stream().allMatch(it -> new PositionRule(topic.id(), starts.get(it), ends.get(it), keptMs)
                        .allows(positions.get(it), bounds));
    }

    private static Map<TopicPartition, Position> positions(
            LogTopic topic, Map<TopicPartition, Long> offsets, long askedMs) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        offsets.forEach(
                (partition, offset) -> positions.put(partition, new Position(topic.id(), offset, true, askedMs)));
        return positions;
    }

    private static Map<TopicPartition, Long> nexts(Map<TopicPartition, Position> positions) {
        Map<TopicPartition, Long> nexts = new HashMap<>();
        positions.forEach((partition, position) -> nexts.put(partition, position.next()));
        return nexts;
    }

    /** Reads each partition until its position is the end. */
    private Map<TopicPartition, Position> settle(
            LogTopic topic,
            Map<TopicPartition, Position> begin,
            Map<TopicPartition, Long> firstEnds,
            long firstAskedMs,
            Sink sink) {
        Map<TopicPartition, Long> left = nexts(begin);
        Map<TopicPartition, Long> ends = new HashMap<>(firstEnds);
        Map<TopicPartition, Position> reached = new HashMap<>();
        left.forEach((partition, next) -> {
            if (next.equals(ends.get(partition))) {
                reached.put(partition, new Position(topic.id(), next, true, firstAskedMs));
            }
        });
        left.keySet().removeAll(reached.keySet());
        log.assign(left);
        RangeReader.Patience patience = ranges.patience();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : log.poll(POLL)) {
                if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
                    bounds.see(record.timestamp());
                }
                sink.take(record);
            }
            left.replaceAll((partition, before) -> log.position(partition));
            patience.require(left);
            List<TopicPartition> atEnd = left.keySet().stream()
                    .filter(it -> left.get(it) >= ends.get(it))
                    .toList();
            if (!atEnd.isEmpty()) {
                long askedMs = bounds.earliestMs();
                log.ends(atEnd).forEach((partition, end) -> {
                    ends.put(partition, end);
                    if (end.equals(left.get(partition))) {
                        reached.put(partition, new Position(topic.id(), end, true, askedMs));
                    }
                });
                if (left.keySet().removeAll(reached.keySet())) {
                    log.assign(left);
                }
            }
        }
        return reached;
    }
}
