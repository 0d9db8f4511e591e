package doorstep.topology;

import doorstep.settings.PublishedSettings;
import java.util.OptionalLong;

/** What the cluster knows of the logs that state stands on, and of the settings it was counted under. Asked when a task starts, on the task's thread. */
public interface History {
    /**
     * One partition of a topic.
     *
     * @param topicId which differs if the topic was deleted and made anew
     * @param start the first offset that is left
     * @param end the offset after the last record
     */
    record Log(String topicId, long start, long end) {}

    /** @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer */
    Log log(String topic, int partition);

    /** What the application's group has committed for a source partition; empty if nothing, or if it was lost. */
    OptionalLong committed(String topic, int partition);

    /** What stands in {@code doorstep.settings}, as far as it is committed. */
    PublishedSettings settings();
}
