// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.settings.PublishedSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Looks up what the cluster knows about the logs that state was built from, and the settings published in it. Called
 * when a task starts, on the task's thread.
 */
public interface LogInspector {
    /**
     * One partition of a topic.
     *
     * @param topicId differs if the topic was deleted and created again
     * @param start the first offset that the log still has
     * @param end the offset after the last record
     */
    record Log(String topicId, long start, long end) {}

    /**
     * A record visible to read_committed consumers: not a transaction marker, and not part of an aborted or open
     * transaction.
     *
     * @param epoch of the leader that appended it; empty if unknown
     */
    record Committed(long offset, OptionalInt epoch) {}

    /** @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer */
    Log log(String topic, int partition);

    /**
     * The offset that the application's group has committed for a source partition; empty if there is none, or it was
     * lost.
     */
    OptionalLong committed(String topic, int partition);

    /**
     * The first committed record in a range of offsets. Records behind an open transaction are not seen.
     *
     * @param from inclusive; if the log begins later, the search begins there
     * @param before exclusive
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer
     */
    Optional<Committed> firstCommitted(String topic, int partition, long from, long before);

    /** The committed content of {@code doorstep.settings}. */
    PublishedSettings settings();
}
