// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.config.AppConfig;
import doorstep.management.TaskRegistry.TaskStatus;
import doorstep.wire.SchemaRegistry;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * Compares the batches that the tasks of all instances have sent, according to their committed rows of {@code
 * doorstep.progress}, with those that the tasks of this instance have taken. Not thread-safe.
 */
final class BatchWatch implements AutoCloseable {
    private final AppConfig config;
    private final SchemaRegistry registry;
    private ProgressTopic progress; // open while the brokers answer

    BatchWatch(AppConfig config, SchemaRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /** Empty while the brokers do not answer. */
    List<BatchGap> gaps(Collection<TaskStatus> receivers) {
        try {
            if (progress == null) {
                progress = new ProgressTopic(config, registry);
            }
            return BatchGap.of(config.applicationId(), progress.rows(), receivers);
        } catch (ClusterException | KafkaException e) {
            close(); // other rules report unreachable brokers
            return List.of();
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
