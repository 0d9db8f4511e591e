// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.avro.Visit;
import doorstep.broker.EmbeddedBroker;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.figures.ProgressWatch;
import doorstep.fixtures.ForeignRegistry;
import doorstep.history.History.Draft;
import doorstep.history.HostileRecords;
import doorstep.history.OutputRows;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.process.Child;
import doorstep.process.DoorstepChild;
import doorstep.process.Pause;
import doorstep.topics.TopicAdmin;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.ContentHash;
import doorstep.wire.KeyPartition;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker, and {@code doorstep run} in a process of its own with 512 MB, under hostile input. More records:
 * {@code -Ddoorstep.fuzzed=100000}; another seed: {@code -Ddoorstep.seed=N}.
 */
class HostileInputIT {
    private static final int PARTITIONS = 3;
    private static final Duration STANDSTILL = Duration.ofMinutes(3);
    private static final double HEAP_GROWTH = 1.1;
    /** Until so many records are mutilated, new ids still appear and the state grows. */
    private static final int ALL_IDS_MET = 2_500;

    private static final String SECRET = "Mrs Example, 7 Quiet Lane";

    @TempDir
    Path dir;

    @Test
    void shouldRejectEveryBadRecordOnceAndCountTheOthersInALittleHeap() throws Exception {
        long seed = Long.getLong("doorstep.seed", 12);
        int fuzzed = Integer.getInteger("doorstep.fuzzed", 5_000);
        HostileRecords hostile = new HostileRecords(seed);

        try (ForeignRegistry registry = new ForeignRegistry(HostileRecords.schemas());
                Fixture fixture = new Fixture(dir, hostile, registry.url())) {
            registry.refuse(ForeignRegistry.Refusal.WITHOUT_BODY);
            fixture.awaitStored(telltales().stream().map(fixture::send).toList());
            long tenth = sendAndMeasure(fixture, hostile, Math.max(fuzzed / 10, ALL_IDS_MET));
            long end = sendAndMeasure(fixture, hostile, fuzzed);

            Verdicts verdicts = new Verdicts(fixture);
            System.out.printf(
                    "%,d records, %,d of them mutilated; %,d refused: %s; %,d rows; heap %,d and %,d kB%n",
                    verdicts.records.size(),
                    hostile.fuzzed(),
                    verdicts.figures.refused().size(),
                    verdicts.reasons(),
                    verdicts.rows(),
                    tenth >> 10,
                    end >> 10);
            assertThat(verdicts.reasons()).containsOnlyKeys(ExpectedFigures.REASONS);
            assertThat(verdicts.largest()).as("bytes of the largest value").isGreaterThan(1_000_000);
            assertThat(fixture.rejects()).as("seed %d", seed).isEqualTo(verdicts.refused());
            assertThat(fixture.differences(verdicts.figures))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(fixture.metrics()).contains("doorstep_thread_restarts_total 0.0\n");
            assertThat(fixture.everythingSaid()).contains("INVALID_FIELD").doesNotContain(SECRET);
            assertThat(end).as("live bytes").isLessThanOrEqualTo((long) (HEAP_GROWTH * tenth));
        }
    }

    /** Records that must be refused, with an address in every field that has room for it. */
    private static List<Draft> telltales() {
        byte[] key = utf8("v-telltale");
        Visit.Builder visit = Visit.newBuilder()
                .setId("v-telltale")
                .setSource("CRM")
                .setUnit("bureau")
                .setOccurredAt(Instant.parse("2011-07-18T09:00:00Z"))
                .setRecordedAt(Instant.parse("2011-07-18T09:00:00Z"))
                .setCategory("TALK")
                .setMode("DOOR");
        AvroWriter<Visit> writer = new AvroWriter<>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas());
        return List.of(
                telltale(key, utf8(SECRET)),
                telltale(utf8(SECRET), new byte[0]),
                telltale(utf8(SECRET), writer.toBytes(visit.build())),
                telltale(
                        key,
                        writer.toBytes(Visit.newBuilder(visit).setId(SECRET).build())),
                telltale(
                        key,
                        writer.toBytes(
                                Visit.newBuilder(visit).setUnit(SECRET + "//").build())),
                telltale(
                        key,
                        writer.toBytes(
                                Visit.newBuilder(visit).setCategory(SECRET).build())),
                telltale(
                        key,
                        writer.toBytes(Visit.newBuilder(visit).setSource(SECRET).build())));
    }

    private static Draft telltale(byte[] key, byte[] value) {
        return new Draft(TopicNames.DEFAULT.of(Topics.VISITS), key, value, Instant.EPOCH, false, "telltale");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends until so many records are mutilated, and returns the live heap once all of them are processed. */
    private static long sendAndMeasure(Fixture fixture, HostileRecords hostile, long fuzzed) throws Exception {
        List<Future<RecordMetadata>> stored = new ArrayList<>();
        while (hostile.fuzzed() < fuzzed) {
            stored.add(fixture.send(hostile.next()));
        }
        fixture.awaitStored(stored);
        fixture.awaitComplete();
        return fixture.liveBytes();
    }

    /** The records of the input topics with the model's verdicts. */
    private static final class Verdicts {
        private final List<RawRecord> records;
        private final ExpectedFigures figures;

        Verdicts(Fixture fixture) {
            records = fixture.inputs();
            ModelConfig config =
                    ModelView.of(fixture.config, HostileRecords.schemas(), HostileRecords.unreadableSchemas());
            figures = new Model(config, ContentHash::of)
                    .figures(records, fixture.config.fixedAsOf().orElseThrow());
        }

        Map<String, Integer> reasons() {
            Map<String, Integer> reasons = new TreeMap<>();
            figures.refused().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            return reasons;
        }

        /** Position → the rows that {@code doorstep.rejected} must have. */
        Map<String, List<String>> refused() {
            Map<String, List<String>> refused = new TreeMap<>();
            figures.refused()
                    .forEach((topicPartition, reason) -> refused.put(topicPartition.toString(), List.of(reason)));
            return refused;
        }

        long rows() {
            return figures.rows().values().stream().mapToLong(Map::size).sum();
        }

        int largest() {
            return records.stream()
                    .mapToInt(record -> record.value() == null ? 0 : record.value().length)
                    .max()
                    .orElse(0);
        }
    }

    /** The broker, the pipeline's process, and clients that send and read. */
    private static final class Fixture implements AutoCloseable {
        private final Path dir;
        private final EmbeddedBroker broker;
        private final AppConfig config;
        private final int managementPort = freePort();
        private final Producer<byte[], byte[]> producer;
        private final Child pipeline;

        Fixture(Path dir, HostileRecords hostile, URI registry) throws IOException {
            this.dir = dir;
            broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
            Map<String, String> settings = new HashMap<>(Map.of(
                    "partitions", String.valueOf(PARTITIONS),
                    "schema.registry.url", registry.toString(),
                    "zone", hostile.zone().getId(),
                    "fiscal.start", "4",
                    "as-of", hostile.asOf().toString(),
                    "events.earliest", hostile.earliest().toString(),
                    "commit.interval", "200ms",
                    "emit.interval", "200ms",
                    "emit.breakdown.interval", "200ms",
                    "management.port", String.valueOf(managementPort)));
            config = AppConfig.of(settings).with(Map.of("bootstrap.servers", broker.bootstrapServers()));
            try (TopicAdmin topics = new TopicAdmin(config)) {
                topics.create();
            }
            producer = new KafkaProducer<>(
                    config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
            List<String> arguments = new ArrayList<>(List.of(
                    "run",
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--data",
                    dir.resolve("pipeline").toString()));
            settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
            pipeline = Child.start(
                    "the pipeline",
                    DoorstepChild.class,
                    DoorstepChild.jvmOptions("512m"),
                    arguments,
                    dir.resolve("pipeline").resolve("output.txt"));
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        Future<RecordMetadata> send(Draft draft) {
            byte[] key = draft.key() == null ? new byte[0] : draft.key();
            int home = KeyPartition.of(key, PARTITIONS);
            int partition = draft.misplaced() ? (home + 1) % PARTITIONS : home;
            return producer.send(new ProducerRecord<>(draft.topic(), partition, draft.key(), draft.value()));
        }

        void awaitStored(List<Future<RecordMetadata>> sent) throws InterruptedException, ExecutionException {
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }

        void awaitComplete() {
            Object before = null;
            long deadline = 0;
            try (ProgressWatch progress = new ProgressWatch(config, new BundledSchemas())) {
                while (true) {
                    assertThat(pipeline.isAlive()).as(pipeline.lastWords()).isTrue();
                    var left = progress.completion(config.fixedAsOf().orElseThrow());
                    if (left.isComplete()) {
                        return;
                    }
                    if (!left.equals(before)) {
                        before = left;
                        deadline = System.nanoTime() + STANDSTILL.toNanos();
                    }
                    assertThat(System.nanoTime()).as("still %s", left).isLessThan(deadline);
                    Pause.millis(100);
                }
            }
        }

        /** Live heap of the pipeline. A class histogram of live objects starts with a full collection. */
        long liveBytes() throws IOException, InterruptedException {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pipeline.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            String total = text.substring(text.lastIndexOf("Total")); // Total, instances, bytes
            return Long.parseLong(total.strip().split(" +")[2]);
        }

        List<RawRecord> inputs() {
            List<RawRecord> records = new ArrayList<>();
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = new ArrayList<>();
                for (Topic topic : Topics.inputs()) {
                    for (int i = 0; i < PARTITIONS; i++) {
                        partitions.add(new TopicPartition(TopicNames.DEFAULT.of(topic), i));
                    }
                }
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        records.add(new RawRecord(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.key(),
                                record.value(),
                                Instant.ofEpochMilli(record.timestamp())));
                    }
                }
            }
            return records;
        }

        /** Every reject row that was ever sent: position → reasons. */
        Map<String, List<String>> rejects() {
            Map<String, List<String>> rejects = new TreeMap<>();
            try (TopicReader<Rejected> reader = new TopicReader<>(config, Topics.REJECTED, new BundledSchemas())) {
                reader.readToEnd((key, row) -> rejects.computeIfAbsent(key, topicPartition -> new ArrayList<>())
                        .add(row.orElseThrow().getReason()));
            }
            return rejects;
        }

        /** Rows that differ from the model's. */
        List<String> differences(ExpectedFigures figures) {
            List<String> differences = new ArrayList<>();
            try (OutputWatch output = new OutputWatch(config, new BundledSchemas(), Map.of())) {
                output.catchUp();
                for (Topic topic : Topics.results()) {
                    Map<String, byte[]> actual = output.rows(topic);
                    Map<String, Map<String, Object>> expected = topic == Topics.WORKLIST
                            ? figures.worklist()
                            : figures.rows().getOrDefault(TopicNames.DEFAULT.of(topic), new TreeMap<>());
                    TreeSet<String> keys = new TreeSet<>(actual.keySet());
                    keys.addAll(expected.keySet());
                    for (String key : keys) {
                        byte[] value = actual.get(key);
                        Map<String, Object> row =
                                value == null ? null : OutputRows.fields(TopicNames.DEFAULT.of(topic), value);
                        if (!OutputRows.areSame(expected.get(key), row)) {
                            differences.add(TopicNames.DEFAULT.of(topic) + " " + key + "\n  model    "
                                    + expected.get(key) + "\n  pipeline " + row);
                        }
                    }
                }
            }
            return differences;
        }

        /** Log, console, metrics, rejects and progress. */
        String everythingSaid() throws IOException, InterruptedException {
            StringBuilder said = new StringBuilder(metrics());
            try (Stream<Path> files = Files.walk(dir.resolve("pipeline"), 2)) {
                for (Path file : files.filter(it -> it.toString().matches(".*\\.(log|txt)"))
                        .toList()) {
                    said.append(Files.readString(file));
                }
            }
            assertThat(said).as("with a log").contains("INFO");
            try (TopicReader<Rejected> rejects = new TopicReader<>(config, Topics.REJECTED, new BundledSchemas());
                    TopicReader<Progress> progress = new TopicReader<>(config, Topics.PROGRESS, new BundledSchemas())) {
                rejects.readToEnd((key, row) -> said.append(key).append(row));
                progress.readToEnd((key, row) -> said.append(key).append(row));
            }
            return said.toString();
        }

        String metrics() throws IOException, InterruptedException {
            URI url = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
        }

        @Override
        public void close() {
            pipeline.kill();
            producer.close(Duration.ZERO);
            broker.close();
        }
    }
}
