// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.avro.Visit;
import doorstep.clock.TimeSource;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.fixtures.ForeignRegistry;
import doorstep.fixtures.TestEvents;
import doorstep.wire.AvroWriter;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records with schema ids that a third-party registry does not know. If it is asked for one after the other, the
 * default number takes twice as long as a transaction may; {@code -Ddoorstep.unknown=20000} sets another number.
 */
class UnknownSchemasIT {
    private static final int UNKNOWN = Integer.getInteger("doorstep.unknown", 5_000);
    private static final int GOOD = 200;
    private static final int FIRST_UNKNOWN_ID = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path dir;

    /** Counts closed tasks: a fenced transaction closes tasks. */
    private static final class ClosedTasks implements EngineListener {
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void onClosed(String part, int partition) {
            closed.incrementAndGet();
        }
    }

    @Test
    void shouldCountGoodVisitsBehindManyUnknownIds() throws Exception {
        try (ForeignRegistry foreign = new ForeignRegistry(Map.of());
                StandaloneFixture machine =
                        new StandaloneFixture(dir, Map.of("partitions", "1", "as-of", "2026-02-01T00:00"))) {
            foreign.refuse(ForeignRegistry.Refusal.WITHOUT_BODY);
            HttpSchemaRegistry registry = new HttpSchemaRegistry(foreign.url());
            AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, registry);
            foreign.delay(Duration.ofMillis(3));
            send(machine.config(), writer);

            ClosedTasks tasks = new ClosedTasks();
            Pipeline pipeline = Pipeline.of(machine.config(), registry, tasks, TimeSource.SYSTEM);
            pipeline.start();
            try {
                await(
                        "all received",
                        () -> rows(machine.config(), registry).containsKey("visits:0")
                                && visits(machine.config(), registry).getReceived() == UNKNOWN + GOOD);
                Progress progress = visits(machine.config(), registry);
                assertThat(progress.getCurrent()).isEqualTo(GOOD);
                assertThat(progress.getRejected()).isEqualTo(UNKNOWN);
                assertThat(pipeline.failure()).isEmpty();
                assertThat(tasks.closed.get())
                        .as("tasks closed: at most those of threads that began again")
                        .isLessThanOrEqualTo(4 * (int) pipeline.threadRestarts());
            } finally {
                pipeline.closeAndLeave();
            }
        }
    }

    @Test
    void shouldRejectNothingWhileAProxyHidesTheRegistry() throws Exception {
        try (ForeignRegistry foreign = new ForeignRegistry(Map.of());
                StandaloneFixture machine =
                        new StandaloneFixture(dir, Map.of("partitions", "1", "as-of", "2026-02-01T00:00"))) {
            HttpSchemaRegistry registry = new HttpSchemaRegistry(foreign.url());
            AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, registry);
            Pipeline pipeline = Pipeline.of(machine.config(), registry);
            pipeline.start();
            try {
                await(
                        "running",
                        () -> pipeline.state().isRunningOrRebalancing()
                                && !pipeline.tasks().isEmpty()
                                && rows(machine.config(), registry).containsKey("windows:0"));
                foreign.hide(true);
                try (KafkaProducer<byte[], byte[]> producer = producer(machine.config())) {
                    for (int i = 0; i < 100; i++) {
                        producer.send(visit(writer, i));
                    }
                }
                await("an outage that names the id", () -> pipeline.lookups()
                        .fault()
                        .filter(fault -> fault.contains(foreign.url().toString()) && fault.contains("schema id"))
                        .isPresent());
                await("the thread began again", () -> pipeline.threadRestarts() > 0);

                foreign.hide(false);
                await(
                        "all counted",
                        () -> rows(machine.config(), registry).containsKey("visits:0")
                                && visits(machine.config(), registry).getCurrent() == 100);
                assertThat(visits(machine.config(), registry).getRejected()).isZero();
                pipeline.lookups().retry();
                await("nothing is owed", () -> pipeline.lookups().fault().isEmpty());
            } finally {
                pipeline.closeAndLeave();
            }
        }
    }

    private static void send(AppConfig config, AvroWriter<Visit> writer) {
        try (KafkaProducer<byte[], byte[]> producer = producer(config)) {
            for (int i = 0; i < UNKNOWN; i++) {
                byte[] value = ByteBuffer.allocate(8)
                        .put((byte) 0)
                        .putInt(FIRST_UNKNOWN_ID + i)
                        .array();
                producer.send(new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), utf8("u" + i), value));
            }
            for (int i = 0; i < GOOD; i++) {
                producer.send(visit(writer, i));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> visit(AvroWriter<Visit> writer, int i) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i * 60L);
        Visit visit = TestEvents.visit("v" + i)
                .setUnit("city/" + i % 3)
                .setOccurredAt(at)
                .setRecordedAt(at)
                .build();
        return new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), utf8(visit.getId()), writer.toBytes(visit));
    }

    private static KafkaProducer<byte[], byte[]> producer(AppConfig config) {
        return new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Progress visits(AppConfig config, HttpSchemaRegistry registry) {
        return rows(config, registry).get("visits:0");
    }

    /** The latest rows of {@code doorstep.progress}. */
    private static Map<String, Progress> rows(AppConfig config, HttpSchemaRegistry registry) {
        Map<String, Progress> rows = new HashMap<>();
        try (TopicReader<Progress> reader = new TopicReader<>(config, Topics.PROGRESS, registry)) {
            reader.readToEnd((key, row) -> row.ifPresent(it -> rows.put(key, it)));
        }
        return rows;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for: " + what).isLessThan(deadline);
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }
}
