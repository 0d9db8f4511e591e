// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import doorstep.cluster.AdminAnswers;
import doorstep.config.AppConfig;
import doorstep.rights.Part;
import doorstep.rights.Right;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;

/**
 * Tests the rights of each part on a secured cluster. Each right is removed in turn: then that part fails and names the
 * right, and the other parts continue. So the table neither lacks a right nor has one too many.
 */
@OnEngine
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsIT {
    /** Numbers the events, so that each import has new ones. */
    private static final AtomicInteger EVENTS = new AtomicInteger();
    /** Makes one event of each kind from a row, so that every result topic gets a row. */
    private static final String MAPPING = """
            doorstep: 1
            files: {format: csv}
            times: {formats: epoch-seconds}
            common: {source: TEST, unit: City/North, area: River}
            events:
              - topic: visits
                fields: {id: v-<no>, occurredAt: <at>, category: SERVICE_DESK, mode: SERVICE_POINT, people: "2"}
              - topic: feedback
                fields: {id: r-<no>, occurredAt: <at>, kind: RATING, channel: SERVICE_POINT, scale: STARS_5, score: "4"}
              - topic: feedback
                fields: {id: m-<no>, occurredAt: <at>, kind: REACTION, channel: WEB, reaction: HAPPY, about: {type: ARTICLE, id: a}}
              - topic: commitments
                fields: {id: c-<no>, kind: REQUEST, category: NOISE, openedAt: <at>}
            """;

    @TempDir
    private static Path dir;

    private static SecuredCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new SecuredCluster(dir);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    // The registry writes, and the pipeline creates topics, only at the first start, so these tests run first.

    @Order(1)
    @TestFactory
    Stream<DynamicTest> shouldStopTheRegistryAndNameTheRight() {
        return each(Part.REGISTRY, right -> true, right -> assertNames(registry(), right));
    }

    @Order(2)
    @Test
    void shouldLetTheRegistryWork() {
        ExecResult result = registry();
        assertThat(result.getExitCode()).as(result.getStderr()).isEqualTo(124); // it ran until it was stopped
    }

    @Order(3)
    @TestFactory
    Stream<DynamicTest> shouldStopIngestAndNameTheRight() {
        return each(Part.INGEST, right -> true, right -> assertNames(ingest(isToRead(right) ? "--wait" : ""), right));
    }

    @Order(4)
    @Test
    void shouldLetIngestWork() {
        ExecResult result = ingest();
        assertThat(result.getExitCode())
                .as(result.getStdout() + result.getStderr())
                .isZero();
    }

    @Order(5)
    @TestFactory
    Stream<DynamicTest> shouldStopThePipelineThatMayNotMakeItsTopicsAndNameTheRight() {
        return each(
                Part.PIPELINE,
                right -> right.operation() == AclOperation.CREATE,
                right -> assertNames(pipeline(Duration.ofSeconds(90)), right));
    }

    /** The pipeline sends its settings only if the topic does not have them yet. */
    @Order(6)
    @TestFactory
    Stream<DynamicTest> shouldStopThePipelineThatMayNotSendItsSettingsAndNameTheRight() {
        return each(
                Part.PIPELINE,
                RightsIT::isToSendSettings,
                right -> assertNames(pipeline(Duration.ofSeconds(90)), right));
    }

    private static boolean isToSendSettings(Right right) {
        return right.operation() == AclOperation.WRITE && right.name().equals(TopicNames.DEFAULT.of(Topics.SETTINGS));
    }

    @Order(7)
    @Test
    void shouldLetThePipelineWork() {
        garbage();
        ExecResult result = pipeline(Duration.ofSeconds(25));
        assertThat(result.getExitCode()).as(result.getStderr()).isEqualTo(124);
        Part.READER.rights(AppConfig.of(Map.of())).stream()
                .filter(right -> isOfTopic(right) && isToRead(right))
                .map(Right::name)
                .forEach(topic -> assertThat(reader(topic).getStdout().lines().count())
                        .as("rows of " + topic)
                        .isPositive());
    }

    @Order(8)
    @TestFactory
    Stream<DynamicTest> shouldStopThePipelineAndNameTheRight() {
        return each(
                Part.PIPELINE, right -> right.operation() != AclOperation.CREATE && !isToSendSettings(right), right -> {
                    ingest();
                    garbage();
                    assertNames(pipeline(Duration.ofSeconds(90)), right);
                });
    }

    @Order(9)
    @TestFactory
    Stream<DynamicTest> shouldStopTheReaderAndNameTheRight() {
        return each(
                Part.READER,
                right -> isOfTopic(right) && isToRead(right),
                right -> assertNames(reader(right.name()), right));
    }

    /** Whoever may not describe the inputs reads rows, but is not told how much is not in them. */
    @Order(9)
    @TestFactory
    Stream<DynamicTest> shouldLetTheReaderSayWhatItMayNotKnow() {
        return each(Part.READER, right -> isOfTopic(right) && !isToRead(right), right -> {
            ExecResult result = reader("doorstep.progress");
            assertThat(result.getExitCode()).as(result.getStderr()).isZero();
            assertThat(result.getStderr()).contains("for lack of the right to describe the inputs");
        });
    }

    private static boolean isOfTopic(Right right) {
        return right.type() == ResourceType.TOPIC;
    }

    private static boolean isToRead(Right right) {
        return right.operation() == AclOperation.READ;
    }

    @Order(9)
    @TestFactory
    Stream<DynamicTest> shouldStopADashboardWithAMessageThatNamesTheGroup() {
        return each(
                Part.READER,
                right -> !isOfTopic(right),
                right -> assertRefused(consume("reader", "doorstep-reader-board", "doorstep.visit-counts"), right));
    }

    @Order(10)
    @TestFactory
    Stream<DynamicTest> shouldStopTheSinkAndNameTheTopicOrGroup() {
        return each(
                Part.SINK,
                right -> true,
                right -> assertRefused(sink(isOfTopic(right) ? right.name() : "doorstep.visit-counts"), right));
    }

    @Order(11)
    @Test
    void shouldLetDashboardsAndTheSinkWork() {
        assertThat(consume("reader", "doorstep-reader-board", "doorstep.visit-counts")
                        .getStdout())
                .contains("City");
        assertThat(sink("doorstep.visit-counts").getStdout()).contains("City");
        assertThat(sink("doorstep.progress").getStdout()).contains("windows:0");
    }

    @Order(11)
    @TestFactory
    Stream<DynamicTest> shouldStopTheExportAndNameTheRight() {
        return each(Part.EXPORT, right -> true, right -> assertNames(export(), right));
    }

    @Order(11)
    @Test
    void shouldRefuseTheEventsToTheSink() {
        ExecResult result = sink("doorstep.visits");
        assertThat(result.getStdout()).doesNotContain("City");
        assertThat(result.getStderr()).contains("Not authorized to access").contains("doorstep.visits");
    }

    @Order(12)
    @Test
    void shouldLetTheExportWork() {
        ExecResult result = export();
        assertThat(result.getExitCode()).as(result.getStderr()).isZero();
        assertThat(result.getStdout()).contains("visits: ", "export 1 to parquet:/tmp/export");
    }

    @Order(12)
    @TestFactory
    Stream<DynamicTest> shouldStopTheWaitAndNameTheRight() {
        return each(Part.WAIT, right -> true, right -> assertNames(waitForRows(), right));
    }

    @Order(13)
    @Test
    void shouldLetTheWaitWork() {
        ingest();
        ExecResult result = waitForRows();
        assertThat(result.getExitCode()).as(result.getStderr()).isEqualTo(3); // the pipeline was stopped
    }

    @Order(14)
    @TestFactory
    Stream<DynamicTest> shouldStopTheExplanationAndNameTheRight() {
        return each(Part.EXPLAIN, right -> true, right -> assertNames(explain(explained(right)), right));
    }

    /** A row of the topic that the right is about, if it is one with rows. */
    private static String explained(Right right) {
        return Topics.figures().stream()
                .map(Topic::shortName)
                .filter(topic -> right.name().endsWith("." + topic))
                .findFirst()
                .orElse("service-levels");
    }

    @Order(15)
    @Test
    void shouldLetTheExplanationWork() {
        ExecResult result = explain("service-levels");
        assertThat(result.getExitCode()).as(result.getStderr()).isZero();
        assertThat(result.getStdout()).contains("The row equals the events.");
    }

    /** What a test does while a right is missing. */
    private interface Without {
        void run(Right right);
    }

    private static Stream<DynamicTest> each(Part part, Predicate<Right> which, Without test) {
        List<Right> rights =
                part.rights(AppConfig.of(Map.of())).stream().filter(which).toList();
        return rights.stream()
                .map(right -> dynamicTest(part + " without " + right, () -> {
                    AclBinding taken = right.binding(part.toString());
                    assertThat(AdminAnswers.await(cluster.admin()
                                    .deleteAcls(List.of(taken.toFilter()))
                                    .all()))
                            .as("what is taken away")
                            .containsExactly(taken);
                    try {
                        test.run(right);
                        if (right.equals(rights.get(0))) { // any right will do: no other part uses it
                            othersGoOn(part);
                        }
                    } finally {
                        AdminAnswers.await(cluster.admin()
                                .createAcls(List.of(right.binding(part.toString())))
                                .all());
                    }
                }));
    }

    private static void othersGoOn(Part part) {
        ExecResult other = part == Part.READER ? ingest() : reader("doorstep.progress");
        assertThat(other.getExitCode())
                .as("another part goes on; " + other.getStderr())
                .isZero();
    }

    private static void assertNames(ExecResult result, Right right) {
        assertThat(result.getExitCode())
                .as(result.getStdout() + result.getStderr())
                .isEqualTo(1);
        assertThat(result.getStderr())
                .contains("this user lacks " + right + " ")
                .doesNotContain("\tat ");
        assertThat(result.getStderr().lines().filter(line -> line.contains("lacks")))
                .as("it lacks nothing else")
                .hasSize(1);
    }

    /** With Kafka's tools, which do not know Doorstep's parts. */
    private static void assertRefused(ExecResult result, Right right) {
        assertThat(result.getStdout()).doesNotContain("City");
        assertThat(result.getStderr()).contains("Not authorized to access").contains(right.name());
    }

    private static ExecResult registry() {
        return cluster.sh("timeout 15 doorstep registry --config /parts/registry/doorstep.properties");
    }

    private static ExecResult waitForRows() {
        return cluster.sh("doorstep wait --timeout 2s --config /parts/wait/doorstep.properties");
    }

    private static ExecResult explain(String topic) {
        return cluster.sh("doorstep explain " + topic + " '*||REQUEST|EVER|' --timeout 5s --config"
                + " /parts/explain/doorstep.properties");
    }

    private static ExecResult ingest() {
        return ingest("");
    }

    private static ExecResult ingest(String option) {
        int number = EVENTS.incrementAndGet();
        long yesterday = System.currentTimeMillis() / 1000 - 86_400;
        return cluster.sh("cat > /tmp/m.yaml <<'M'\n" + MAPPING + "M\nprintf 'no,at\\n" + number + "," + yesterday
                + "\\n' > /tmp/e.csv\ndoorstep ingest --config /parts/ingest/doorstep.properties --mapping /tmp/m.yaml "
                + option + " /tmp/e.csv");
    }

    /** A record that is rejected. */
    private static void garbage() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(cluster.settingsFromHere(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("doorstep.visits", "x".getBytes(), "garbage".getBytes()));
            producer.flush();
        }
    }

    private static ExecResult pipeline(Duration atMost) {
        return cluster.sh(
                "timeout " + atMost.toSeconds() + " doorstep run --config /parts/pipeline/doorstep.properties");
    }

    private static ExecResult reader(String topic) {
        return cluster.sh("doorstep rows " + topic + " --json --config /parts/reader/doorstep.properties");
    }

    private static ExecResult export() {
        return cluster.sh(
                "doorstep export parquet:/tmp/export --timeout 2s --config /parts/export/doorstep.properties");
    }

    private static ExecResult sink(String topic) {
        return consume("sink", "doorstep-sink-nightly", topic);
    }

    private static ExecResult consume(String part, String group, String topic) {
        return cluster.tools("/opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server kafka-1:9092"
                + " --command-config /parts/" + part + "/client.properties --group " + group + " --topic " + topic
                + " --from-beginning --formatter-property print.key=true --timeout-ms 8000");
    }
}
