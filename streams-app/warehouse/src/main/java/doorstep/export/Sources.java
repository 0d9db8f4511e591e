// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.feed.FeedClock;
import doorstep.feed.LogTopics;
import doorstep.feed.RowLog;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What exports are read from.
 *
 * @param log of the cluster
 * @param clock of this machine
 * @param pause lets time pass while the pipeline works
 * @param listener is told how an export goes
 */
public record Sources(
        RowLog log, TopicNames names, SchemaRegistry registry, FeedClock clock, Pause pause, ExportListener listener) {
    /** @throws doorstep.cluster.ClusterException if a topic does not exist */
    LogTopics topics(List<Topic> topics) {
        return new LogTopics(log.topics(names.of(topics), List.of()));
    }

    /** @throws doorstep.cluster.ClusterException if a topic does not exist */
    List<TopicPartition> partitions(List<Topic> topics) {
        return topics(topics).partitions(names.of(topics));
    }
}
