// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ValueReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The latest value of each key of a small topic. Decodes only what is asked for: such a topic may hold many values of
 * few keys. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
final class LatestValues<T extends SpecificRecord> {
    /** @param appendMs append time, milliseconds since the epoch */
    record Latest<T>(T value, long appendMs) {}

    private final ValueReader<T> reader;
    private final SkippedRecords skipped;
    private final Map<String, ConsumerRecord<byte[], byte[]>> unread = new HashMap<>();
    private final Map<String, Latest<T>> values = new TreeMap<>();

    LatestValues(Topic topic, SchemaRegistry registry, SkippedRecords skipped) {
        reader = new ValueReader<>(topic, registry);
        this.skipped = skipped;
    }

    /** Forgets everything, because the topic is read from its start again. */
    void clear() {
        unread.clear();
        values.clear();
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        unread.put(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8), record);
    }

    /** By key; a key whose latest record is a tombstone is absent. */
    Map<String, Latest<T>> byKey() {
        unread.forEach((key, record) -> {
            if (record.value() == null) {
                values.remove(key);
                return;
            }
            try {
                values.put(key, new Latest<>(reader.read(record), record.timestamp()));
            } catch (UnreadableException e) {
                skipped.add(record, "its value is not one of this topic (" + e.getMessage() + ")");
            }
        });
        unread.clear();
        return values;
    }

    Collection<T> all() {
        return List.copyOf(byKey().values().stream().map(Latest::value).toList());
    }
}
