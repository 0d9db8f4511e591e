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
import org.apache.kafka.clients.CommonClientConfigs;
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
    /** Of a reader that reads once: most partitions are read in a few requests. */
    private static final int PARTITION_FETCH_BYTES = 4 << 20;

    private final AppConfig config;
    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    /** Connects on first use. */
    private ClusterLog(AppConfig config, Map<String, Object> adminSettings, Map<String, Object> consumerSettings) {
        this.config = config;
        admin = reached(() -> Admin.create(adminSettings));
        try {
            consumer = reached(() ->
                    new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        } catch (ClusterException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** For a reader that lives long. */
    public static ClusterLog toFollow(AppConfig config) {
        Map<String, Object> settings = consumerSettings(config);
        if (!config.consumerSettings().containsKey(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG)) {
            settings.remove(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG); // nobody waits for the end of an idle topic here
        }
        return new ClusterLog(config, adminSettings(config), settings);
    }

    /** For a command that reads topics to their ends, and ends. */
    public static ClusterLog toReadOnce(AppConfig config) {
        Map<String, Object> admin = adminSettings(config);
        Map<String, Object> consumer = consumerSettings(config);
        // While a broker waits for news of small topics that were read, it is not asked for the rest of large ones.
        setUnlessGiven(consumer, config, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        setUnlessGiven(consumer, config, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        // Nobody sees metrics of so short a life, and to prepare them takes longer than some answers.
        for (Map<String, Object> settings : List.of(admin, consumer)) {
            settings.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
            settings.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        }
        return new ClusterLog(config, admin, consumer);
    }

    private static void setUnlessGiven(Map<String, Object> settings, AppConfig config, String name, Object value) {
        if (!config.consumerSettings().containsKey(name)) {
            settings.put(name, value);
        }
    }

    private static Map<String, Object> adminSettings(AppConfig config) {
        Map<String, Object> settings = new HashMap<>(config.adminSettings());
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }

    private static Map<String, Object> consumerSettings(AppConfig config) {
        Map<String, Object> settings = new HashMap<>(TopicReader.settings(config));
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
