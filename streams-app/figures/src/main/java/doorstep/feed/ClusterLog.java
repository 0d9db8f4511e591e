// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.AdminAnswers;
import doorstep.cluster.ClusterException;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topics of a cluster: one consumer for all of them, without a group, and one admin client, because a consumer that
 * reads committed records is told neither topic ids nor ends behind open transactions.
 */
public final class ClusterLog implements RowLog {
    private final AppConfig config;
    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    /** Connects on first use. */
    public ClusterLog(AppConfig config) {
        this.config = config;
        admin = reached(() -> Admin.create(adminSettings()));
        try {
            consumer = reached(() ->
                    new KafkaConsumer<>(consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        } catch (ClusterException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(config.adminSettings());
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>(TopicReader.settings(config));
        if (!config.consumerSettings().containsKey(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG)) {
            settings.remove(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG); // nobody waits for the end of an idle topic here
        }
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FeedSession.BATCH_ROWS);
        // An offset that the log does not hold is for the session to judge: it reads the topic from the start.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return settings;
    }

    @Override
    public Map<String, LogTopic> topics(Collection<String> required, Collection<String> optional) {
        List<String> all = new ArrayList<>(required);
        all.addAll(optional);
        Map<String, LogTopic> topics = new HashMap<>();
        admin.describeTopics(all).topicNameValues().forEach((name, answer) -> {
            try {
                TopicDescription topic = AdminAnswers.await(answer);
                topics.put(name, new LogTopic(javaId(topic), topic.partitions().size()));
            } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
                if (required.contains(name)) {
                    throw new ClusterException(
                            e instanceof AuthorizationException
                                    ? "cannot read " + name + ": " + e.getMessage()
                                    : "the topic " + name + " does not exist; create it with doorstep topics create",
                            e);
                }
            } catch (KafkaException e) {
                throw failed(e);
            }
        });
        return topics;
    }

    private static UUID javaId(TopicDescription topic) {
        return new UUID(
                topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits());
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        list(partitions, spec).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    @Override
    public long newestAppendMs(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.maxTimestamp()).values().stream()
                .filter(it -> it.offset() >= 0)
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        ListOffsetsOptions uncommitted = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return await(admin.listOffsets(wanted, uncommitted).all());
    }

    @Override
    public Map<String, Long> tombstonesKeptMs(Collection<String> topics) {
        Map<String, Long> kept = new HashMap<>();
        admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .values()
                .forEach((topic, answer) -> kept.put(topic.name(), tombstonesKeptMs(answer)));
        return kept;
    }

    private long tombstonesKeptMs(Future<Config> answer) {
        try {
            return Long.parseLong(AdminAnswers.await(answer)
                    .get(TopicConfig.DELETE_RETENTION_MS_CONFIG)
                    .value());
        } catch (AuthorizationException e) {
            return Topics.TOMBSTONES_KEPT_MS;
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    @Override
    public void assign(Map<TopicPartition, Long> next) {
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
    }

    @Override
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        return reached(() -> consumer.poll(atMost));
    }

    @Override
    public long position(TopicPartition partition) {
        return reached(() -> consumer.position(partition));
    }

    private <T> T await(Future<T> answer) {
        return reached(() -> AdminAnswers.await(answer));
    }

    private <T> T reached(Supplier<T> request) {
        try {
            return request.get();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private ClusterException failed(KafkaException e) {
        return new ClusterException("cannot read at " + config.bootstrapServers() + ": " + e.getMessage(), e);
    }

    /** Without waiting for answers that nobody needs any more. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        admin.close(Duration.ZERO);
    }
}
