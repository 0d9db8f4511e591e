// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.api.ApiSettings;
import doorstep.app.Pipeline;
import doorstep.avro.Commitment;
import doorstep.avro.Visit;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.event.TreePath;
import doorstep.figures.ProgressWatch;
import doorstep.ingest.KafkaSink;
import doorstep.scenario.TestDashboard;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worklist of the demo's sample, while a pipeline and a dashboard run: somebody takes a row and does what is owed. */
class WorklistIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AFTER_COMMIT = Duration.ofSeconds(2);
    private static final Duration AFTER_ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path dir;

    private static Cluster cluster;
    private static Pipeline pipeline;
    private static TestDashboard dashboard;
    private static Instant asOf;
    private static int sent;

    @BeforeAll
    static void start() {
        CountedSample.copyTo(dir);
        AppConfig config = AppConfig.read(List.of(dir.resolve(ClusterOptions.SETTINGS_FILE)), Map.of(), Map.of());
        cluster = Cluster.open(config, dir, 0);
        asOf = cluster.config().fixedAsOf().orElseThrow();
        pipeline = Pipeline.of(cluster.config(), cluster.schemas());
        pipeline.start();
        dashboard = new TestDashboard(
                cluster.config(), cluster.schemas(), dir.resolve("dashboard"), ApiSettings.loopback(0));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        pipeline.close();
        cluster.close();
    }

    // ---- What there is

    /** @return the objects that a command printed */
    private static List<JsonNode> json(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--json", "--data", dir.toString()));
        Doorstep done = Doorstep.run(all.toArray(String[]::new));
        assertThat(done.code()).as(done.err()).isZero();
        return done.out().lines().map(WorklistIT::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitComplete() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.schemas())) {
            while (!progress.completion(asOf).isComplete()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                assertThat(pipeline.awaitStop(Duration.ofMillis(50))).isFalse();
            }
        }
    }

    /** Unit and kind → how many are open, and how many of these overdue. */
    private static Map<List<String>, List<Long>> listed() {
        Map<List<String>, List<Long>> levels = new HashMap<>();
        for (JsonNode row : json("worklist")) {
            assertThat(row.path("later").booleanValue()).isFalse();
            List<Long> one = List.of(1L, row.path("overdue").booleanValue() ? 1L : 0L);
            String unit = row.path("unit").textValue();
            List<String> units = new ArrayList<>(TreePath.prefixes(unit));
            units.add(TreePath.ROOT);
            units.stream()
                    .distinct()
                    .forEach(it -> levels.merge(
                            List.of(it, row.path("kind").textValue()),
                            one,
                            (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1))));
        }
        return levels;
    }

    private static Map<List<String>, List<Long>> counted() {
        Map<List<String>, List<Long>> levels = new HashMap<>();
        for (JsonNode row : json("rows", "service-levels", "--window", "EVER", "--breakdown", "none")) {
            List<Long> level = List.of(
                    row.path("backlogChange").longValue(),
                    row.path("overdueChange").longValue());
            if (!level.equals(List.of(0L, 0L))) {
                levels.put(
                        List.of(row.path("unit").textValue(), row.path("facet").textValue()), level);
            }
        }
        return levels;
    }

    /** Of all units together. */
    private static void requireAgreement() throws InterruptedException {
        awaitComplete();
        Doorstep progress = Doorstep.run("rows", "progress", "--data", dir.toString());
        assertThat(progress.err()).contains("Service levels and worklist agree. Open: CALLBACK ", "; DUTY ");
    }

    @Test
    void shouldListWhatServiceLevelsCountByStationAndKind() throws Exception {
        requireAgreement();
        Map<List<String>, List<Long>> listed = listed();

        assertThat(listed).isEqualTo(counted());
        assertThat(listed.keySet())
                .as("stations with call-backs and duties")
                .anyMatch(
                        it -> it.get(0).chars().filter(letter -> letter == '/').count() == 2
                                && it.get(1).equals("CALLBACK"))
                .anyMatch(
                        it -> it.get(0).chars().filter(letter -> letter == '/').count() == 2
                                && it.get(1).equals("DUTY"));
    }

    // ---- What is done about it

    private static List<JsonNode> asked(String kind) {
        List<JsonNode> rows = new ArrayList<>();
        dashboard
                .json("/api/v1/worklist?unit=*&limit=1000&kind=" + kind)
                .path("rows")
                .forEach(rows::add);
        return rows;
    }

    private static boolean isAsked(String kind, String id) {
        return asked(kind).stream().anyMatch(row -> row.path("id").textValue().equals(id));
    }

    /** The event that ends a row, at as-of. */
    private static SpecificRecord ending(JsonNode row) {
        String id = row.path("id").textValue();
        return switch (row.path("kind").textValue()) {
            case "DUTY" -> visit(row, row.path("category").textValue());
            case "CALLBACK" -> visit(row, "FOLLOW_UP");
            default -> {
                Commitment commitment = commitments().get(id);
                yield Commitment.newBuilder(commitment)
                        .setRevision(commitment.getRevision() + 1)
                        .setClosedAt(asOf)
                        .setOutcome("RESOLVED")
                        .build();
            }
        };
    }

    private static Visit visit(JsonNode row, String category) {
        return Visit.newBuilder()
                .setId("worklist-it-" + sent++)
                .setSource("TEST")
                .setUnit(row.path("unit").textValue())
                .setOccurredAt(asOf)
                .setRecordedAt(asOf)
                .setCategory(category)
                .setMode("DOOR")
                .setFulfils(row.path("id").textValue())
                .build();
    }

    private static Map<String, Commitment> commitments() {
        Map<String, Commitment> latest = new TreeMap<>();
        try (TopicReader<Commitment> reader =
                new TopicReader<>(cluster.config(), Topics.COMMITMENTS, cluster.schemas())) {
            reader.readToEnd((id, commitment) -> commitment.ifPresent(it -> latest.put(id, it)));
        }
        return latest;
    }

    /** @return when it was acknowledged */
    private static long send(SpecificRecord event) {
        Topic topic = event instanceof Visit ? Topics.VISITS : Topics.COMMITMENTS;
        try (KafkaSink sink = new KafkaSink(
                cluster.config().producerSettings(), cluster.config().topics(), cluster.schemas())) {
            sink.send(topic, event);
            sink.flush();
        }
        return System.nanoTime();
    }

    /**
     * Waits for the next record of a row, as soon as it is committed.
     *
     * @return whether it is a tombstone
     */
    private static boolean awaitTombstone(KafkaConsumer<byte[], byte[]> worklist, String id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : worklist.poll(Duration.ofMillis(20))) {
                if (new String(record.key(), StandardCharsets.UTF_8).equals(id)) {
                    return record.value() == null;
                }
            }
        }
        throw new AssertionError("no record of " + id);
    }

    private static KafkaConsumer<byte[], byte[]> fromNowOn() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                TopicReader.settings(cluster.config()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                TopicReader.partitionsOf(consumer, cluster.config().topics().of(Topics.WORKLIST));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private static boolean comesBack(JsonNode row) {
        return row.path("category").asText().equals("DELEGATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUTY", "CALLBACK", "REQUEST", "SUGGESTION"})
    void shouldDropTheFirstRowWithTheEventThatEndsIt(String kind) throws Exception {
        JsonNode first = json("worklist", "--kind", kind).stream()
                .filter(row -> !comesBack(row))
                .findFirst()
                .orElseThrow();
        String id = first.path("id").textValue();
        assertThat(isAsked(kind, id)).isTrue();
        SpecificRecord event = ending(first);
        try (KafkaConsumer<byte[], byte[]> worklist = fromNowOn()) {
            long acknowledged = send(event);
            assertThat(awaitTombstone(worklist, id)).isTrue();
            long committed = System.nanoTime();
            while (isAsked(kind, id)) {
                assertThat(Duration.ofNanos(System.nanoTime() - committed)).isLessThan(AFTER_COMMIT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - acknowledged)).isLessThan(AFTER_ACKNOWLEDGEMENT);
            assertThat(json("worklist", "--kind", kind))
                    .as("a command that begins now")
                    .noneMatch(row -> row.path("id").textValue().equals(id));
        }
        requireAgreement();
    }

    /** What is known about the next time: opened by which visit, when, and due when. */
    private static List<Object> nextTime(JsonNode row) {
        return List.of(
                row.path("openedBy").asText(),
                OffsetDateTime.parse(row.path("openedAt").asText()).toInstant(),
                OffsetDateTime.parse(row.path("dueAt").asText()).toInstant(),
                row.path("age").longValue(),
                row.path("daysLeft").longValue(),
                row.path("overdue").booleanValue());
    }

    private static JsonNode only(List<JsonNode> rows, String id) {
        List<JsonNode> found =
                rows.stream().filter(row -> row.path("id").asText().equals(id)).toList();
        assertThat(found).as(id).hasSize(1);
        return found.get(0);
    }

    /** @param again whether the row is of a later time; else nobody has visited that delegate yet */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReplaceARecurringDutyByItsNextOne(boolean again) throws Exception {
        JsonNode first = json("worklist", "--kind", "DUTY", "--overdue").stream()
                .filter(row -> comesBack(row) && row.path("openedBy").isNull() != again)
                .findFirst()
                .orElseThrow();
        String id = first.path("id").textValue();
        Visit visit = visit(first, "DELEGATE");
        Instant inNinetyDays = asOf.atZone(cluster.config().zone()).plusDays(90).toInstant();
        List<Object> next = List.of(visit.getId(), asOf, inNinetyDays, 0L, 90L, false);
        try (KafkaConsumer<byte[], byte[]> worklist = fromNowOn()) {
            long acknowledged = send(visit);
            assertThat(awaitTombstone(worklist, id)).isFalse();
            long committed = System.nanoTime();
            while (!nextTime(only(asked("DUTY"), id)).equals(next)) {
                assertThat(Duration.ofNanos(System.nanoTime() - committed)).isLessThan(AFTER_COMMIT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - acknowledged)).isLessThan(AFTER_ACKNOWLEDGEMENT);
            assertThat(nextTime(only(json("worklist", "--kind", "DUTY"), id)))
                    .as("a command that begins now")
                    .isEqualTo(next);
        }
        requireAgreement();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUTY", "CALLBACK", "REQUEST", "SUGGESTION"})
    void shouldDropARowFromThePageThatIsOpen(String kind) throws Exception {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        JsonNode first =
                asked(kind).stream().filter(row -> !comesBack(row)).findFirst().orElseThrow();
        String id = first.path("id").textValue();
        String unit = URLEncoder.encode(first.path("unit").textValue(), StandardCharsets.UTF_8);
        Browser browser = new Browser();
        try {
            browser.open(dashboard.url() + "/#/worklist?kind=" + kind + "&unit=" + unit);
            browser.awaitView("worklist");
            assertThat(browser.has("[data-id='" + id + "']")).isTrue();
            assertThat(send(ending(first))).isPositive();
            browser.await("the row is gone", AFTER_ACKNOWLEDGEMENT, () -> !browser.has("[data-id='" + id + "']"));
        } finally {
            browser.close();
        }
        requireAgreement();
    }
}
