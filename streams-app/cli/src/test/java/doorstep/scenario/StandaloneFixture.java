// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.LocalState;
import doorstep.app.Pipeline;
import doorstep.app.Rebuild;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.broker.EmbeddedBroker;
import doorstep.cluster.SettingsTopic;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.figures.Completion;
import doorstep.figures.ProgressWatch;
import doorstep.fixtures.ShortWaits;
import doorstep.ingest.ImportListener;
import doorstep.ingest.ImportOptions;
import doorstep.ingest.ImportResult;
import doorstep.ingest.Importer;
import doorstep.ingest.KafkaSink;
import doorstep.ingest.Mapping;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroReader;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Test fixture: a broker in this process with all topics, and methods to run pipelines on it. */
final class StandaloneFixture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path brokerDir;
    private final AppConfig config;
    private EmbeddedBroker broker;

    StandaloneFixture(Path dir, Map<String, String> settings) {
        brokerDir = dir.resolve("broker");
        broker = EmbeddedBroker.start(brokerDir, 0);
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "partitions", "4",
                "state.dir", dir.resolve("state").toString()));
        all.putAll(ShortWaits.SETTINGS);
        all.putAll(settings);
        config = AppConfig.of(all);
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.create();
        }
    }

    AppConfig config() {
        return config;
    }

    /** Creates topics of one partition that are none of Doorstep's. */
    void createTopics(String... names) throws Exception {
        try (Admin admin = Admin.create(config.adminSettings())) {
            List<NewTopic> topics = Stream.of(names)
                    .map(name -> new NewTopic(name, 1, (short) 1))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    /** Names of all topics. */
    Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(config.adminSettings())) {
            return admin.listTopics().names().get();
        }
    }

    /** Copies the broker's directory; the broker is stopped meanwhile. */
    Path setAside() throws IOException {
        Path aside = brokerDir.resolveSibling("broker-aside");
        broker.close();
        Directories.copy(brokerDir, aside);
        restart();
        return aside;
    }

    /** Restores the broker's directory from a copy. */
    void goBackTo(Path aside) throws IOException {
        broker.close();
        LocalState.delete(brokerDir);
        Directories.copy(aside, brokerDir);
        restart();
    }

    private void restart() {
        broker = EmbeddedBroker.start(brokerDir, 0);
        assertThat(broker.bootstrapServers()).isEqualTo(config.bootstrapServers());
    }

    Pipeline started() {
        return started(config);
    }

    static Pipeline started(AppConfig config) {
        Pipeline pipeline = Pipeline.of(config, new BundledSchemas());
        pipeline.start();
        return pipeline;
    }

    /**
     * Produces visits, ratings and duties of a few units, with a duty for each visit: always the same events, with ids
     * from {@code from} (inclusive) to {@code to} (exclusive).
     */
    void produce(int from, int to) {
        Instant base = Instant.parse("2026-01-01T00:00:00Z");
        try (KafkaSink sink = new KafkaSink(config.producerSettings(), config.topics(), new BundledSchemas())) {
            for (int i = from; i < to; i++) {
                Instant at = base.plusSeconds(i * 3_600L);
                sink.send(
                        Topics.VISITS,
                        Visit.newBuilder()
                                .setId("v" + i)
                                .setSource("TEST")
                                .setUnit("city/" + i % 3)
                                .setOccurredAt(at)
                                .setRecordedAt(at)
                                .setCategory(i % 2 == 0 ? "TALK" : "FORUM")
                                .setMode("DOOR")
                                .setPeople(i)
                                .setFulfils("d" + i)
                                .build());
                sink.send(
                        Topics.COMMITMENTS,
                        Commitment.newBuilder()
                                .setId("d" + i)
                                .setSource("TEST")
                                .setUnit("city/" + i % 3)
                                .setOccurredAt(at)
                                .setRecordedAt(at)
                                .setKind("DUTY")
                                .setCategory("CASE_PARTY")
                                .setOpenedAt(at)
                                .build());
                sink.send(
                        Topics.FEEDBACK,
                        Feedback.newBuilder()
                                .setId("f" + i)
                                .setSource("TEST")
                                .setUnit("city/" + i % 3)
                                .setOccurredAt(at)
                                .setRecordedAt(at)
                                .setKind("RATING")
                                .setChannel("WEB")
                                .setScale("STARS_5")
                                .setScore(1 + i % 5)
                                .build());
            }
            sink.flush();
        }
    }

    /** Produces a record that is refused. */
    void produceGarbage() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(config.topics().of(Topics.VISITS), 0, new byte[] {'v'}, new byte[] {1}))
                    .get();
        }
    }

    /** The settings in the topic. */
    PublishedSettings settings() {
        try (SettingsTopic topic = new SettingsTopic(config, new BundledSchemas())) {
            return topic.settled();
        }
    }

    ImportResult ingest(String mapping, Path... files) {
        try (KafkaSink sink = new KafkaSink(config.producerSettings(), config.topics(), new BundledSchemas())) {
            ImportResult result = new Importer(
                            Mapping.bundled(mapping), sink, ImportOptions.defaults(), ImportListener.NONE)
                    .run(List.of(files));
            sink.flush();
            return result;
        }
    }

    /** Starts a pipeline that must stop by itself, and returns the reason. */
    static String refusal(AppConfig config) throws InterruptedException {
        Pipeline pipeline;
        try {
            pipeline = started(config);
        } catch (RefusedException e) {
            return e.getMessage();
        }
        try {
            assertThat(pipeline.awaitStop(PATIENCE)).as("it stops").isTrue();
            assertThat(pipeline.failure()).get().isInstanceOf(RefusedException.class);
            return pipeline.failure().get().getMessage();
        } finally {
            pipeline.closeAndLeave();
        }
    }

    /** Counts everything again, as {@code doorstep rebuild} does, and returns the number of tombstones sent. */
    long rebuild(AppConfig under) throws InterruptedException {
        try (Rebuild rebuild = new Rebuild(under, new BundledSchemas())) {
            rebuild.begin();
            Pipeline pipeline = Pipeline.ofRebuild(under, new BundledSchemas());
            pipeline.start();
            try {
                awaitComplete(pipeline);
            } finally {
                pipeline.closeAndLeave();
            }
            return rebuild.finish();
        }
    }

    /** Runs the pipeline until every figure is sent, then stops it. */
    void runToTheEnd() throws InterruptedException {
        Pipeline pipeline = started();
        try {
            awaitComplete(pipeline);
        } finally {
            pipeline.closeAndLeave();
        }
    }

    void awaitComplete(Pipeline pipeline) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ProgressWatch progress = new ProgressWatch(config, new BundledSchemas())) {
            Completion left = progress.completion(config.fixedAsOf().orElse(Instant.MIN));
            while (!left.isComplete()) {
                assertThat(pipeline.failure()).isEmpty();
                assertThat(System.nanoTime()).as("still to do: %s", left).isLessThan(deadline);
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                left = progress.completion(config.fixedAsOf().orElse(Instant.MIN));
            }
        }
    }

    /** The latest row of every key, decoded. */
    <T extends SpecificRecord> Map<String, T> rows(Topic topic) {
        AvroReader<T> reader = new AvroReader<>(topic, new BundledSchemas());
        Map<String, T> rows = new TreeMap<>();
        latest(topic).forEach((key, value) -> {
            try {
                rows.put(key, reader.read(value));
            } catch (AvroReader.UnreadableException e) {
                throw new AssertionError(key, e);
            }
        });
        return rows;
    }

    /** The latest rows of all result topics, {@code topic key} → hexadecimal value: for comparing byte by byte. */
    Map<String, String> allRows() {
        Map<String, String> rows = new TreeMap<>();
        for (Topic topic : Topics.results()) {
            latest(topic)
                    .forEach((key, value) -> rows.put(
                            config.topics().of(topic) + " " + key,
                            java.util.HexFormat.of().formatHex(value)));
        }
        return rows;
    }

    /** The number of records ever sent to the result topics. */
    long rowsSent() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return Topics.results().stream()
                    .mapToLong(topic ->
                            consumer
                                    .endOffsets(TopicReader.partitionsOf(
                                            consumer, config.topics().of(topic)))
                                    .values()
                                    .stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .sum();
        }
    }

    private Map<String, byte[]> latest(Topic topic) {
        Map<String, byte[]> rows = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions =
                    TopicReader.partitionsOf(consumer, config.topics().of(topic));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    if (record.value() == null) {
                        rows.remove(key);
                    } else {
                        rows.put(key, record.value());
                    }
                }
            }
        }
        return rows;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        broker.close();
    }
}
