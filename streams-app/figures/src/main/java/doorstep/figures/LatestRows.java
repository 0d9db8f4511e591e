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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Reads the latest row of each key of a topic. */
public final class LatestRows {
    private LatestRows() {}

    /** The rows by key; a key whose latest record is a tombstone is absent. */
    public static Map<String, FlatRow> of(
            AppConfig config, SchemaRegistry schemas, Topic topic, Predicate<FlatRow> filter) {
        Map<String, FlatRow> rows = new TreeMap<>();
        try (TopicReader<SpecificRecord> reader = new TopicReader<>(config, topic, schemas)) {
            reader.readToEnd((key, value) -> value.map(it -> FlatRow.of(key, it))
                    .filter(filter)
                    .ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
        }
        return rows;
    }

    /** All of them, without a filter. */
    public static Map<String, FlatRow> of(AppConfig config, SchemaRegistry schemas, Topic topic) {
        return of(config, schemas, topic, row -> true);
    }

    /** The topics with rows: figures, progress, rejected records, settings. */
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
}
