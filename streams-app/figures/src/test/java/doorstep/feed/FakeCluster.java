// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.feed.RowLog.LogTopic;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Compacted topics as brokers keep them: offsets are never used again, transactions end with a marker that takes an
 * offset and hide what lies behind the first one that is open, and the cleaner removes records in the middle.
 */
public final class FakeCluster {
    public static final int PARTITIONS = 2;

    /** The brokers' clock, milliseconds since the epoch. */
    public long nowMs = 1_700_000_000_000L;
    /** How far this machine's clock is ahead. */
    public long machineAheadMs;
    /** Nanoseconds of this machine's other clock. */
    public long nanos;

    public long keptMs = Topics.TOMBSTONES_KEPT_MS;
    public boolean away;
    /** Names of topics that the reader may not describe. */
    Set<String> hidden = Set.of();

    private final Map<String, LogTopic> topics = new HashMap<>();
    private final Map<TopicPartition, Log> logs = new HashMap<>();
    private long created; // topics, so that the same history has the same ids

    private record Entry(long offset, String key, byte[] value, long appendMs, boolean marker) {}

    private static final class Log {
        final List<Entry> entries = new ArrayList<>();
        final Map<Long, Long> horizons = new HashMap<>(); // offset of a tombstone → when it may go
        long start;
        long end;
        long stable = Long.MAX_VALUE; // first offset of an open transaction

        Log copy() {
            Log copy = new Log();
            copy.entries.addAll(entries);
            copy.horizons.putAll(horizons);
            copy.start = start;
            copy.end = end;
            copy.stable = stable;
            return copy;
        }
    }

    public FakeCluster() {
        Topics.all().forEach(this::create);
    }

    /** Another cluster with the same past. */
    public FakeCluster copy() {
        FakeCluster copy = new FakeCluster();
        copy.nowMs = nowMs;
        copy.machineAheadMs = machineAheadMs;
        copy.nanos = nanos;
        copy.keptMs = keptMs;
        copy.away = away;
        copy.hidden = hidden;
        copy.topics.putAll(topics);
        logs.forEach((partition, log) -> copy.logs.put(partition, log.copy()));
        copy.created = created;
        return copy;
    }

    /** Creates a topic, anew if it exists. */
    public void create(Topic topic) {
        String name = TopicNames.DEFAULT.of(topic);
        int partitions = topic.partitions(PARTITIONS);
        topics.put(name, new LogTopic(new UUID(0, ++created), partitions));
        for (int i = 0; i < partitions; i++) {
            logs.put(new TopicPartition(name, i), new Log());
        }
    }

    public static TopicPartition partition(Topic topic, int partition) {
        return new TopicPartition(TopicNames.DEFAULT.of(topic), partition);
    }

    /** @param value null for a tombstone */
    public void append(TopicPartition partition, String key, byte[] value) {
        Log log = logs.get(partition);
        log.entries.add(new Entry(log.end++, key, value, nowMs, false));
    }

    /** Ends the transaction that is open, or a short one that wrote the records before. */
    public void mark(TopicPartition partition) {
        Log log = logs.get(partition);
        log.entries.add(new Entry(log.end++, "", new byte[0], nowMs, true));
        log.stable = Long.MAX_VALUE;
    }

    /** Opens a transaction. */
    public void open(TopicPartition partition) {
        logs.get(partition).stable = logs.get(partition).end;
    }

    public void pass(long ms) {
        nowMs += ms;
        nanos += ms * 1_000_000;
    }

    public long machineMs() {
        return nowMs + machineAheadMs;
    }

    /** Removes the first records, whatever they are. */
    public void trim(TopicPartition partition, long start) {
        Log log = logs.get(partition);
        log.start = start;
        log.entries.removeIf(entry -> entry.offset() < start);
    }

    /** What the log cleaner does when it comes round. */
    public void clean(TopicPartition partition) {
        Log log = logs.get(partition);
        Map<String, Long> latest = new HashMap<>();
        log.entries.stream()
                .filter(entry -> !entry.marker() && entry.offset() < log.stable)
                .forEach(entry -> latest.put(entry.key(), entry.offset()));
        Set<Entry> gone = new HashSet<>();
        for (Entry entry : log.entries) {
            if (!entry.marker() && entry.offset() < log.stable) {
                boolean old = latest.get(entry.key()) != entry.offset();
                if (old || (entry.value() == null && mayGo(log, entry))) {
                    gone.add(entry);
                }
            }
        }
        log.entries.removeAll(gone);
    }

    private boolean mayGo(Log log, Entry tombstone) {
        Long horizon = log.horizons.putIfAbsent(tombstone.offset(), nowMs + keptMs);
        return horizon != null && horizon < nowMs;
    }

    Optional<LogTopic> topic(String name) {
        return Optional.ofNullable(topics.get(name)).filter(it -> !hidden.contains(name));
    }

    public long start(TopicPartition partition) {
        return logs.get(partition).start;
    }

    public long end(TopicPartition partition) {
        return logs.get(partition).end;
    }

    long readableEnd(TopicPartition partition) {
        return Math.min(logs.get(partition).end, logs.get(partition).stable);
    }

    long newestAppendMs(TopicPartition partition) {
        return logs.get(partition).entries.stream()
                .mapToLong(Entry::appendMs)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Committed records from an offset on. */
    public List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, int atMost) {
        Log log = logs.get(partition);
        return log.entries.stream()
                .filter(entry -> entry.offset() >= from && entry.offset() < log.stable && !entry.marker())
                .limit(atMost)
                .map(entry -> record(partition, entry))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, Entry entry) {
        byte[] key = entry.key() == null ? null : entry.key().getBytes(StandardCharsets.UTF_8);
        Headers headers = new RecordHeaders();
        Instant asOf = Instant.ofEpochMilli(entry.appendMs()).truncatedTo(ChronoUnit.MINUTES);
        headers.add("as-of", asOf.toString().getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                entry.offset(),
                entry.appendMs(),
                TimestampType.LOG_APPEND_TIME,
                -1,
                -1,
                key,
                entry.value(),
                headers,
                Optional.empty());
    }
}
