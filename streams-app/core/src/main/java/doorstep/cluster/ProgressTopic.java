// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.avro.Progress;
import doorstep.config.AppConfig;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        reader.catchUp(this::take);
        return List.copyOf(rows.values());
    }

    /**
     * The same once all transactions that are open now have ended: they hide what others commit behind them, so
     * that whoever has read a row may not see yet how far the pipeline had read by then.
     */
    public Collection<Progress> settledRows() {
        reader.readToEnd(this::take);
        return List.copyOf(rows.values());
    }

    private void take(String key, Optional<Progress> row) {
        row.ifPresentOrElse(it -> rows.put(key, it), () -> rows.remove(key));
    }

    @Override
    public void close() {
        reader.close();
    }
}
