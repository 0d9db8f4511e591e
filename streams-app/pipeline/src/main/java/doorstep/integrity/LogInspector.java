package doorstep.integrity;

import doorstep.settings.PublishedSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the cluster knows of the logs that state stands on, and of the settings it was counted under. Asked when a task
 * starts, on the task's thread.
 */
public interface LogInspector {
    /**
     * One partition of a topic.
     *
     * @param topicId which differs if the topic was deleted and made anew
     * @param start the first offset that is left
     * @param end the offset after the last record
     */
    record Log(String topicId, long start, long end) {}

    /**
     * A record that anyone may read: neither a marker of a transaction, nor of one that was aborted or is open.
     *
     * @param epoch of the leader that appended it; empty if it is not known
     */
    record Committed(long offset, OptionalInt epoch) {}

    /** @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer */
    Log log(String topic, int partition);

    /** What the application's group has committed for a source partition; empty if nothing, or if it was lost. */
    OptionalLong committed(String topic, int partition);

    /**
     * The first committed record of a range of offsets. What stands behind an open transaction is not seen.
     *
     * @param from inclusive; where the log begins later, from there
     * @param before exclusive
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer
     */
    Optional<Committed> firstCommitted(String topic, int partition, long from, long before);

    /** What stands in {@code doorstep.settings}, as far as it is committed. */
    PublishedSettings settings();
}
