// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.avro.Rejected;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The places of the records that the pipeline refused since the last rebuild. A schema that the registry did not know then
 * may have been registered since, so that a decoder would accept today what the figures do not hold.
 */
public final class RefusedPlaces {
    private final Map<TopicPartition, Set<Long>> offsets = new HashMap<>();

    /**
     * Reads {@code doorstep.rejected} to its end.
     *
     * @param rebuild the number under which the figures are counted; rows of other rebuilds say nothing about them
     * @throws doorstep.cluster.ClusterException if the cluster does not answer or lacks the topic
     */
    public static RefusedPlaces read(AppConfig config, SchemaRegistry registry, long rebuild) {
        RefusedPlaces refused = new RefusedPlaces();
        try (TopicReader<Rejected> reader = new TopicReader<>(config, Topics.REJECTED, registry)) {
            reader.readToEnd((key, value) -> value.filter(row -> row.getRebuild() == rebuild)
                    .ifPresent(row -> refused.add(row.getTopic(), row.getPartition(), row.getOffset())));
        }
        return refused;
    }

    /** @param topic its full name */
    public void add(String topic, int partition, long offset) {
        offsets.computeIfAbsent(new TopicPartition(topic, partition), it -> new HashSet<>())
                .add(offset);
    }

    boolean contains(String topic, int partition, long offset) {
        return !offsets.isEmpty()
                && offsets.getOrDefault(new TopicPartition(topic, partition), Set.of())
                        .contains(offset);
    }
}
