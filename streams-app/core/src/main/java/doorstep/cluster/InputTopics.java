// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import doorstep.config.AppConfig;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks up end offsets of the input topics, and whether ranges of offsets contain records. Not thread-safe. */
public final class InputTopics implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** One record per partition is enough; a fetch need not return more. */
    private static final int FETCH_BYTES = 64 << 10;

    private final List<String> topics;
    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    /** @throws ClusterException if the client cannot start */
    public InputTopics(AppConfig config) {
        topics = config.topics().of(Topics.inputs());
        Map<String, Object> settings = new HashMap<>(TopicReader.settings(config));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        try {
            admin = Admin.create(config.adminSettings());
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw new ClusterException("cannot connect to " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Partition → the offset after its last record; partitions without records are left out. Needs the permission
     * DESCRIBE.
     *
     * @param isolation READ_UNCOMMITTED: including records of open transactions and behind them
     * @throws ClusterException if the cluster does not answer, or a topic is missing
     */
    public Map<TopicPartition, Long> ends(IsolationLevel isolation) {
        try {
            Map<TopicPartition, OffsetSpec> first = new HashMap<>();
            Map<TopicPartition, OffsetSpec> next = new HashMap<>();
            AdminAnswers.await(admin.describeTopics(topics).allTopicNames())
                    .forEach((name, topic) -> topic.partitions().forEach(partition -> {
                        first.put(new TopicPartition(name, partition.partition()), OffsetSpec.earliest());
                        next.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest());
                    }));
            Map<TopicPartition, ListOffsetsResultInfo> starts =
                    AdminAnswers.await(admin.listOffsets(first).all());
            Map<TopicPartition, Long> ends = new HashMap<>();
            AdminAnswers.await(admin.listOffsets(next, new ListOffsetsOptions(isolation))
                            .all())
                    .forEach((partition, end) -> {
                        if (end.offset() > starts.get(partition).offset()) {
                            ends.put(partition, end.offset());
                        }
                    });
            return ends;
        } catch (UnknownTopicOrPartitionException e) {
            throw new ClusterException("an input topic does not exist; create it with doorstep topics create", e);
        } catch (KafkaException e) {
            throw new ClusterException("cannot read the end offsets of the input topics: " + e.getMessage(), e);
        }
    }

    /**
     * Whether a range of offsets contains a committed record, or may contain one once an open transaction ends. If not,
     * its offsets are those of transaction markers and aborted records. Needs the permission READ.
     *
     * @param from inclusive
     * @param end exclusive
     * @throws ClusterException if the cluster does not answer
     */
    public boolean holdsRecords(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return false;
        }
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long readable =
                    Math.min(end, consumer.endOffsets(List.of(partition)).get(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < readable && System.nanoTime() < deadline) {
                Optional<ConsumerRecord<byte[], byte[]>> record =
                        consumer.poll(POLL).records(partition).stream().findFirst();
                if (record.isPresent()) {
                    return record.get().offset() < end;
                }
            }
            return consumer.position(partition) < end;
        } catch (KafkaException e) {
            throw new ClusterException("cannot read " + partition.topic() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
        consumer.close();
    }
}
