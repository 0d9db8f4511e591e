// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.cluster.AdminAnswers;
import doorstep.config.AppConfig;
import doorstep.management.HealthSnapshot.LogPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers for committed offsets and end offsets of the partitions that the pipeline reads. It has its own
 * clients, because those of a blocked stream thread would not answer. Every request has a timeout. Not thread-safe.
 */
final class SourceLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLogs.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** @param holdsRecords whether the log holds records between the two offsets of {@code source} */
    private record Peek(LogPosition source, boolean holdsRecords) {}

    private final String group;
    private final Duration patience;
    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> adminSettings;
    private Admin admin;
    private final Map<TopicPartition, Peek> peeks = new HashMap<>();
    private Consumer<byte[], byte[]> consumer; // created when first needed

    /** @param patience timeout of one request */
    SourceLogs(AppConfig config, Duration patience) {
        group = config.applicationId();
        this.patience = patience;
        consumerSettings = new HashMap<>(config.consumerSettings());
        consumerSettings.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-health");
        consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumerSettings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1); // one record batch is enough
        consumerSettings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        consumerSettings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        adminSettings = new HashMap<>(config.adminSettings());
        adminSettings.put(AdminClientConfig.CLIENT_ID_CONFIG, group + "-health");
        adminSettings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        adminSettings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
        admin = Admin.create(adminSettings);
    }

    private int millis() {
        return (int) patience.toMillis();
    }

    /**
     * The committed offsets of the group, by partition.
     *
     * @throws KafkaException if the brokers do not answer
     */
    Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    /**
     * The offset up to which each partition can be read with {@code read_committed}.
     *
     * @throws KafkaException if the brokers do not answer
     */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, OffsetSpec.latest()));
        ListOffsetsResult answer = admin.listOffsets(question, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(answer.all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /**
     * Returns the partitions that hold a record between position and end, rather than only transaction markers and
     * aborted records. If the brokers do not answer, a record is assumed, so that someone looks.
     */
    Set<TopicPartition> holdingRecords(Map<TopicPartition, LogPosition> sources) {
        Map<TopicPartition, LogPosition> open = new HashMap<>();
        sources.forEach((partition, source) -> {
            if (!isKnown(peeks.get(partition), source)) {
                peeks.remove(partition);
                open.put(partition, source);
            }
        });
        if (!open.isEmpty()) {
            peek(open);
        }
        return sources.keySet().stream()
                .filter(partition ->
                        !peeks.containsKey(partition) || peeks.get(partition).holdsRecords())
                .collect(Collectors.toSet());
    }

    /** A record that was found remains until the position moves; "no record" holds until the end moves. */
    private static boolean isKnown(Peek peek, LogPosition source) {
        return peek != null
                && peek.source().position() == source.position()
                && (peek.holdsRecords() || peek.source().end() == source.end());
    }

    /** @param open emptied unless the brokers are slow */
    private void peek(Map<TopicPartition, LogPosition> open) {
        try {
            if (consumer == null) {
                consumer =
                        new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            }
            consumer.assign(open.keySet());
            open.forEach((partition, source) -> consumer.seek(partition, source.position()));
            long deadline = System.nanoTime() + patience.toNanos();
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                Set<TopicPartition> found = consumer.poll(POLL).partitions();
                open.entrySet().removeIf(entry -> {
                    boolean record = found.contains(entry.getKey());
                    boolean over = consumer.position(entry.getKey())
                            >= entry.getValue().end();
                    if (record || over) {
                        peeks.put(entry.getKey(), new Peek(entry.getValue(), record));
                    }
                    return record || over;
                });
                consumer.assign(open.keySet()); // the remaining partitions keep their positions
            }
        } catch (KafkaException e) {
            LOG.debug("cannot look into {}", open.keySet(), e);
        }
    }

    private <T> T get(KafkaFuture<T> answer) {
        return AdminAnswers.await(answer, patience.multipliedBy(2)); // the client gives up earlier
    }

    /** Replaces the clients. A client's timers depend on the machine's clock, which was changed. */
    void renew() {
        close();
        consumer = null;
        admin = Admin.create(adminSettings);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        if (consumer != null) {
            consumer.close();
        }
    }
}
