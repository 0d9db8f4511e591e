// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Partitioner that sends a delta batch to the partition given in its key (4 bytes, big-endian). */
public final class TargetPartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    @SuppressWarnings("removal") // abstract in Kafka 4.4, so it must be implemented
    public Optional<Set<Integer>> partitions(String topic, byte[] target, byte[] changes, int partitions) {
        return Optional.of(Set.of(ByteBuffer.wrap(target).getInt()));
    }
}
