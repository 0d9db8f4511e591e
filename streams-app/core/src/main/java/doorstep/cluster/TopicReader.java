// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.config.AppConfig;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a topic from the beginning, without a consumer group. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Takes the records of a topic; those of a partition in their order. */
    @FunctionalInterface
    public interface Sink<T> {
        /** @param value empty for a tombstone */
        void accept(String key, Optional<T> value);
    }

    private final AppConfig config;
    private final String topic;
    private final ValueReader<T> values;
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** @throws ClusterException if the cluster does not answer or does not have the topic */
    public TopicReader(AppConfig config, Topic topic, SchemaRegistry registry) {
        this.config = config;
        this.topic = config.topics().of(topic);
        values = new ValueReader<>(topic, registry);
        try {
            consumer = new KafkaConsumer<>(settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            partitions = partitionsOf(consumer, this.topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (KafkaException e) {
            throw new ClusterException(
                    "cannot read " + this.topic + " at " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    /** Settings of a consumer that reads committed records, without a group. */
    public static Map<String, Object> settings(AppConfig config) {
        Map<String, Object> settings = new HashMap<>(config.consumerSettings());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        // A caller waits for the end of the topic, where a broker holds a fetch for half a second by default.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        return settings;
    }

    public static List<TopicPartition> partitionsOf(Consumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new ClusterException("the topic " + topic + " does not exist; create it with doorstep topics create");
        }
        return partitions;
    }

    /**
     * Reads what is committed and readable now. Records behind an open transaction are not returned yet.
     *
     * @throws ClusterException if the cluster does not answer, or a value cannot be read
     */
    public void catchUp(Sink<T> sink) {
        try {
            readTo(consumer.endOffsets(partitions), sink);
        } catch (KafkaException e) {
            throw cannotRead(e);
        }
    }

    /**
     * Reads up to the current last record, committed or not: a killed instance leaves a transaction open, and the
     * records behind it cannot be read until the broker has ended it.
     *
     * @throws ClusterException if the cluster does not answer, or a value cannot be read
     */
    public void readToEnd(Sink<T> sink) {
        try (Admin admin = Admin.create(config.adminSettings())) {
            readTo(ends(admin, partitions).get(), sink);
        } catch (ExecutionException e) {
            throw cannotRead(e.getCause());
        } catch (KafkaException e) {
            throw cannotRead(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotRead(e);
        }
    }

    /** Partition → the offset after its last record, committed or not. */
    public static Future<Map<TopicPartition, Long>> ends(Admin admin, List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .thenApply(ends -> {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
                    return offsets;
                });
    }

    private void readTo(Map<TopicPartition, Long> ends, Sink<T> sink) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (poll(POLL, sink)) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                String message = "no record of " + topic + " came for " + PATIENCE.toSeconds() + " s";
                throw new ClusterException(message, new TimeoutException(message));
            }
        }
    }

    private ClusterException cannotRead(Throwable cause) {
        return new ClusterException("cannot read " + topic + ": " + cause.getMessage(), cause);
    }

    /**
     * Waits for records, up to a time limit.
     *
     * @return whether there were any
     */
    public boolean poll(Duration atMost, Sink<T> sink) {
        boolean some = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            some = true;
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            sink.accept(key, record.value() == null ? Optional.empty() : Optional.of(read(record)));
        }
        return some;
    }

    private T read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return values.read(record);
        } catch (UnreadableException e) {
            throw new ClusterException(
                    "the value at " + ValueReader.place(record) + ", is not a value of this topic (" + e.getMessage()
                            + "); did another program write there?",
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
