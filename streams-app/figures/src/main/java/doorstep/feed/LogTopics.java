// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.feed.RowLog.LogTopic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The topics that were found on a cluster, by name. */
public record LogTopics(Map<String, LogTopic> byName) {
    /** The partitions of those topics that there are. */
    public List<TopicPartition> partitions(Collection<String> names) {
        return names.stream()
                .filter(byName::containsKey)
                .flatMap(this::partitions)
                .toList();
    }

    private Stream<TopicPartition> partitions(String name) {
        return IntStream.range(0, byName.get(name).partitions()).mapToObj(it -> new TopicPartition(name, it));
    }
}
