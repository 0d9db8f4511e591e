package doorstep.cli;

import doorstep.cluster.TopicReader;
import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Reads the latest row of each key of a topic. */
final class LatestRows {
    private LatestRows() {}

    /** The rows by key; a key whose latest record is a tombstone is absent. */
    static Map<String, FlatRow> of(Cluster cluster, Topic topic, RowFilter filter) {
        Map<String, FlatRow> rows = new TreeMap<>();
        try (TopicReader<SpecificRecord> reader = new TopicReader<>(cluster.config(), topic, cluster.schemas())) {
            reader.readToEnd((key, value) -> value.map(it -> FlatRow.of(key, it))
                    .filter(filter::accepts)
                    .ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
        }
        return rows;
    }

    /** All of them, without a filter. */
    static Map<String, FlatRow> of(Cluster cluster, Topic topic) {
        return of(cluster, topic, new RowFilter());
    }

    /** The topics with rows: figures, progress, rejected records, settings. */
    static List<Topic> topics() {
        List<Topic> topics = new ArrayList<>(Topics.results());
        topics.add(Topics.PROGRESS);
        topics.add(Topics.REJECTED);
        topics.add(Topics.SETTINGS);
        return topics;
    }

    static List<String> names() {
        return topics().stream().map(Topic::shortName).toList();
    }

    /**
     * @param name full or short name of a topic
     * @throws ConfigurationException if there is no such topic; the message names the nearest one
     */
    static Topic named(String name, TopicNames names) {
        return names.find(name)
                .filter(topics()::contains)
                .orElseThrow(() -> new ConfigurationException("no topic with rows is called " + name + "; did you mean "
                        + Nearest.to(name, names()) + "? Topics: " + String.join(", ", names())));
    }
}
