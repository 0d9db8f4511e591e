// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.wire.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/** The destination of the events of an import. */
@FunctionalInterface
public interface EventSink extends AutoCloseable {
    /**
     * May return before the event is stored.
     *
     * @throws ImportException if this event or an earlier one could not be stored
     */
    void send(Topic topic, SpecificRecord event);

    /**
     * Waits until everything sent is stored.
     *
     * @return how many events were stored so far, by topic and partition; empty for a sink that has no partitions
     * @throws ImportException if something could not be stored
     */
    default Map<TopicPartition, Long> flush() {
        return Map.of();
    }

    @Override
    default void close() {}
}
