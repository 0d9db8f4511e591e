// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.Pipeline;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.figures.ProgressWatch;
import doorstep.fixtures.ShortWaits;
import doorstep.registry.RegistryServer;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.KeyPartition;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused records: listing them, and replaying them into the figures once their causes are fixed. */
class ReplayIT {
    private static final Instant NINE = Instant.parse("2011-03-01T09:00:00Z");
    private static final int PARTITIONS = 3;
    private static final int GOOD = 20;
    private static final String SECRET = "v-secret-id";
    /** The schema of a source that uses it before it is registered. */
    private static final Schema WITH_WEATHER = schema(
            Topics.VISITS.value(),
            field -> true,
            new Schema.Field("weather", Schema.create(Schema.Type.STRING), null, ""));

    private static final Schema WITHOUT_MODE = schema(Topics.VISITS.value(), field -> !field.equals("mode"));

    @TempDir
    private Path dir;

    @Test
    void shouldCountRefusedRecordsOnceTheirCausesAreRepaired() throws Exception {
        Map<String, FlatRow> wanted;
        try (Fixture fixture = new Fixture(dir.resolve("right"))) {
            fixture.send(rightVisits());
            fixture.send(rightFeedback());
            wanted = fixture.figures();
        }
        assertThat(wanted.get("doorstep.visit-counts *|||EVER|").values()).containsEntry("visits", GOOD + 6L);

        try (Fixture fixture = new Fixture(dir.resolve("wrong"))) {
            fixture.sendWrongly();
            Map<String, FlatRow> before = fixture.figures();
            assertThat(before.get("doorstep.visit-counts *|||EVER|").values()).containsEntry("visits", (long) GOOD);
            fixture.assertListed();

            fixture.register("doorstep.visits-value", WITH_WEATHER);
            String dry = fixture.doorstep("replay", "--dry-run");
            assertThat(dry)
                    .contains("read 9, to be sent 2, still refused 7, source records gone 0")
                    .containsPattern("doorstep.visits +INCOMPATIBLE_SCHEMA +mode +1");
            assertThat(fixture.figures()).isEqualTo(before);

            assertThat(fixture.doorstep("replay", "--reason", "unknown_schema,WRONG_PARTITION", "--yes"))
                    .endsWith("read 2, sent 2, still refused 0, source records gone 0\n");
            String[] rest = {
                "replay", "--yes",
                "--fix", "mode=DOOR",
                "--fix", "unit:north /7=north/7",
                "--fix", "score=5",
                "--fix", "occurredAt:1911-03-01T09:00:00Z=2011-03-01T09:00:00Z",
                "--fix", "key=id"
            };
            assertThat(fixture.doorstep(rest))
                    .contains("sent 8, still refused 1,")
                    .contains("--fix unit:north /7=north/7: 1\n", "--fix key=id: 2\n")
                    .containsPattern("doorstep.visits +UNDECODABLE +- +1")
                    .doesNotContain(SECRET);
            assertThat(fixture.figures()).isEqualTo(wanted);

            fixture.doorstep(rest);
            assertThat(fixture.figures()).isEqualTo(wanted);
            assertThat(fixture.doorstep("rejects", "--limit", "0")).contains("refused records: 9");
        }
    }

    private static List<Visit> rightVisits() {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < GOOD; i++) {
            visits.add(visit("v" + i).setUnit("north/" + i % 4).build());
        }
        for (String id : List.of("late-schema", "no-mode", "bad-unit", SECRET, "wrong-key", "no-key")) {
            visits.add(visit(id).setUnit("north/7").build());
        }
        return visits;
    }

    private static List<Feedback> rightFeedback() {
        return List.of(
                feedback("f1", 4).build(),
                feedback("f2", 5).build(),
                feedback("old", 3).build());
    }

    private static Visit.Builder visit(String id) {
        return Visit.newBuilder()
                .setId(id)
                .setSource(id.startsWith("v") ? "REGISTER" : "HOTLINE")
                .setUnit("north/7")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setCategory("TALK")
                .setMode("DOOR")
                .setHouseholds(1)
                .setPeople(3);
    }

    private static Feedback.Builder feedback(String id, int stars) {
        return Feedback.newBuilder()
                .setId(id)
                .setSource("SURVEY")
                .setUnit("north/7")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setKind("RATING")
                .setChannel("WEB")
                .setScale("STARS_5")
                .setScore(stars);
    }

    /** A broker with its topics and a pipeline. */
    private static final class Fixture implements AutoCloseable {
        private final Path dir;
        private final EmbeddedBroker broker;
        private final AppConfig config;
        private final Producer<byte[], byte[]> producer;
        private final Cluster cluster;
        private final Pipeline pipeline;
        private final ProgressWatch progress;

        Fixture(Path dir) {
            this.dir = dir;
            broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
            config = AppConfig.of(ShortWaits.SETTINGS)
                    .with(Map.of(
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            "partitions",
                            String.valueOf(PARTITIONS),
                            "as-of",
                            "2011-07-18T15:59:00Z",
                            "state.dir",
                            dir.resolve("state").toString()));
            try (TopicAdmin topics = new TopicAdmin(config)) {
                topics.create();
            }
            producer = new KafkaProducer<>(
                    config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
            cluster = Cluster.open(config, dir, 0);
            progress = new ProgressWatch(config, cluster.schemas());
            pipeline = Pipeline.of(config, cluster.schemas());
            pipeline.start();
        }

        void send(List<? extends SpecificRecord> events) {
            events.forEach(event -> {
                byte[] key = utf8(event.get(0).toString());
                send(topicOf(event), partition(key), key, framed(event));
            });
            producer.flush();
        }

        void sendWrongly() throws IOException {
            send(rightVisits().subList(0, GOOD));
            send(List.of(feedback("f1", 4).build()));
            send(
                    Topics.VISITS,
                    "late-schema",
                    framedAs(generic(visit("late-schema").build(), WITH_WEATHER)));
            register("old-visits-value", WITHOUT_MODE);
            send(Topics.VISITS, "no-mode", framedAs(generic(visit("no-mode").build(), WITHOUT_MODE)));
            send(
                    Topics.VISITS,
                    "bad-unit",
                    framed(visit("bad-unit").setUnit("north /7").build()));
            send(
                    Topics.VISITS,
                    (partition(utf8(SECRET)) + 1) % PARTITIONS,
                    utf8(SECRET),
                    framed(visit(SECRET).build()));
            send(Topics.VISITS, "another", framed(visit("wrong-key").build()));
            send(Topics.VISITS, 1, null, framed(visit("no-key").build()));
            send(Topics.VISITS, "garbage", utf8("garbage"));
            send(Topics.FEEDBACK, "f2", framed(feedback("f2", 9).build()));
            send(
                    Topics.FEEDBACK,
                    "old",
                    framed(feedback("old", 3)
                            .setOccurredAt(Instant.parse("1911-03-01T09:00:00Z"))
                            .build()));
            producer.flush();
        }

        private void send(Topic topic, String key, byte[] value) {
            send(topic, partition(utf8(key)), utf8(key), value);
        }

        private void send(Topic topic, int partition, byte[] key, byte[] value) {
            var unused = producer.send(new ProducerRecord<>(TopicNames.DEFAULT.of(topic), partition, key, value));
        }

        void register(String subject, Schema schema) {
            try (RegistryServer server = RegistryServer.start(config, 0)) {
                new HttpSchemaRegistry(server.url()).register(subject, schema);
            }
        }

        /** All rows of all topics of figures, after everything that was sent is counted. */
        Map<String, FlatRow> figures() throws InterruptedException {
            awaitComplete();
            Map<String, FlatRow> rows = new TreeMap<>();
            Topics.results().forEach(topic -> LatestRows.of(cluster.config(), cluster.schemas(), topic)
                    .forEach((key, row) -> rows.put(TopicNames.DEFAULT.of(topic) + " " + key, row)));
            return rows;
        }

        private void awaitComplete() throws InterruptedException {
            Instant asOf = PipelineRun.wantedAsOf(config, Clock.systemUTC());
            long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
            while (!progress.completion(asOf).isComplete()) {
                assertThat(pipeline.failure()).isEmpty();
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                assertThat(pipeline.awaitStop(Duration.ofMillis(100))).isFalse();
            }
        }

        void assertListed() {
            assertThat(doorstep("rejects"))
                    .contains("refused records: 9")
                    .containsPattern("doorstep.feedback +INVALID_FIELD +score +1")
                    .containsPattern("doorstep.feedback +TOO_OLD +occurredAt +1")
                    .containsPattern("doorstep.visits +INCOMPATIBLE_SCHEMA +- +1")
                    .containsPattern("doorstep.visits +INVALID_FIELD +key +1")
                    .containsPattern("doorstep.visits +INVALID_FIELD +unit +1")
                    .containsPattern("doorstep.visits +KEY_MISMATCH +- +1")
                    .containsPattern("doorstep.visits +UNDECODABLE +- +1")
                    .containsPattern("doorstep.visits +UNKNOWN_SCHEMA +- +1")
                    .containsPattern("doorstep.visits +WRONG_PARTITION +- +1")
                    .containsPattern(
                            "(?s)WRONG_PARTITION +- +1\n\ntopic +partition +offset +appendedAt +reason +field +hash")
                    .doesNotContain(SECRET, "north");
            assertThat(jsonRows("--topic", "feedback")).isEqualTo(2);
            assertThat(jsonRows("--reason", "INVALID_FIELD")).isEqualTo(3);
            assertThat(jsonRows("--reason", "TOO_OLD,FUTURE", "--topic", "feedback"))
                    .isEqualTo(1);
            assertThat(jsonRows("--partition", "0,1,2")).isEqualTo(9);
            assertThat(jsonRows("--limit", "4")).isEqualTo(4);
            assertThat(jsonRows("--source", "SURVEY")).isEqualTo(2);
            assertThat(jsonRows("--source", "HOTLINE"))
                    .as("even without a mode")
                    .isEqualTo(4);
            assertThat(jsonRows("--source", "unknown")).isEqualTo(2); // garbage, unknown schema
            String hourAgo = Instant.now().minus(Duration.ofHours(1)).toString();
            assertThat(jsonRows("--since", hourAgo)).isEqualTo(9);
            assertThat(jsonRows("--until", hourAgo)).isZero();
        }

        private long jsonRows(String... filter) {
            List<String> args = new ArrayList<>(List.of("rejects", "--json"));
            args.addAll(List.of(filter));
            return doorstep(args.toArray(String[]::new))
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .count();
        }

        /** @return stdout and stderr of a command that succeeds */
        String doorstep(String... args) {
            List<String> all = new ArrayList<>(List.of(args));
            all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers(), "--data", dir.toString()));
            all.addAll(List.of("--set", "partitions=" + PARTITIONS));
            StringWriter text = new StringWriter();
            PrintWriter out = new PrintWriter(text);
            int code = Main.run(out, out, all.toArray(String[]::new));
            assertThat(code).as(text.toString()).isZero();
            return text.toString();
        }

        @Override
        public void close() {
            pipeline.close();
            progress.close();
            cluster.close();
            producer.close();
            broker.close();
        }
    }

    private static Topic topicOf(SpecificRecord event) {
        return event instanceof Visit ? Topics.VISITS : Topics.FEEDBACK;
    }

    private static int partition(byte[] key) {
        return KeyPartition.of(key, PARTITIONS);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] framed(SpecificRecord event) {
        return new AvroWriter<>(topicOf(event), TopicNames.DEFAULT, new BundledSchemas()).toBytes(event);
    }

    private static byte[] framedAs(GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int id = BundledSchemas.idOf(record.getSchema());
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** The event in the schema of another producer. */
    private static GenericRecord generic(Visit event, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Schema.Field own = event.getSchema().getField(field.name());
            Object value = own == null ? "rain" : event.get(own.pos());
            record.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
        }
        return record;
    }

    private static Schema schema(Schema from, java.util.function.Predicate<String> kept, Schema.Field... more) {
        List<Schema.Field> fields = new ArrayList<>();
        from.getFields().stream()
                .filter(field -> kept.test(field.name()))
                .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.addAll(List.of(more));
        return Schema.createRecord(from.getName(), null, from.getNamespace(), false, fields);
    }
}
