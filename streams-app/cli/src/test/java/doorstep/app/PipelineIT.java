package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.broker.EmbeddedBroker;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline on a real broker. */
class PipelineIT {
    private static final int VISITS = 20_000;

    @TempDir
    Path dir;

    @Test
    void shouldCountEveryVisitOnceAcrossARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"), 0)) {
            AppConfig config = AppConfig.of(Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "partitions",
                    "4",
                    "emit.breakdown.interval",
                    "1s",
                    "state.dir",
                    dir.resolve("state").toString()));
            try (TopicAdmin admin = new TopicAdmin(config)) {
                admin.create();
            }
            produce(config, 0);
            long t0 = System.nanoTime();
            try (Pipeline pipeline = Pipeline.of(config, new BundledSchemas())) {
                pipeline.start();
                awaitVisits(config, VISITS);
                System.out.printf("first run %d ms%n", (System.nanoTime() - t0) / 1_000_000);
            }
            System.out.printf("closed %d ms%n", (System.nanoTime() - t0) / 1_000_000);
            produce(config, VISITS);
            produce(config, VISITS); // the same once more
            t0 = System.nanoTime();
            try (Pipeline pipeline = Pipeline.of(config, new BundledSchemas())) {
                pipeline.start();
                awaitVisits(config, 2 * VISITS);
                System.out.printf("second run %d ms%n", (System.nanoTime() - t0) / 1_000_000);
            }
        }
    }

    private static void produce(AppConfig config, int from) {
        AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas());
        Instant base = Instant.parse("2026-01-01T00:00:00Z");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = from; i < from + VISITS; i++) {
                Visit visit = Visit.newBuilder()
                        .setId("v" + i)
                        .setSource("TEST")
                        .setUnit("city/" + i % 7 + "/" + i % 50)
                        .setOccurredAt(base.plusSeconds(i * 60L))
                        .setRecordedAt(base.plusSeconds(i * 60L))
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

    private static void awaitVisits(AppConfig config, long visits) throws Exception {
        Map<String, Object> settings = new HashMap<>(config.consumerSettings());
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        AvroReader<VisitCount> reader = new AvroReader<>(Topics.VISIT_COUNTS, new BundledSchemas());
        AvroReader<Progress> progress = new AvroReader<>(Topics.PROGRESS, new BundledSchemas());
        long seen = -1;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(0, 1, 2, 3).stream()
                    .map(p -> new TopicPartition(TopicNames.DEFAULT.of(Topics.VISIT_COUNTS), p))
                    .toList());
            long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (seen != visits && System.nanoTime() < limit) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals("*|||EVER|")) {
                        seen = reader.read(record.value()).getVisits();
                        assertThat(seen).isLessThanOrEqualTo(visits);
                    }
                }
            }
            consumer.assign(List.of(new TopicPartition(TopicNames.DEFAULT.of(Topics.PROGRESS), 0)));
            for (var record : consumer.poll(Duration.ofMillis(1000))) {
                if (record.value() != null) { // else the clock of an instance
                    System.out.println(progress.read(record.value()));
                }
            }
        }
        assertThat(seen).isEqualTo(visits);
    }
}
