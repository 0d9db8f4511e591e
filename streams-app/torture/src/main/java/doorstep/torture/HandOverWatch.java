package doorstep.torture;

import doorstep.app.AppConfig;
import doorstep.app.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees hand-overs the moment they are written, before anyone has committed them. Not thread-safe. */
final class HandOverWatch implements AutoCloseable {
    /** Internal topics of hand-overs, after the application id. */
    static final List<String> TOPICS = List.of(
            "-visits-deltas-repartition",
            "-feedback-deltas-repartition",
            "-commitments-deltas-repartition",
            "-visits-links-repartition",
            "-feedback-links-repartition");

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /** The topics must exist. */
    HandOverWatch(AppConfig config) {
        Map<String, Object> settings = new HashMap<>(TopicReader.settings(config));
        settings.put("isolation.level", "read_uncommitted");
        settings.put("auto.offset.reset", "latest");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (String topic : TOPICS) {
            for (int i = 0; i < config.partitions(); i++) {
                partitions.add(new TopicPartition(config.applicationId() + topic, i));
            }
        }
        consumer.assign(partitions);
    }

    /**
     * Waits for the next hand-over.
     *
     * @return false if none came in time
     */
    boolean await(Duration atMost) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // finds the ends now, not with the first poll
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
