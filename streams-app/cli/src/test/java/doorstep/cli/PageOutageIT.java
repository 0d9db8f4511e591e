// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import doorstep.api.ApiSettings;
import doorstep.app.Pipeline;
import doorstep.avro.Visit;
import doorstep.config.AppConfig;
import doorstep.dashboard.Dashboard;
import doorstep.dashboard.MetricsScope;
import doorstep.fixtures.TestEvents;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The broker is away for longer than the page waits before it says so. */
class PageOutageIT {
    private static final AppConfig SETTINGS =
            AppConfig.of(Map.of("partitions", "1", "commit.interval", "200ms", "emit.interval", "200ms"));

    @TempDir
    Path dir;

    @Test
    void shouldSayThatFiguresAreStaleAndRecoverByItself() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        SchemaRegistry schemas = new BundledSchemas();
        Cluster cluster = Cluster.open(SETTINGS, dir, 0);
        AppConfig config = cluster.config();
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.create();
        }
        Pipeline pipeline = Pipeline.of(config, schemas);
        pipeline.start();
        ScheduledExecutorService visitors = Executors.newSingleThreadScheduledExecutor();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
                Dashboard server = Dashboard.start(
                        config, schemas, dir.resolve("page"), MetricsScope.DEFAULT, ApiSettings.loopback(0));
                Browser browser = new Browser()) {
            AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, schemas);
            AtomicInteger sent = new AtomicInteger();
            visitors.scheduleWithFixedDelay(
                    () -> send(producer, visit(writer, sent.get() + 1), sent), 0, 200, TimeUnit.MILLISECONDS);
            browser.open(server.url() + "/?stale=15#/overview");
            browser.await("live figures", () -> browser.has(".standing[data-condition=live]"));
            browser.run("window.neverLoadedAgain = true");

            cluster.close();
            browser.await("that they are stale", () -> browser.has("[data-state=stale]"));
            assertThat(browser.has("[data-view=overview] data"))
                    .as("figures, as they were")
                    .isTrue();

            cluster = Cluster.open(SETTINGS, dir, port(config));
            browser.await("live figures again", () -> browser.has(".standing[data-condition=live]"));
            assertThat(browser.has("[data-state=stale]")).isFalse();
            assertThat(browser.run("return window.neverLoadedAgain")).isEqualTo(true);
            visitors.shutdown();
            assertThat(visitors.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            String visits = String.format("%,d", sent.get());
            browser.await(visits + " visits", () -> browser.text().contains(visits));
        } finally {
            visitors.shutdownNow();
            pipeline.closeAndLeave();
            cluster.close();
        }
    }

    /** A visit that the broker does not acknowledge is sent again next time; it counts once. */
    private static void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> visit, AtomicInteger sent) {
        try {
            producer.send(visit).get();
            sent.incrementAndGet();
        } catch (ExecutionException | KafkaException e) {
            LoggerFactory.getLogger(PageOutageIT.class).info("not acknowledged: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int port(AppConfig config) {
        return Integer.parseInt(config.bootstrapServers().replaceFirst(".*:", ""));
    }

    private static ProducerRecord<byte[], byte[]> visit(AvroWriter<Visit> writer, int number) {
        Instant at = Instant.now().minus(Duration.ofMinutes(1));
        Visit visit = TestEvents.visit("v" + number)
                .setUnit("city/" + number % 3)
                .setOccurredAt(at)
                .setRecordedAt(at)
                .build();
        return new ProducerRecord<>(
                TopicNames.DEFAULT.of(Topics.VISITS),
                visit.getId().getBytes(StandardCharsets.UTF_8),
                writer.toBytes(visit));
    }
}
