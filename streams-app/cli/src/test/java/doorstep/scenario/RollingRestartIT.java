// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.broker.EmbeddedBroker;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.figures.ProgressWatch;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share the work and are restarted one after the other under load, as docs/upgrades.md says. */
class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant BASE = Instant.parse("2026-01-01T00:00:00Z");
    private static final int UNITS = 20;

    @TempDir
    private Path dir;

    /** Sends visits until it is stopped, and counts them by unit. */
    private static final class Load extends Thread {
        private final AppConfig config;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final Map<String, Long> sent = new TreeMap<>();

        Load(AppConfig config) {
            super("load");
            this.config = config;
        }

        @Override
        public void run() {
            AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas());
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int i = 0; !stop.get(); i++) {
                    String unit = "city/" + i % UNITS;
                    Visit visit = Visit.newBuilder()
                            .setId("v" + i)
                            .setSource("TEST")
                            .setUnit(unit)
                            .setOccurredAt(BASE.plusSeconds(i))
                            .setRecordedAt(BASE.plusSeconds(i))
                            .setCategory("TALK")
                            .setMode("DOOR")
                            .build();
                    byte[] key = visit.getId().getBytes(StandardCharsets.UTF_8);
                    producer.send(
                            new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), key, writer.toBytes(visit)));
                    sent.merge(unit, 1L, Long::sum);
                    sent.merge("city", 1L, Long::sum);
                    sent.merge("*", 1L, Long::sum);
                    if (i % 50 == 49) {
                        producer.flush();
                        pause();
                    }
                }
            }
        }

        private static void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(50); // about 1,000 a second
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        Map<String, Long> stopped() throws InterruptedException {
            stop.set(true);
            join();
            return sent;
        }
    }

    @Test
    void shouldKeepEveryFigureWhileInstancesAreRestartedUnderLoad() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"), 0)) {
            AppConfig first = config(broker, "first");
            AppConfig second = config(broker, "second");
            try (TopicAdmin admin = new TopicAdmin(first)) {
                admin.create();
            }
            Load load = new Load(first);
            load.start();
            Map<AppConfig, Pipeline> instances = new HashMap<>();
            try {
                for (AppConfig instance : new AppConfig[] {first, second}) {
                    instances.put(instance, start(instance));
                }
                awaitShared(instances);
                for (AppConfig instance : new AppConfig[] {first, second}) {
                    instances.remove(instance).close();
                    Pipeline again = start(instance);
                    instances.put(instance, again);
                    await("the restarted instance has its tasks", () -> isAtWork(again));
                }
                Map<String, Long> sent = load.stopped();
                awaitComplete(first);
                Map<String, Long> counted = counted(first);
                counted.keySet().retainAll(sent.keySet());
                assertThat(counted).isEqualTo(sent).containsKey("city");
                assertThat(received(first)).isEqualTo(sent.get("*"));
                instances.values().forEach(pipeline -> assertThat(pipeline.failure())
                        .isEmpty());
            } finally {
                load.stopped();
                instances.values().forEach(Pipeline::close);
            }
        }
    }

    private AppConfig config(EmbeddedBroker broker, String name) {
        return AppConfig.of(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "partitions",
                "2",
                "state.dir",
                dir.resolve(name).toString()));
    }

    private static Pipeline start(AppConfig config) {
        Pipeline pipeline = Pipeline.of(config, new BundledSchemas());
        pipeline.start();
        return pipeline;
    }

    private static boolean isAtWork(Pipeline pipeline) {
        return pipeline.state() == KafkaStreams.State.RUNNING
                && !pipeline.tasks().isEmpty();
    }

    private static void awaitShared(Map<AppConfig, Pipeline> instances) throws Exception {
        await("both have tasks", () -> instances.values().stream().allMatch(RollingRestartIT::isAtWork));
    }

    private static void awaitComplete(AppConfig config) throws Exception {
        try (ProgressWatch progress = new ProgressWatch(config, new BundledSchemas())) {
            await("all figures complete", () -> progress.completion(Instant.MIN).isComplete());
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Visits of all time, by unit. */
    private static Map<String, Long> counted(AppConfig config) {
        Map<String, Long> visits = new TreeMap<>();
        try (TopicReader<VisitCount> reader = new TopicReader<>(config, Topics.VISIT_COUNTS, new BundledSchemas())) {
            reader.readToEnd((key, row) -> {
                if (key.endsWith("|||EVER|")) {
                    visits.put(
                            key.substring(0, key.indexOf('|')),
                            row.orElseThrow().getVisits());
                }
            });
        }
        return visits;
    }

    private static long received(AppConfig config) {
        try (ProgressWatch progress = new ProgressWatch(config, new BundledSchemas())) {
            return progress.rows().stream()
                    .filter(row -> row.getPart().equals("visits"))
                    .mapToLong(Progress::getReceived)
                    .sum();
        }
    }
}
