// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.avro.Visit;
import doorstep.broker.EmbeddedBroker;
import doorstep.clock.TimeSource;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health, readiness and metrics of a pipeline on a real broker. */
class ManagementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int FOREIGN_SCHEMA = 4_711;
    private static final int VISITS = 200;
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*\\})? (\\S+)");

    @TempDir
    private Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final UnsteadyRegistry registry = new UnsteadyRegistry();
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private EmbeddedBroker broker;
    private AppConfig config;
    private Management management;
    private Pipeline pipeline;

    /** Finds the bundled schemas; for others, it can be made unreachable. */
    private static final class UnsteadyRegistry implements SchemaRegistry {
        private final SchemaRegistry bundled = new BundledSchemas();
        private volatile boolean away;

        @Override
        public int register(String subject, Schema schema) {
            return bundled.register(subject, schema);
        }

        @Override
        public Optional<Schema> find(int id) {
            Optional<Schema> known = bundled.find(id);
            if (known.isEmpty() && away) {
                throw new RegistryUnavailableException("the registry is away", null);
            }
            return known;
        }
    }

    /** Can make a task hang while it sends delta batches. */
    private final class Hanging implements EngineListener {
        private final EngineListener listener;

        Hanging(EngineListener listener) {
            this.listener = listener;
        }

        @Override
        public void onRound(Progress row) {
            listener.onRound(row);
        }

        @Override
        public void onDeltaBatch(String part, int partition, long cells, Duration took) {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listener.onDeltaBatch(part, partition, cells, took);
        }

        @Override
        public void onRows(Topic topic, long rows) {
            listener.onRows(topic, rows);
        }

        @Override
        public void onCells(int partition, long cells) {
            listener.onCells(partition, cells);
        }

        @Override
        public void onClosed(String part, int partition) {
            listener.onClosed(part, partition);
        }
    }

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
        config = AppConfig.of(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "partitions",
                "2",
                "health.window",
                "5s",
                "emit.breakdown.interval",
                "1s",
                "state.dir",
                dir.resolve("state").toString()));
        try (TopicAdmin admin = new TopicAdmin(config)) {
            admin.create();
        }
        management = new Management(config, TimeSource.SYSTEM);
        pipeline = Pipeline.of(config, registry, new Hanging(management.listener()), TimeSource.SYSTEM);
        management.open(pipeline, 0, List.of());
    }

    @AfterEach
    void stop() {
        registry.away = false;
        hanging.countDown();
        management.close();
        pipeline.close();
        broker.close();
    }

    @Test
    void shouldBecomeReadyAndPublishAnAccountingThatBalances() throws Exception {
        assertThat(status("/ready")).isEqualTo(503);
        pipeline.start();
        await("ready", () -> status("/ready") == 200);

        sendVisits(0, VISITS);
        sendVisits(0, VISITS / 2); // again
        sendForeign();
        await("all records counted", () -> sum("doorstep_records_received_total") == VISITS + VISITS / 2 + 1);
        await("all records read", () -> sum("doorstep_input_lag_records") == 0);
        await("markers told from records", () -> sum("doorstep_delta_batch_lag_records") == 0);
        await("rows", () -> sum("doorstep_rows_sent_total") > 0 && sum("doorstep_unsent_rows") == 0);

        Map<String, Double> samples = samples();
        assertThat(sum(samples, "doorstep_records_current_total")).isEqualTo(VISITS);
        assertThat(sum(samples, "doorstep_records_repeated_total")).isEqualTo(VISITS / 2);
        assertThat(sum(samples, "doorstep_records_rejected_total")).isEqualTo(1);
        for (int partition = 0; partition < 2; partition++) {
            String labels = "{partition=\"" + partition + "\",topic=\"" + TopicNames.DEFAULT.of(Topics.VISITS) + "\"}";
            assertThat(samples.get("doorstep_records_received_total" + labels))
                    .isPositive()
                    .isEqualTo(samples.get("doorstep_records_current_total" + labels)
                            + samples.get("doorstep_records_repeated_total" + labels)
                            + samples.get("doorstep_records_rejected_total" + labels));
        }
        assertThat(sum(samples, "doorstep_running_tasks")).isEqualTo(8);
        assertThat(sum(samples, "doorstep_cells")).isPositive();
        assertThat(sum(samples, "doorstep_delta_batch_size_cells_count")).isPositive();
        assertThat(sum(samples, "doorstep_delta_batch_seconds_count"))
                .isEqualTo(sum(samples, "doorstep_delta_batch_size_cells_count"));
        assertThat(sum(samples, "doorstep_state_bytes")).isPositive();
        assertThat(sum(samples, "doorstep_state_entries")).isPositive();
        assertThat(sum(samples, "doorstep_contributions_beyond_as_of")).isZero();
        assertThat(sum(samples, "jvm_memory_used_bytes")).isPositive();
        assertThat(samples)
                .containsEntry("doorstep_healthy", 1.0)
                .containsEntry("doorstep_ready", 1.0)
                .containsEntry("doorstep_thread_restarts_total", 0.0);
        for (int partition = 0; partition < 2; partition++) {
            assertThat(samples.get("doorstep_as_of_age_seconds{partition=\"" + partition + "\"}"))
                    .isBetween(0.0, 90.0);
        }
        assertThat(get("/health").body()).contains("\"healthy\"");
        assertThat(documented()).isEqualTo(served());
    }

    /** Doorstep's metrics in the response, and the one that exists only during a restore. */
    private Set<String> served() {
        Set<String> names = new TreeSet<>(Set.of("doorstep_restore_records_left"));
        Matcher help = Pattern.compile("# HELP (doorstep_\\w+)")
                .matcher(get("/metrics").body());
        while (help.find()) {
            names.add(help.group(1));
        }
        return names;
    }

    /** Metrics that the operations guide explains. */
    private static Set<String> documented() throws IOException {
        Path dir = Path.of("").toAbsolutePath();
        while (!Files.exists(dir.resolve("docs/operations.md"))) {
            dir = dir.getParent();
        }
        Set<String> names = new TreeSet<>();
        Matcher name = Pattern.compile("doorstep_\\w+").matcher(Files.readString(dir.resolve("docs/operations.md")));
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @Test
    void shouldTurnUnhealthyWhileATaskHangsAndHealthyAfterwards() throws Exception {
        pipeline.start();
        await("ready and healthy", () -> status("/ready") == 200 && status("/health") == 200);
        hanging = new CountDownLatch(1);
        long begin = System.nanoTime();
        sendVisits(0, 1);

        await("unhealthy", () -> get("/health").body().contains("STALLED"));
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(get("/health").body()).contains("their thread is blocked");
        assertThat(status("/health")).isEqualTo(503);
        assertThat(samples()).containsEntry("doorstep_healthy", 0.0);

        hanging.countDown();
        await("healthy again", () -> status("/health") == 200);
        await("the record counted", () -> sum("doorstep_records_current_total") == 1);
        assertThat(pipeline.failure()).isEmpty();
    }

    @Test
    void shouldGiveTheReasonWhileTheRegistryIsAwayAndGoOnWhenItIsBack() throws Exception {
        pipeline.start();
        await("ready and healthy", () -> status("/ready") == 200 && status("/health") == 200);
        registry.away = true;
        sendForeign();

        await("unhealthy", () -> get("/health").body().contains("REGISTRY_UNREACHABLE"));
        assertThat(get("/health").body()).contains("the registry is away");
        assertThat(status("/health")).isEqualTo(503);
        await("the thread started again", () -> sum("doorstep_thread_restarts_total") > 0);

        registry.away = false;
        long back = System.nanoTime();
        await("healthy again", () -> status("/health") == 200);
        await("the record refused", () -> sum("doorstep_records_rejected_total") == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - back))
                .as("nobody waits for the session of the thread that died")
                .isLessThan(Duration.ofSeconds(40));
    }

    private void sendVisits(int from, int to) {
        AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas());
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = from; i < to; i++) {
                Visit visit = Visit.newBuilder()
                        .setId("v" + i)
                        .setSource("TEST")
                        .setUnit("city/" + i % 7)
                        .setOccurredAt(at)
                        .setRecordedAt(at)
                        .setCategory("TALK")
                        .setMode("DOOR")
                        .build();
                producer.send(new ProducerRecord<>(
                        TopicNames.DEFAULT.of(Topics.VISITS),
                        visit.getId().getBytes(StandardCharsets.UTF_8),
                        writer.toBytes(visit)));
            }
        }
    }

    /** A record with a schema that only the registry could know. */
    private void sendForeign() {
        byte[] value = {0, 0, 0, (byte) (FOREIGN_SCHEMA >> 8), (byte) FOREIGN_SCHEMA, 1, 2, 3};
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                    TopicNames.DEFAULT.of(Topics.VISITS), "f1".getBytes(StandardCharsets.UTF_8), value));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for: " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) {
        URI url = management.url().resolve(path);
        try {
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(url + ": " + e, e);
        }
    }

    private double sum(String metric) {
        return sum(samples(), metric);
    }

    private static double sum(Map<String, Double> samples, String metric) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(metric) || sample.getKey().startsWith(metric + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The samples of the response, as Prometheus would read them; each metric must have help and type. */
    private Map<String, Double> samples() {
        Map<String, Double> samples = new TreeMap<>();
        String described = "";
        for (String line : get("/metrics").body().split("\n")) {
            if (line.startsWith("# HELP ")) {
                described = line.split(" ")[2];
                assertThat(line.split(" ").length).as(line).isGreaterThan(3);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).startsWith(described);
                String labels = sample.group(2) == null ? "" : sample.group(2);
                assertThat(samples.put(sample.group(1) + labels, Double.parseDouble(sample.group(3))))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }
}
