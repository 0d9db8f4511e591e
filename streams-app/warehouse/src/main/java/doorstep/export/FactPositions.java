// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.export.Export.Range;
import doorstep.feed.LogTopics;
import doorstep.feed.RowLog;
import doorstep.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Decides where facts begin. Facts are whole or replaced: there is no way to go on behind a gap. */
final class FactPositions {
    private static final String REMEDY =
            ". `doorstep export --again` reads the facts that there are again, and replaces all of those exported before";

    private final RowLog log;
    private final LogTopics topics;
    private final List<TopicPartition> partitions;

    FactPositions(Sources sources) {
        log = sources.log();
        topics = sources.topics(Topics.inputs());
        partitions = topics.partitions(topics.byName().keySet());
    }

    LogTopics topics() {
        return topics;
    }

    /** @throws ExportException if a topic was created anew meanwhile */
    void requireSameTopics() {
        if (!log.topics(topics.byName().keySet(), List.of()).equals(topics.byName())) {
            throw new ExportException("an input topic was created anew meanwhile; nothing was exported");
        }
    }

    /**
     * @param last the export to go on from; empty: from the start
     * @throws ExportException if records are missing that it did not export
     */
    Map<TopicPartition, Long> starts(Optional<Export> last) {
        Map<TopicPartition, Long> starts = log.starts(partitions);
        if (last.isEmpty()) {
            return starts;
        }
        Export export = last.get();
        topics.byName()
                .forEach((name, topic) -> require(
                        topic.id().equals(export.topicIds().get(name)),
                        name + " was created anew since export " + export.number()));
        Map<TopicPartition, Long> ends = log.ends(partitions);
        Map<TopicPartition, Long> from = new HashMap<>();
        partitions.forEach(partition -> {
            Range range = export.ranges().get(partition);
            require(range != null, partition + " is new since export " + export.number());
            long next = range.end();
            require(
                    starts.get(partition) <= next,
                    partition + " begins at offset " + starts.get(partition) + " now, but export " + export.number()
                            + " ended at " + next + ": the records in between are gone");
            require(
                    ends.get(partition) >= next,
                    partition + " ends at offset " + ends.get(partition) + ", but export " + export.number()
                            + " has read to " + next + ": the brokers have lost records");
            from.put(partition, next);
        });
        return from;
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new ExportException(fault + REMEDY);
        }
    }
}
