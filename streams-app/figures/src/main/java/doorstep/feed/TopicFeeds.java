// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.feed.RowLog.LogTopic;
import doorstep.rows.Change;
import doorstep.rows.Position;
import doorstep.rows.RowStore;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The result topics that a session reads. Not thread-safe. */
final class TopicFeeds {
    private final FeedScope scope;
    private final Map<String, TopicFeed> feeds = new HashMap<>(); // by topic

    TopicFeeds(FeedScope scope, LogTopics topics) {
        this.scope = scope;
        for (Topic topic : scope.topics()) {
            String name = scope.names().of(topic);
            feeds.put(name, feed(topic, name, topics.byName().get(name)));
        }
    }

    private TopicFeed feed(Topic topic, String name, LogTopic found) {
        if (topic.equals(Topics.WORKLIST)) {
            return new TopicFeed(name, found, RowStore.WORKLIST, new ItemDecoder(scope.registry(), scope.skipped()));
        }
        Family family = Families.ofRows().get(topic);
        return new TopicFeed(
                name, found, family.code(), new RowDecoder(family, scope.registry(), scope.skipped(), scope.kept()));
    }

    Collection<String> names() {
        return feeds.keySet();
    }

    /**
     * Decides where reading begins.
     *
     * @param keptMs how long topics keep tombstones, in milliseconds
     * @return the offset to read from, for all partitions but those of stale topics
     */
    Map<TopicPartition, Long> begin(
            Map<TopicPartition, Position> positions,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Map<String, Long> keptMs,
            ClockBounds clock) {
        Map<TopicPartition, Long> next = new HashMap<>();
        feeds.forEach((name, feed) -> {
            feed.begin(positions, starts, ends, keptMs.getOrDefault(name, Topics.TOMBSTONES_KEPT_MS), clock);
            if (!feed.isStale()) {
                next.putAll(feed.next());
            }
        });
        return next;
    }

    /** @return whether the record is one of these topics */
    boolean take(ConsumerRecord<byte[], byte[]> record) {
        TopicFeed feed = feeds.get(record.topic());
        if (feed != null) {
            feed.take(record);
        }
        return feed != null;
    }

    int unstored() {
        return feeds.values().stream().mapToInt(TopicFeed::unstored).sum();
    }

    /** Stores what was taken, with the positions. */
    StoredChanges store(RowLog log) {
        List<Change> changes = new ArrayList<>();
        Map<TopicPartition, Position> positions = new HashMap<>();
        for (TopicFeed feed : feeds.values()) {
            changes.addAll(feed.changes(scope.store()));
            if (!feed.isStale() && !feed.isReplacing()) {
                positions.putAll(feed.positions(log));
            }
        }
        StoredChanges stored = StoredChanges.of(changes, scope.store());
        scope.store().apply(changes, positions);
        return stored;
    }

    /** @param askedMs when all partitions ended where they have been read to */
    void reached(long askedMs) {
        feeds.values().stream().filter(feed -> !feed.isStale()).forEach(feed -> feed.reached(askedMs));
    }

    /** Those that may lack rows, and are being read. */
    List<TopicFeed> reading() {
        return feeds.values().stream().filter(TopicFeed::isReading).toList();
    }

    /** A stale one, unless another one is being replaced. */
    Optional<TopicFeed> nextToReplace() {
        return feeds.values().stream().anyMatch(TopicFeed::isReplacing)
                ? Optional.empty()
                : feeds.values().stream().filter(TopicFeed::isStale).findFirst();
    }

    /** Offsets of topics that wait until another one has been replaced. */
    long waiting() {
        return feeds.values().stream()
                .filter(TopicFeed::isStale)
                .mapToLong(TopicFeed::size)
                .sum();
    }

    /** Whether no row is missing. */
    boolean areComplete() {
        return feeds.values().stream().noneMatch(feed -> feed.isStale() || feed.isReading());
    }

    void close() {
        feeds.values().forEach(TopicFeed::close);
    }
}
