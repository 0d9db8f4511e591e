// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.avro.Progress;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code doorstep.progress}, repeatedly. Not thread-safe. */
public final class ProgressTopic implements AutoCloseable {
    private final TopicReader<Progress> reader;
    private final Map<String, Progress> rows = new TreeMap<>();

    /** @throws ClusterException if the cluster does not answer or does not have the topic */
    public ProgressTopic(AppConfig config, SchemaRegistry registry) {
        reader = new TopicReader<>(config, Topics.PROGRESS, registry);
    }

    /** The latest committed row of each part of the pipeline, by key. */
    public Collection<Progress> rows() {
        reader.catchUp((key, row) -> row.ifPresentOrElse(it -> rows.put(key, it), () -> rows.remove(key)));
        return List.copyOf(rows.values());
    }

    @Override
    public void close() {
        reader.close();
    }
}
