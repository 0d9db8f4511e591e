// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.avro.Progress;
import doorstep.cluster.ClusterException;
import doorstep.cluster.InputTopics;
import doorstep.cluster.ProgressTopic;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads the current rows of {@code doorstep.progress}, and compares them with the input topics. Not thread-safe. */
public final class ProgressWatch implements AutoCloseable {
    private final ProgressTopic progress;
    private final InputTopics inputs;

    /**
     * @param registry the one that the pipeline uses
     * @throws ClusterException if the cluster does not answer or lacks a topic
     */
    public ProgressWatch(AppConfig config, SchemaRegistry registry) {
        progress = new ProgressTopic(config, registry);
        inputs = new InputTopics(config);
    }

    /** The latest rows of the parts of the pipeline, by key. */
    public Collection<Progress> rows() {
        return progress.rows();
    }

    /** What is left to do for the records that are in the input topics now; may have to read some of them. */
    public Completion completion(Instant asOf) {
        Map<TopicPartition, Long> ends = inputs.ends(IsolationLevel.READ_COMMITTED);
        Collection<Progress> now = rows();
        ends.entrySet()
                .removeIf(end ->
                        !inputs.holdsRecords(end.getKey(), Completion.nextOffset(end.getKey(), now), end.getValue()));
        return Completion.of(now, ends, asOf);
    }

    /**
     * Like {@link #completion}, but an upper bound, for users who may not read the input topics: transaction markers,
     * aborted records and whatever is behind an open transaction count as unread. Does not check as-of.
     */
    public Completion atMost() {
        Map<TopicPartition, Long> ends = inputs.ends(IsolationLevel.READ_UNCOMMITTED);
        return Completion.of(rows(), ends, Instant.MIN);
    }

    @Override
    public void close() {
        progress.close();
        inputs.close();
    }
}
