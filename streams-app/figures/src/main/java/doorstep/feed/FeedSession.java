// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.Position;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads the topics from where the store has them, over one connection. Goes in laps: asks for the ends of all partitions
 * and reads up to them. A lap that is reached proves that the store had everything when the ends were asked.
 *
 * <p>A topic whose rows cannot be trusted is read from its start beside them, one topic at a time: each takes as much
 * space again as its rows. Not thread-safe.
 */
final class FeedSession implements AutoCloseable {
    /** Changes after which a batch is stored. */
    static final int BATCH_ROWS = 20_000;

    private static final long BATCH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LAP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();
    /** How often positions are stored without changes, and topics are looked up again. */
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A machine that is only busy may take this long between two polls. */
    private static final long SHORT_PAUSE_MS = 10_000;

    private final FeedScope scope;
    private final RowLog log;
    private final ClockBounds bounds;
    private final LogTopics topics;
    private final List<TopicPartition> inputs;
    private final Map<TopicPartition, Long> starts;
    private final TopicFeeds feeds;
    private final List<TopicPartition> assigned = new ArrayList<>();
    private Optional<Lap> lap = Optional.empty();
    private Optional<Lap> reached = Optional.empty();
    private boolean published;
    private long stored;
    private long storedAtNanos;
    private long auditedAtNanos;
    private FeedClock.Moment polledAt;
    private long longestPauseMs = Topics.TOMBSTONES_KEPT_MS / 10;
    private boolean outdated;

    /** Begins where the store's positions are, if they can be trusted. */
    FeedSession(FeedScope scope, RowLog log) {
        this.scope = scope;
        this.log = log;
        bounds = new ClockBounds(scope.clock().machine());
        scope.view().restart();
        topics = new LogTopics(log.topics(scope.read(), scope.names().of(Topics.inputs())));
        List<String> inputNames = scope.names().of(Topics.inputs());
        // Without one of them, nobody knows how much is unread.
        inputs = topics.byName().keySet().containsAll(inputNames) ? topics.partitions(inputNames) : List.of();
        starts = log.starts(topics.partitions(topics.byName().keySet()));
        feeds = new TopicFeeds(scope, topics);
        polledAt = scope.clock().now();
        storedAtNanos = polledAt.nanos();
        auditedAtNanos = polledAt.nanos();
        try {
            begin(scope.store().positions());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin(Map<TopicPartition, Position> positions) {
        Map<String, Long> keptMs = positions.isEmpty() ? Map.of() : keptMs();
        bounds.see(log.newestAppendMs(topics.partitions(scope.read())));
        Map<TopicPartition, Long> ends = log.ends(starts.keySet());
        Map<TopicPartition, Long> next = feeds.begin(positions, starts, ends, keptMs, bounds);
        topics.partitions(scope.names().of(scope.view().topics()))
                .forEach(it -> next.put(it, scope.view().begin(it, starts.get(it), ends.get(it))));
        assign(next);
        lap = Optional.of(replaceNext() ? lap() : lap(ends, Optional.empty()));
    }

    private Map<String, Long> keptMs() {
        Map<String, Long> keptMs = log.tombstonesKeptMs(feeds.names());
        long shortest = keptMs.values().stream().min(Long::compare).orElse(Topics.TOMBSTONES_KEPT_MS);
        longestPauseMs = Math.max(SHORT_PAUSE_MS, shortest / 10);
        return keptMs;
    }

    private void assign(Map<TopicPartition, Long> more) {
        Map<TopicPartition, Long> next = new HashMap<>(more);
        assigned.forEach(it -> next.put(it, log.position(it)));
        log.assign(next);
        assigned.addAll(more.keySet());
    }

    /** @return whether another topic is read now */
    private boolean replaceNext() {
        Optional<TopicFeed> stale = feeds.nextToReplace();
        stale.ifPresent(feed -> {
            Map<TopicPartition, Long> startsNow = log.starts(feed.partitions());
            feed.beginAgain(scope.store().replace(feed.family()), startsNow, bounds);
            assign(feed.next());
        });
        return stale.isPresent();
    }

    private Lap lap() {
        Optional<PipelineView.Seen> seen = reached.map(any -> scope.view().seen());
        List<TopicPartition> asked = new ArrayList<>(assigned);
        asked.addAll(inputs);
        return lap(log.ends(asked), seen);
    }

    /** @param ends asked just now, and after {@code seen} */
    private Lap lap(Map<TopicPartition, Long> ends, Optional<PipelineView.Seen> seen) {
        Map<TopicPartition, Long> ofInputs = new HashMap<>();
        inputs.stream().filter(it -> ends.get(it) > starts.get(it)).forEach(it -> ofInputs.put(it, ends.get(it)));
        Map<TopicPartition, Long> toReach = new HashMap<>(ends);
        toReach.keySet().retainAll(assigned);
        return new Lap(
                toReach,
                bounds.earliestMs(),
                scope.clock().now().nanos(),
                inputs.isEmpty() ? Optional.empty() : Optional.of(ofInputs),
                seen);
    }

    /** Reads and stores what there is; waits for it, up to a time limit. */
    void round(Duration atMost) {
        Iterable<ConsumerRecord<byte[], byte[]>> records = log.poll(atMost);
        FeedClock.Moment now = scope.clock().now();
        if (now.msSince(polledAt) > longestPauseMs) {
            outdated = true; // between two of these records, the topic may have forgotten tombstones
            return;
        }
        polledAt = now;
        records.forEach(this::take);
        int unstored = feeds.unstored();
        long waited = now.nanos() - storedAtNanos;
        if (unstored >= BATCH_ROWS || (unstored > 0 && waited >= BATCH_NANOS) || waited >= IDLE_NANOS) {
            store();
        }
        while (lap.isPresent() && lap.get().isReached(log)) {
            endLap(lap.get());
        }
        if (lap.isEmpty() && now.nanos() - reached.orElseThrow().askedNanos() >= LAP_NANOS) {
            lap = Optional.of(lap());
        }
        if (now.nanos() - auditedAtNanos >= IDLE_NANOS) {
            auditedAtNanos = now.nanos();
            audit();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
            bounds.see(record.timestamp());
        }
        if (!feeds.take(record)) {
            scope.view().take(record);
        }
    }

    private void store() {
        StoredChanges changes = feeds.store(log);
        stored += changes.count();
        storedAtNanos = scope.clock().now().nanos();
        if (!changes.rows().isEmpty()) {
            scope.listener().changed(changes.rows());
        }
        if (!changes.units().isEmpty()) {
            scope.listener().worklistChanged(changes.units());
        }
    }

    private void endLap(Lap ended) {
        if (feeds.unstored() > 0) {
            store();
        }
        feeds.reached(ended.askedMs());
        reached = Optional.of(ended);
        feeds.reading().stream().filter(feed -> !feed.endLap()).forEach(this::complete);
        replaceNext();
        if (feeds.areComplete() && ended.seen().isPresent()) {
            scope.view().publish(ended.seen().get(), ended.inputEnds());
            published = true;
        }
        lap = published && feeds.areComplete() ? Optional.empty() : Optional.of(lap());
    }

    private void complete(TopicFeed feed) {
        if (feed.isReplacing()) {
            feed.commit(log);
            scope.listener().replaced(feed.family());
        } else {
            store();
        }
    }

    /** Topics may be created anew while they are read, and the brokers then go on with the new ones. */
    private void audit() {
        outdated |= log.topics(scope.read(), List.of()).entrySet().stream()
                .anyMatch(it -> !it.getValue().equals(topics.byName().get(it.getKey())));
        keptMs();
    }

    /** Whether another session has to look at the positions again. */
    boolean isOutdated() {
        return outdated;
    }

    /** Whether the store had everything at some moment of this session. */
    boolean isUpToDate() {
        return published;
    }

    boolean isCaughtUp() {
        return feeds.areComplete()
                && published
                && scope.clock().now().nanos() - reached.orElseThrow().askedNanos() <= FRESH_NANOS;
    }

    /** See {@link FeedState#lag}. */
    long lag() {
        return feeds.waiting() + lap.map(it -> it.left(log)).orElse(0L);
    }

    /** Changes of rows stored in this session. */
    long stored() {
        return stored;
    }

    /** Stores what was read. Not to be called after an error. */
    void finish() {
        store();
    }

    @Override
    public void close() {
        feeds.close();
    }
}
