// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The mark that {@code doorstep.settings} holds while a rebuild is in progress.
 *
 * @param ends end offset of each partition of the result topics before the rebuild: rows not written again are before
 *     it
 */
record RebuildMark(Map<TopicPartition, Long> ends) {
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    RebuildMark {
        ends = Map.copyOf(ends);
    }

    /** For example {@code doorstep.visit-counts:0=12 doorstep.visit-counts:1=9}. */
    String text() {
        return ends.keySet().stream()
                .sorted(BY_NAME)
                .map(topicPartition ->
                        topicPartition.topic() + ":" + topicPartition.partition() + "=" + ends.get(topicPartition))
                .collect(Collectors.joining(" "));
    }

    static RebuildMark parse(String text) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] fields = part.split("[:=]", 3);
            ends.put(new TopicPartition(fields[0], Integer.parseInt(fields[1])), Long.valueOf(fields[2]));
        }
        return new RebuildMark(ends);
    }
}
