// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.cluster.AdminAnswers;
import doorstep.cluster.SettingsTopic;
import doorstep.config.AppConfig;
import doorstep.integrity.LogInspector;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks up logs and committed offsets on the brokers. Thread-safe. */
public final class ClusterLogInspector implements LogInspector, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EXPEL_TIMEOUT_MS = 5_000;
    /** How long settings are cached, so that tasks that start together read them once. */
    private static final Duration SETTINGS_LAST = Duration.ofSeconds(1);

    private final SharedAdmin shared;
    private final Admin admin;
    private final CommittedRecords records;
    private final AppConfig config;
    private final SchemaRegistry registry;
    private final String group;
    private PublishedSettings settings;
    private long settingsReadAt;

    public ClusterLogInspector(AppConfig config, SchemaRegistry registry) {
        shared = new SharedAdmin(() -> Admin.create(config.adminSettings()));
        admin = shared.proxy();
        records = new CommittedRecords(config);
        this.config = config;
        this.registry = registry;
        this.group = config.applicationId();
    }

    @Override
    public Log log(String topic, int partition) {
        TopicPartition topicPartition = new TopicPartition(topic, partition);
        var id = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
        var start =
                admin.listOffsets(Map.of(topicPartition, OffsetSpec.earliest())).partitionResult(topicPartition);
        var end = admin.listOffsets(Map.of(topicPartition, OffsetSpec.latest())).partitionResult(topicPartition);
        return new Log(get(id).topicId().toString(), get(start).offset(), get(end).offset());
    }

    @Override
    public OptionalLong committed(String topic, int partition) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        OffsetAndMetadata committed = offsets.get(new TopicPartition(topic, partition));
        return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }

    @Override
    public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
        return records.first(new TopicPartition(topic, partition), from, before);
    }

    @Override
    public synchronized PublishedSettings settings() {
        if (settings == null || System.nanoTime() - settingsReadAt > SETTINGS_LAST.toNanos()) {
            try (SettingsTopic topic = new SettingsTopic(config, registry)) {
                settings = topic.committed();
                settingsReadAt = System.nanoTime();
            }
        }
        return settings;
    }

    /**
     * Removes members from the group whose session is still alive: static members stay in it for a while after they
     * stop.
     *
     * @param namePrefix prefix of their {@code group.instance.id}
     */
    public void forget(String namePrefix) {
        List<MemberToRemove> members =
                get(admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group))
                        .members()
                        .stream()
                        .flatMap(member -> member.groupInstanceId().stream())
                        .filter(name -> name.startsWith(namePrefix))
                        .map(MemberToRemove::new)
                        .toList();
        if (!members.isEmpty()) {
            get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(members))
                    .all());
        }
    }

    /**
     * Removes a static member from the group, if it is there. For a failing thread: its member would keep its
     * partitions until its session times out, 45 s by default.
     *
     * @throws KafkaException if the brokers do not respond within a few seconds
     */
    public void expel(String member) {
        MemberToRemove removed = new MemberToRemove(member);
        RemoveMembersFromConsumerGroupOptions options = new RemoveMembersFromConsumerGroupOptions(Set.of(removed));
        options.timeoutMs(EXPEL_TIMEOUT_MS);
        get(admin.removeMembersFromConsumerGroup(group, options).memberResult(removed));
    }

    /** Uses new clients from now on; see {@link ClockWatch}. */
    public void renew() {
        shared.renew();
        records.renew();
    }

    private static <T> T get(KafkaFuture<T> answer) {
        return AdminAnswers.await(answer, PATIENCE);
    }

    @Override
    public void close() {
        records.close();
        admin.close();
    }
}
