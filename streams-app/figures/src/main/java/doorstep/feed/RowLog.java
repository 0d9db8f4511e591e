// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What readers that remember their positions need of a cluster. All methods throw a {@link ClusterException} if the cluster does not answer or refuses.
 * Not thread-safe.
 */
public interface RowLog extends AutoCloseable {
    /** @param id a topic of the same name that was created anew has another one */
    record LogTopic(UUID id, int partitions) {}

    /**
     * Describes topics, by name.
     *
     * @param optional topics that are left out if they do not exist or may not be described
     * @throws ClusterException if a required one does not exist
     */
    Map<String, LogTopic> topics(Collection<String> required, Collection<String> optional);

    /** The first offsets. */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions);

    /** The offsets after the last records, committed or not; these may be transaction markers. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

    /** The append time of the newest record in any of the partitions; {@link Long#MIN_VALUE} if they are empty. */
    long newestAppendMs(Collection<TopicPartition> partitions);

    /** Topic → its {@code delete.retention.ms}, or the 7 days that are required, if its settings may not be read. */
    Map<String, Long> tombstonesKeptMs(Collection<String> topics);

    /**
     * Reads these partitions and no others from now on.
     *
     * @param next the offset to read from
     */
    void assign(Map<TopicPartition, Long> next);

    /** Waits for committed records, up to a time limit; those of a partition in their order. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost);

    /** The next offset to read, after all records that {@link #poll} returned. */
    long position(TopicPartition partition);

    @Override
    void close();
}
