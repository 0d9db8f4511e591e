// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.avro.Setting;
import doorstep.cluster.AdminAnswers;
import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.cluster.SettingsTopic;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.engine.EngineTopology;
import doorstep.engine.FormatVersions;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Counts everything again from the input topics: {@link #begin} deletes all derived state, the pipeline runs until it
 * is complete, and {@link #finish} deletes the rows that were not written again. Nothing else may run meanwhile, so
 * that a tombstone can never overtake a newer row of its key.
 *
 * <p>{@code doorstep.settings} marks the rebuild as in progress, with its number and all settings that it counts under;
 * until it is finished, the pipeline refuses to start on its own.
 */
public final class Rebuild implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AppConfig config;
    private final SchemaRegistry registry;
    private final Admin admin;
    private final ToIntFunction<Admin> membersOfGroup;

    public Rebuild(AppConfig config, SchemaRegistry registry) {
        this(config, registry, admin -> members(admin, config.applicationId()));
    }

    public Rebuild(AppConfig config, SchemaRegistry registry, ToIntFunction<Admin> membersOfGroup) {
        this.config = config;
        this.registry = registry;
        this.membersOfGroup = membersOfGroup;
        this.admin = Admin.create(config.adminSettings());
    }

    private static int members(Admin admin, String group) {
        try {
            return AdminAnswers.await(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .members()
                    .size();
        } catch (GroupIdNotFoundException e) {
            return 0; // never ran
        }
    }

    /** @throws RefusedException if an instance of the application is a member of its group */
    public void requireNothingRuns() {
        int members = membersOfGroup.applyAsInt(admin);
        if (members > 0) {
            throw new RefusedException("'" + config.applicationId() + "' is running: its group has " + members
                    + " member(s). Stop every instance first; one that has ended stays a member until its session"
                    + " times out (after 45 s by default).");
        }
    }

    /**
     * Checks for everything that would make the rebuild fail: topics, group members, permissions, the schema registry,
     * unreadable content of topics, settings. Called first; deletes nothing.
     *
     * @throws ClusterException naming what is wrong
     * @throws RefusedException if an instance of the application is running, or the settings are not usable
     */
    public void requireReady() {
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.requireValid();
        }
        requireNothingRuns();
        new RebuildRights(config, admin).requireAll(internalTopics());
        written().forEach(this::requireSchema);
        publishedSettings();
        try (ProgressTopic progress = new ProgressTopic(config, registry)) {
            progress.rows();
        }
        requirePipeline();
    }

    /** The topics that the pipeline and a rebuild write, without internal topics. */
    static List<Topic> written() {
        List<Topic> topics = new ArrayList<>(Topics.results());
        topics.addAll(List.of(Topics.PROGRESS, Topics.SETTINGS, Topics.REJECTED));
        return topics;
    }

    /** Checks that the registry accepts the schema of a topic, and serves it to readers. */
    private void requireSchema(Topic topic) {
        int id = registry.register(config.topics().subject(topic), topic.value());
        if (registry.find(id).isEmpty()) {
            throw new ClusterException(
                    registry.name() + " gave the schema of " + config.topics().of(topic) + " the id " + id
                            + ", but then did not know that id; is there a cache in front of it, or is it several registries?");
        }
    }

    /** Checks that a pipeline can be created; does not start it. */
    private void requirePipeline() {
        try {
            Pipeline.ofRebuild(config, registry).close();
        } catch (KafkaException e) {
            throw new ClusterException(
                    "the pipeline cannot start; is another doorstep using the same directory? " + e.getMessage(), e);
        }
    }

    /** Names of the existing topics that {@link #begin} deletes: changelogs (also of earlier versions), delta batches and links. */
    public List<String> internalTopics() {
        Set<String> existing = AdminAnswers.await(admin.listTopics().names());
        return Stream.concat(
                        TopicAdmin.internalTopics(config.applicationId()).keySet().stream(),
                        EngineTopology.formerChangelogs(config.applicationId()).stream())
                .filter(existing::contains)
                .sorted()
                .toList();
    }

    /**
     * Input partitions that have lost their first records, which a rebuild cannot count, with the first offset that is
     * left.
     */
    public SortedMap<String, Long> lostBeginnings() {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        for (String topic : config.topics().of(Topics.inputs())) {
            for (int partition = 0; partition < config.partitions(); partition++) {
                question.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
            }
        }
        SortedMap<String, Long> lost = new TreeMap<>();
        AdminAnswers.await(admin.listOffsets(question).all()).forEach((topicPartition, start) -> {
            if (start.offset() > 0) {
                lost.put(topicPartition.topic() + ", partition " + topicPartition.partition(), start.offset());
            }
        });
        return lost;
    }

    /** The directory of the local state of this machine's instance. */
    public Path localState() {
        return config.stateDir().orElseThrow().resolve(config.applicationId());
    }

    /**
     * Marks the rebuild as begun, then deletes internal topics, committed offsets and local state.
     *
     * @throws RefusedException if an instance is running; nothing has been deleted then
     */
    public void begin() {
        requireNothingRuns();
        PublishedSettings before = publishedSettings();
        PublishedSettings now = FormatVersions.addedTo(config.published())
                .withRebuild(before.rebuild() + 1, new RebuildMark(ends()).text());
        write(before.turnedInto(now));
        try {
            requireNothingRuns(); // an instance started meanwhile may have missed the mark; later ones see it
        } catch (RefusedException e) {
            write(now.turnedInto(before));
            throw e;
        }
        forgetProgress();
        List<String> topics = internalTopics();
        if (!topics.isEmpty()) {
            AdminAnswers.await(admin.deleteTopics(topics).all());
            awaitGone(this::internalTopics, PATIENCE);
        }
        try {
            AdminAnswers.await(
                    admin.deleteConsumerGroups(List.of(config.applicationId())).all());
        } catch (GroupIdNotFoundException e) {
            // nothing was ever committed
        }
        LocalState.delete(localState());
    }

    /**
     * Sends a tombstone for every row from before the rebuild that was not written again, and removes the mark. The
     * pipeline must be complete and stopped.
     *
     * @return the number of tombstones
     */
    public long finish() {
        RebuildMark mark = RebuildMark.parse(publishedSettings().rebuildMark().orElseThrow());
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        mark.ends().forEach((topicPartition, end) -> tombstones.addAll(tombstones(topicPartition, end)));
        send(tombstones);
        write(Map.of(PublishedSettings.REBUILD_MARK, Optional.empty()));
        return tombstones.size();
    }

    /** Waits for open transactions, which could hide a mark behind them. */
    private PublishedSettings publishedSettings() {
        try (SettingsTopic topic = new SettingsTopic(config, registry)) {
            return topic.settled();
        }
    }

    private Map<TopicPartition, Long> ends() {
        List<TopicPartition> topicPartitions = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (String topic : config.topics().of(Topics.results())) {
                topicPartitions.addAll(TopicReader.partitionsOf(consumer, topic));
            }
        }
        return AdminAnswers.await(TopicReader.ends(admin, topicPartitions));
    }

    /** Writes all settings or none, and fences off any other rebuild. */
    private void write(Map<String, Optional<String>> settings) {
        AvroWriter<Setting> writer = new AvroWriter<>(Topics.SETTINGS, config.topics(), registry);
        Map<String, Object> transactional = new HashMap<>(config.producerSettings());
        transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.applicationId() + "-rebuild");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            settings.forEach((name, value) -> sent.add(producer.send(new ProducerRecord<>(
                    config.topics().of(Topics.SETTINGS),
                    name.getBytes(StandardCharsets.UTF_8),
                    value.map(text -> writer.toBytes(new Setting(name, text))).orElse(null)))));
            producer.commitTransaction();
            sent.forEach(AdminAnswers::await);
        }
    }

    /** Returns when all records are stored. */
    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> future : sent) {
                AdminAnswers.await(future);
            }
        }
    }

    /**
     * Deletes the rows of {@code doorstep.progress}; with the old ones the rebuild would seem to be complete already.
     */
    private void forgetProgress() {
        send(tombstones(new TopicPartition(config.topics().of(Topics.PROGRESS), 0), Long.MAX_VALUE));
    }

    /** Tombstones for the keys whose latest record is before the mark and is not a tombstone. */
    private List<ProducerRecord<byte[], byte[]>> tombstones(TopicPartition topicPartition, long mark) {
        Map<ByteBuffer, Boolean> staleRows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(topicPartition));
            consumer.seekToBeginning(List.of(topicPartition));
            // Reads past open transactions: rows behind them count too.
            long end = AdminAnswers.await(TopicReader.ends(admin, List.of(topicPartition)))
                    .get(topicPartition);
            while (consumer.position(topicPartition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    staleRows.put(ByteBuffer.wrap(record.key()), record.offset() < mark && record.value() != null);
                }
            }
        }
        return staleRows.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> new ProducerRecord<byte[], byte[]>(
                        topicPartition.topic(),
                        topicPartition.partition(),
                        entry.getKey().array(),
                        null))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @param left returns the topics that are still listed */
    static void awaitGone(Supplier<List<String>> left, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (List<String> topics = left.get(); !topics.isEmpty(); topics = left.get()) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("the brokers still list " + topics + " after " + patience.toSeconds()
                        + " s; run `doorstep rebuild` again");
            }
            TopicAdmin.pause();
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
