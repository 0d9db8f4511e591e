// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import doorstep.avro.Visit;
import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.fixtures.ForeignRegistry;
import doorstep.fixtures.ShortWaits;
import doorstep.ingest.KafkaSink;
import doorstep.topics.TopicAdmin;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Commands with a third-party schema registry, which assigns its own ids, on state that was rebuilt once. */
class ForeignRegistryIT {
    private static final Map<String, String> AUTHORIZER = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");

    @TempDir
    private static Path dir;

    private static EmbeddedBroker broker;
    private static ForeignRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        registry = new ForeignRegistry(Map.of());
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0, AUTHORIZER);
        AppConfig config = AppConfig.of(Map.of("bootstrap.servers", broker.bootstrapServers(), "partitions", "1"));
        try (TopicAdmin topics = new TopicAdmin(config);
                KafkaSink sink = new KafkaSink(
                        config.producerSettings(), config.topics(), new HttpSchemaRegistry(registry.url()))) {
            topics.create();
            Instant at = Instant.parse("2025-12-31T00:00:00Z");
            sink.send(
                    Topics.VISITS,
                    Visit.newBuilder()
                            .setId("v1")
                            .setSource("TEST")
                            .setUnit("city")
                            .setOccurredAt(at)
                            .setRecordedAt(at)
                            .setCategory("TALK")
                            .setMode("DOOR")
                            .build());
            sink.flush();
        }
        assertDone(rebuild());
    }

    @AfterEach
    void letTheRegistryWork() {
        registry.hide(false);
        registry.takeNothing(false);
        registry.answerOnlyTo(null);
    }

    @AfterAll
    static void stop() {
        broker.close();
        registry.close();
    }

    @Test
    void shouldRebuildAgainAndShowRows() {
        assertDone(rebuild());

        Doorstep rows = doorstep("rows", "visit-counts", "--csv");
        assertThat(rows.err()).contains("as-of 2026-01-01");
        assertThat(rows.out()).contains("city");
        assertThat(rows.code()).isZero();
        assertThat(doorstep("rows", "progress", "--csv").out()).contains("visits");
    }

    @Test
    void shouldDeleteNothingWhileTheRegistryIsAwayOrRefuses() throws Exception {
        SortedSet<String> topics = topics();

        registry.takeNothing(true);
        assertRefused(rebuild(), topics, registry.url().toString(), "HTTP 409", "Schema is incompatible");
        registry.takeNothing(false);
        registry.hide(true);
        assertRefused(rebuild(), topics, registry.url().toString(), "HTTP 404");

        registry.hide(false);
        assertDone(rebuild());
    }

    @Test
    void shouldDeleteNothingUnderAnotherRegistry() throws Exception {
        SortedSet<String> topics = topics();

        Doorstep forgotten = rebuild("--set", "schema.registry.url=");

        assertRefused(forgotten, topics, "doorstep.settings-0", "is schema.registry.url that of the pipeline?");
        assertDone(rebuild());
    }

    @Test
    void shouldDeleteNothingUnderSettingsThatCannotRun() throws Exception {
        SortedSet<String> topics = topics();

        assertRefused(rebuild("--set", "as-of=2999-01-01T00:00"), topics, "is in the future");
        assertDone(rebuild());
    }

    @Test
    void shouldDeleteNothingWithoutTheRights() throws Exception {
        SortedSet<String> topics = topics();
        AclBinding all = onTopics(AclOperation.ALL, AclPermissionType.ALLOW);
        AclBinding butWrite = onTopics(AclOperation.WRITE, AclPermissionType.DENY);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createAcls(List.of(all, butWrite)).all().get();
            assertRefused(rebuild(), topics, "WRITE on topic doorstep.visit-counts", "nothing was deleted");
            admin.deleteAcls(List.of(all.toFilter(), butWrite.toFilter())).all().get();
        }
        assertDone(rebuild());
    }

    private static AclBinding onTopics(AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "doorstep.", PatternType.PREFIXED),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    @Test
    void shouldWorkWithARegistryThatWantsAPassword() throws Exception {
        registry.answerOnlyTo("Basic bWU6aHVudGVyMg==");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        String url = registry.url().toString().replace("//", "//me:hunter2@");

        Doorstep wrong = doorstep("run", "--set", "schema.registry.basic.auth.user.info=me:hunter3");
        assertThat(wrong.err())
                .contains("the schema registry at " + registry.url(), "HTTP 401", "Unauthorized")
                .doesNotContain("hunter", "processor");
        assertThat(wrong.code()).isEqualTo(Main.FAILED);

        assertDone(rebuild("--set", "schema.registry.url=" + url));
        Doorstep rows = doorstep("rows", "visit-counts", "--csv", "--set", "schema.registry.url=" + url);
        assertThat(rows.out()).contains("city");
        assertThat(rows.err()).doesNotContain("hunter");
        root.detachAppender(log);
        assertThat(log.list).isNotEmpty().allSatisfy(event -> assertThat(event.getFormattedMessage())
                .doesNotContain("hunter", "bWU6aHVudGVyMg"));
    }

    private static void assertDone(Doorstep rebuild) {
        assertThat(rebuild.err()).contains("Done");
        assertThat(rebuild.code()).isZero();
    }

    private static void assertRefused(Doorstep rebuild, SortedSet<String> before, String... why) throws Exception {
        assertThat(rebuild.err()).contains(why).doesNotContain("unexpected");
        assertThat(rebuild.code()).isEqualTo(Main.FAILED);
        assertThat(topics()).isEqualTo(before);
    }

    /** Name and id of every topic. */
    private static SortedSet<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            SortedSet<String> topics = new TreeSet<>();
            admin.listTopics().listings().get().forEach(topic -> topics.add(topic.name() + " " + topic.topicId()));
            return topics;
        }
    }

    private static Doorstep rebuild(String... options) {
        List<String> words = new ArrayList<>(List.of("--yes"));
        words.addAll(List.of(options));
        return doorstep("rebuild", words.toArray(String[]::new));
    }

    private static Doorstep doorstep(String command, String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--bootstrap-servers", broker.bootstrapServers()));
        words.addAll(List.of("--data", dir.resolve("data").toString()));
        words.addAll(List.of("--set", "state.dir=" + dir.resolve("state")));
        words.addAll(List.of("--set", "partitions=1", "--set", "as-of=2026-01-01T00:00"));
        words.addAll(List.of("--set", "schema.registry.url=" + registry.url()));
        ShortWaits.SETTINGS.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        words.addAll(List.of(options));
        return Doorstep.run(words.toArray(String[]::new));
    }
}
