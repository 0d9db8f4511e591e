// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.avro.Setting;
import doorstep.integrity.LogInspector;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Publishes the settings of this instance to {@code doorstep.settings} with the first commit of the first windows
 * partition, unless they are there already. After an aborted transaction the task starts again, and so does a new
 * publisher.
 */
final class SettingsPublisher {
    private static final int SENDING_PARTITION = 0;

    private final Map<String, Optional<String>> unsent;
    private final TopicNames topics;
    private final SchemaRegistry registry;

    private SettingsPublisher(Map<String, Optional<String>> unsent, TopicNames topics, SchemaRegistry registry) {
        this.unsent = unsent;
        this.topics = topics;
        this.registry = registry;
    }

    /** @param partition of the windows; one partition publishes for all */
    static SettingsPublisher of(int partition, LogInspector logs, EngineSettings own, SchemaRegistry registry) {
        Map<String, Optional<String>> unsent =
                partition == SENDING_PARTITION ? logs.settings().replacedBy(own.published()) : new TreeMap<>();
        return new SettingsPublisher(unsent, own.topics(), registry);
    }

    /** @param out takes key and value; a null value is a tombstone */
    void send(BiConsumer<byte[], byte[]> out) {
        if (unsent.isEmpty()) {
            return;
        }
        AvroWriter<Setting> writer = new AvroWriter<>(Topics.SETTINGS, topics, registry);
        unsent.forEach((name, value) -> out.accept(
                name.getBytes(StandardCharsets.UTF_8),
                value.map(text -> writer.toBytes(new Setting(name, text))).orElse(null)));
        unsent.clear();
    }
}
