// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.avro.Setting;
import doorstep.config.AppConfig;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code doorstep.settings}, repeatedly. Not thread-safe. */
public final class SettingsTopic implements AutoCloseable {
    private final TopicReader<Setting> reader;
    private final Map<String, String> rows = new TreeMap<>();

    /** @throws ClusterException if the cluster does not answer or does not have the topic */
    public SettingsTopic(AppConfig config, SchemaRegistry registry) {
        reader = new TopicReader<>(config, Topics.SETTINGS, registry);
    }

    /** The settings that are committed and readable now: an open transaction hides what others commit behind it. */
    public PublishedSettings committed() {
        reader.catchUp(this::take);
        return PublishedSettings.ofRows(rows);
    }

    /** The settings once all transactions that are open now have ended. */
    public PublishedSettings settled() {
        reader.readToEnd(this::take);
        return PublishedSettings.ofRows(rows);
    }

    private void take(String name, Optional<Setting> row) {
        row.ifPresentOrElse(it -> rows.put(name, it.getValue()), () -> rows.remove(name));
    }

    @Override
    public void close() {
        reader.close();
    }
}
