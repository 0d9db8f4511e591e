// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Reads the latest row of each key of a topic, whatever it holds. Not thread-safe. */
public final class LatestRows implements AutoCloseable {
    private final Topic topic;
    private final TopicReader<SpecificRecord> reader;
    private final Map<String, FlatRow> rows = new TreeMap<>();

    public LatestRows(AppConfig config, SchemaRegistry schemas, Topic topic) {
        this.topic = topic;
        reader = new TopicReader<>(config, topic, schemas);
    }

    /** The rows by key; a key whose latest record is a tombstone is absent. */
    public static Map<String, FlatRow> of(AppConfig config, SchemaRegistry schemas, Topic topic) {
        try (LatestRows latest = new LatestRows(config, schemas, topic)) {
            latest.readToEnd();
            return latest.rows;
        }
    }

    /** Reads up to the present end, and returns the rows there are. */
    public Collection<FlatRow> readToEnd() {
        reader.readToEnd((key, value) -> value.map(it -> FlatRow.of(key, it))
                .ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
        return rows.values();
    }

    /** Waits for changes after those that were read, up to a time limit. A row that was deleted has no figures. */
    public List<FlatRow> changes(Duration atMost) {
        List<FlatRow> changes = new ArrayList<>();
        reader.poll(
                atMost,
                (key, value) -> changes.add(
                        value.map(it -> FlatRow.of(key, it)).orElseGet(() -> FlatRow.removed(key, topic.value()))));
        return changes;
    }

    /** The topics with rows: figures, worklist, progress, rejected records, settings. */
    public static List<Topic> topics() {
        List<Topic> topics = new ArrayList<>(Topics.results());
        topics.add(Topics.PROGRESS);
        topics.add(Topics.REJECTED);
        topics.add(Topics.SETTINGS);
        return topics;
    }

    public static List<String> names() {
        return topics().stream().map(Topic::shortName).toList();
    }

    /**
     * @param name full or short name of a topic
     * @throws ConfigurationException if there is no such topic; the message names the nearest one
     */
    public static Topic named(String name, TopicNames names) {
        return names.find(name)
                .filter(topics()::contains)
                .orElseThrow(() -> new ConfigurationException("no topic with rows is called " + name + "; did you mean "
                        + Nearest.to(name, names()) + "? Topics: " + String.join(", ", names())));
    }

    @Override
    public void close() {
        reader.close();
    }
}
