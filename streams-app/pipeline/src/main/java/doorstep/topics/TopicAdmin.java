// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.engine.EngineTopology;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a cluster's topics with the list in {@link Topics}, creates missing ones, and reports what is wrong with
 * others. Of a topic that exists it changes nothing but settings that are below their minimum.
 */
public final class TopicAdmin implements AutoCloseable {
    /** Level of the feature {@code metadata.version} in a 4.0 cluster; with it all brokers are 4.0 or newer. */
    public static final short MINIMUM_METADATA_VERSION = 25;

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final String MINIMUM_RELEASE = "4.0";
    private static final Map<String, String> CHANGELOG =
            Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact");
    private static final Map<String, String> REPARTITION = Map.of("message.timestamp.type", "LogAppendTime");

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MS = 50;

    private final AppConfig config;
    private final TopicNames names;
    private final Map<String, Map<String, String>> internal; // name → settings
    private final Admin admin;

    /** Connects on first use. */
    public TopicAdmin(AppConfig config) {
        this.config = config;
        names = config.topics();
        internal = internalTopics(config.applicationId());
        Map<String, Object> settings = new HashMap<>(config.adminSettings());
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        try {
            admin = Admin.create(settings);
        } catch (KafkaException e) {
            throw new ClusterException(
                    "cannot connect to " + config.bootstrapServers() + ": "
                            + deepest(e).getMessage(),
                    e);
        }
    }

    /**
     * Everything that is wrong, in the order of {@link Topics}, internal topics last; empty if nothing is.
     *
     * @throws ClusterException if the cluster does not answer or is too old
     */
    public List<TopicFault> verify() {
        refuseOldBrokers();
        List<TopicFault> faults = new ArrayList<>();
        Map<String, TopicState> states = states();
        for (Topic topic : Topics.all()) {
            TopicState state = states.get(names.of(topic));
            faults.addAll(state.faults(topic.partitions(config.partitions()), topic.settings()));
            faults.addAll(state.below(topic.minimums()));
        }
        internal.forEach((name, settings) -> {
            if (states.containsKey(name)) {
                faults.addAll(states.get(name).faults(config.partitions(), settings));
            }
        });
        return faults;
    }

    /** Problems that {@link #verify} tolerates, each with its consequence and a remedy. */
    public List<String> warnings() {
        Map<String, TopicState> states = states();
        List<String> warnings = new ArrayList<>(TopicState.ofLosses(states.values()));
        Topics.all()
                .forEach(topic -> warnings.addAll(states.get(names.of(topic)).warnings(topic.limits())));
        return warnings;
    }

    /** @throws ClusterException naming everything that {@link #verify} finds */
    public void requireValid() {
        List<TopicFault> faults = verify();
        if (!faults.isEmpty()) {
            throw new ClusterException("the topics at " + config.bootstrapServers() + " are not as required:\n  "
                    + faults.stream().map(TopicFault::toString).collect(Collectors.joining("\n  ")) + "\n"
                    + advice(faults));
        }
        warnings().forEach(LOG::warn);
    }

    /** What a user can do about the faults. */
    public static String advice(List<TopicFault> faults) {
        Set<String> lines = new TreeSet<>();
        for (TopicFault fault : faults) {
            if (fault.setting().isEmpty()) {
                lines.add("Missing topics: doorstep topics create");
            } else if (fault.setting().equals(TopicFault.PARTITIONS)) {
                lines.add(
                        "The number of partitions cannot be changed: set `partitions` to what the topics have, or start with new topics");
            } else if (fault.orMore()) {
                lines.add("Settings that must be at least a number: doorstep topics create raises them");
            } else {
                lines.add("Settings: kafka-configs.sh --alter --entity-type topics --entity-name TOPIC --add-config "
                        + "SETTING=VALUE");
            }
        }
        return String.join("\n", lines);
    }

    /**
     * Creates the topics that do not exist yet, and raises settings of others that are below their minimum.
     *
     * @return the names of those created
     */
    public List<String> create() {
        refuseOldBrokers();
        Map<String, TopicState> states = states();
        raise(Topics.all().stream()
                .flatMap(topic -> states.get(names.of(topic)).below(topic.minimums()).stream())
                .toList());
        List<Topic> missing = Topics.all().stream()
                .filter(topic -> !states.get(names.of(topic)).exists())
                .toList();
        List<String> created = create(missing, true);
        agreed(() -> leaders(created));
        return created;
    }

    private void raise(List<TopicFault> faults) {
        for (TopicFault it : faults) {
            ConfigEntry wanted = new ConfigEntry(it.setting(), it.wanted());
            await(
                    admin.incrementalAlterConfigs(Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, it.topic()),
                                    List.of(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET))))
                            .all(),
                    "raise " + it.setting() + " of " + it.topic());
            LOG.info("{}: {} raised from {} to {}", it.topic(), it.setting(), it.found(), it.wanted());
        }
    }

    /** @param limited whether to set the topics' limits; brokers that do not know these create the topics without */
    private List<String> create(List<Topic> missing, boolean limited) {
        List<String> created = new ArrayList<>();
        List<Topic> again = new ArrayList<>();
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                        missing.stream().map(topic -> newTopic(topic, limited)).toList())
                .values();
        missing.forEach(topic -> {
            try {
                await(answers.get(names.of(topic)), "create the topic " + names.of(topic));
                created.add(names.of(topic));
            } catch (ClusterException e) {
                if (e.getCause() instanceof InvalidConfigurationException
                        && limited
                        && !topic.limits().isEmpty()) {
                    again.add(topic);
                } else if (!(e.getCause() instanceof TopicExistsException)) { // created by someone else meanwhile
                    throw e;
                }
            }
        });
        if (!again.isEmpty()) {
            created.addAll(create(again, false));
        }
        return created;
    }

    /**
     * Looks up each partition's leader. If a producer's first batches go to a partition without a leader, a later batch
     * may be accepted, and the first refused forever (OUT_OF_ORDER_SEQUENCE_NUMBER).
     */
    private Map<TopicPartition, ListOffsetsResultInfo> leaders(List<String> names) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        await(admin.describeTopics(names).allTopicNames(), "describe the topics")
                .forEach((name, topic) -> topic.partitions()
                        .forEach(it -> ends.put(new TopicPartition(name, it.partition()), OffsetSpec.latest())));
        return await(admin.listOffsets(ends).all(), "find the leaders of the topics");
    }

    private static <T> T agreed(Supplier<T> question) {
        return agreed(question, PATIENCE);
    }

    /**
     * Repeats a question while brokers disagree: each learns about a new topic on its own, and the next one asked may
     * not know it.
     */
    static <T> T agreed(Supplier<T> question, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (ClusterException e) {
                boolean mayPass = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!mayPass || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause();
        }
    }

    public static void pause() {
        try {
            Thread.sleep(POLL_MS); // brokers send no notice when they learn that a topic exists, or is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    private NewTopic newTopic(Topic topic, boolean limited) {
        Optional<Short> replicas =
                config.replicationFactor() == -1 ? Optional.empty() : Optional.of(config.replicationFactor());
        return new NewTopic(names.of(topic), Optional.of(topic.partitions(config.partitions())), replicas)
                .configs(limited ? topic.requiredAndLimits() : topic.required());
    }

    /** The listed topics, including missing ones, then the internal topics of this application, by name. */
    public Map<String, TopicState> states() {
        return agreed(this::statesNow);
    }

    private Map<String, TopicState> statesNow() {
        Set<String> existing = await(admin.listTopics().names(), "list the topics");
        List<String> wanted = new ArrayList<>();
        names.of(Topics.all()).stream().filter(existing::contains).forEach(wanted::add);
        internal.keySet().stream().filter(existing::contains).forEach(wanted::add);
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(wanted).allTopicNames(), "describe the topics");
        Map<String, Map<String, String>> settings = settingsOf(wanted);
        Map<String, Long> records = recordsOf(descriptions);

        Map<String, TopicState> states = new LinkedHashMap<>();
        names.of(Topics.all()).forEach(name -> states.put(name, TopicState.missing(name)));
        wanted.forEach(name -> {
            TopicDescription it = descriptions.get(name);
            int replicas = it.partitions().get(0).replicas().size();
            states.put(
                    name,
                    new TopicState(name, it.partitions().size(), replicas, records.get(name), settings.get(name)));
        });
        return states;
    }

    /**
     * The topics that Kafka Streams creates for an application, with the settings they must have. By full name, because
     * another application's topics may have the same prefix and suffix.
     */
    public static SortedMap<String, Map<String, String>> internalTopics(String applicationId) {
        SortedMap<String, Map<String, String>> internal = new TreeMap<>();
        EngineTopology.changelogs(applicationId).forEach(name -> internal.put(name, CHANGELOG));
        EngineTopology.repartitions(applicationId).forEach(name -> internal.put(name, REPARTITION));
        return internal;
    }

    private Map<String, Map<String, String>> settingsOf(List<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> result = new HashMap<>();
        await(admin.describeConfigs(resources).all(), "read the settings of the topics")
                .forEach((resource, settings) -> result.put(
                        resource.name(),
                        settings.entries().stream()
                                .filter(entry -> entry.value() != null)
                                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
        return result;
    }

    private Map<String, Long> recordsOf(Map<String, TopicDescription> descriptions) {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> next = new HashMap<>();
        descriptions.forEach((name, description) -> description.partitions().forEach(partition -> {
            first.put(new TopicPartition(name, partition.partition()), OffsetSpec.earliest());
            next.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest());
        }));
        Map<String, Long> records = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> from =
                await(admin.listOffsets(first).all(), "read the offsets");
        await(admin.listOffsets(next).all(), "read the offsets")
                .forEach((partition, to) -> records.merge(
                        partition.topic(), to.offset() - from.get(partition).offset(), Long::sum));
        return records;
    }

    /** @throws ClusterException if a broker of the cluster may be older than the oldest tested version */
    public void refuseOldBrokers() {
        FinalizedVersionRange level = await(admin.describeFeatures().featureMetadata(), "read the broker's version")
                .finalizedFeatures()
                .get("metadata.version");
        if (level == null || level.maxVersionLevel() < MINIMUM_METADATA_VERSION) {
            throw new ClusterException("the brokers at " + config.bootstrapServers() + " are older than Kafka "
                    + MINIMUM_RELEASE + ", the oldest that Doorstep is tested with: the feature metadata.version is at "
                    + (level == null ? "no level" : "level " + level.maxVersionLevel()) + ", and at least "
                    + MINIMUM_METADATA_VERSION + " is needed. If newer brokers still run at an old level: "
                    + "kafka-features.sh upgrade --release-version " + MINIMUM_RELEASE);
        }
    }

    private <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "cannot " + what + " at " + config.bootstrapServers() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted: cannot " + what, e);
        }
    }

    private static Throwable deepest(Throwable e) {
        return e.getCause() == null ? e : deepest(e.getCause());
    }

    @Override
    public void close() {
        admin.close();
    }
}
