// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.app.LocalState;
import doorstep.app.Pipeline;
import doorstep.app.Rebuild;
import doorstep.avro.Progress;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lost records and state are reported, never hidden; what only looks lost changes nothing. */
class HistoryIT {
    private static final int EVENTS = 300;

    @TempDir
    Path dir;

    @Test
    void shouldRefuseEveryTruncatedChangelogUntilRebuild() throws Exception {
        // The last events are of the last 24 hours, so that minutes are kept too.
        try (StandaloneFixture machine =
                new StandaloneFixture(dir, Map.of("partitions", "2", "as-of", "2026-01-13T12:00"))) {
            machine.produce(0, EVENTS);
            machine.runToTheEnd();
            Map<String, String> rows = machine.allRows();
            assertThat(rows).isNotEmpty();

            List<TopicPartition> changelogs = nonEmptyChangelogs(machine);
            assertThat(changelogs)
                    .extracting(changelog -> changelog.topic().replaceAll("^doorstep-|-changelog$", ""))
                    .contains(
                            "visits-ledger",
                            "visits-words",
                            "visits-progress",
                            "feedback-ledger",
                            "feedback-words",
                            "feedback-progress",
                            "commitments-ledger",
                            "commitments-words",
                            "commitments-progress",
                            "links",
                            "windows",
                            "windows-progress");
            Path whole = machine.setAside();
            for (TopicPartition changelog : changelogs) {
                machine.goBackTo(whole);
                LocalState.delete(state(machine));
                truncate(machine, changelog);
                assertThat(StandaloneFixture.refusal(machine.config()))
                        .contains("HISTORY_MISSING", changelog.topic(), "partition " + changelog.partition())
                        .contains("doorstep rebuild");
            }
            assertThat(machine.rebuild(machine.config())).isZero();
            assertThat(machine.allRows()).isEqualTo(rows);
        }
    }

    @Test
    void shouldRefuseAnInputThatLostItsBeginningOrWasRecreated() throws Exception {
        try (StandaloneFixture machine =
                        new StandaloneFixture(dir, Map.of("partitions", "1", "as-of", "2026-02-01T00:00"));
                Admin admin = Admin.create(machine.config().adminSettings())) {
            machine.produce(0, EVENTS);
            machine.runToTheEnd();

            machine.produce(EVENTS, EVENTS + 10);
            TopicPartition visits = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
            admin.deleteRecords(Map.of(visits, RecordsToDelete.beforeOffset(EVENTS + 5)))
                    .all()
                    .get();
            assertThat(StandaloneFixture.refusal(machine.config()))
                    .contains("HISTORY_MISSING", visits.topic(), "begins at offset " + (EVENTS + 5));

            admin.deleteTopics(List.of(TopicNames.DEFAULT.of(Topics.FEEDBACK)))
                    .all()
                    .get();
            recreate(admin, TopicNames.DEFAULT.of(Topics.FEEDBACK));
            Map<String, String> fewer = Map.of("kafka.max.poll.records", "1000");
            assertThat(StandaloneFixture.refusal(machine.config().with(fewer))).contains("HISTORY_MISSING");
        }
    }

    @Test
    void shouldChangeNothingWhenTheGroupIsLost() throws Exception {
        // No purging: all delta batches remain and could be taken a second time.
        Map<String, String> settings = Map.of(
                "partitions", "2", "as-of", "2026-02-01T00:00", "kafka.repartition.purge.interval.ms", "3600000");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings);
                Admin admin = Admin.create(machine.config().adminSettings())) {
            machine.produce(0, EVENTS);
            machine.runToTheEnd();
            Map<String, String> rows = machine.allRows();
            Map<String, Long> received = received(machine);

            admin.deleteConsumerGroups(List.of(machine.config().applicationId()))
                    .all()
                    .get();
            machine.produce(EVENTS, EVENTS + 1); // so that there is something to wait for
            machine.runToTheEnd();

            Map<String, Long> after = received(machine);
            assertThat(after.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(received.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            + 3);
            assertThat(machine.allRows().keySet()).containsAll(rows.keySet());

            admin.deleteConsumerGroups(List.of(machine.config().applicationId()))
                    .all()
                    .get();
            Map<String, String> before = machine.allRows();
            machine.runToTheEnd();
            assertThat(machine.allRows()).isEqualTo(before);
            assertThat(received(machine)).isEqualTo(after);
        }
    }

    @Test
    void shouldNeverRefuseAHealthyRestart() throws Exception {
        Map<String, String> settings =
                Map.of("partitions", "1", "as-of", "2026-02-01T00:00", "kafka.repartition.purge.interval.ms", "100");
        int restarts = Integer.getInteger("doorstep.restarts", 5);
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            for (int restart = 0; restart < restarts; restart++) {
                machine.produce(restart * 10, restart * 10 + 10);
                machine.runToTheEnd(); // fails if the pipeline stops by itself
            }
            assertThat(received(machine).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(restarts * 30L);
        }
    }

    @Test
    void shouldRefuseGroupOffsetsThatWereMovedForward() throws Exception {
        try (StandaloneFixture machine =
                        new StandaloneFixture(dir, Map.of("partitions", "1", "as-of", "2026-02-01T00:00"));
                Admin admin = Admin.create(machine.config().adminSettings())) {
            machine.produce(0, 101);
            machine.runToTheEnd();
            machine.produce(101, 201);
            TopicPartition visits = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
            moveGroup(admin, machine, visits, 201);

            assertThat(StandaloneFixture.refusal(machine.config()))
                    .contains("HISTORY_MISSING", visits.topic(), "partition 0", "offset 101", "committed offset 201");

            moveGroup(admin, machine, visits, 101);
            machine.runToTheEnd();
            assertThat(received(machine)).containsEntry("visits:0", 201L);
        }
    }

    @Test
    void shouldStopWhenRecordsAreDeletedBeforeItHasReadThem() throws Exception {
        // Small polls, so that the deleted records have not been read yet.
        Map<String, String> settings = Map.of(
                "partitions",
                "1",
                "as-of",
                "2026-02-01T00:00",
                "kafka.max.poll.records",
                "1",
                "kafka.max.partition.fetch.bytes",
                "1",
                "kafka.producer.batch.size",
                "2000");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings);
                Admin admin = Admin.create(machine.config().adminSettings())) {
            TopicPartition visits = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
            machine.produce(0, 10_000);
            Pipeline pipeline = machine.started();
            try {
                while (received(machine).getOrDefault("visits:0", 0L) == 0) {
                    assertThat(pipeline.failure()).isEmpty();
                }
                admin.deleteRecords(Map.of(visits, RecordsToDelete.beforeOffset(9_990)))
                        .all()
                        .get();
                assertThat(pipeline.awaitStop(Duration.ofMinutes(1))).isTrue();
                assertThat(pipeline.failure().orElseThrow())
                        .hasMessageContaining("HISTORY_MISSING")
                        .hasMessageContaining(visits.topic())
                        .hasMessageContaining("9990")
                        .hasMessageContaining("doorstep rebuild");
            } finally {
                pipeline.closeAndLeave();
            }
            assertThat(StandaloneFixture.refusal(machine.config()))
                    .contains("HISTORY_MISSING", visits.topic(), "begins at offset 9990");

            admin.deleteRecords(Map.of(
                            new TopicPartition(TopicNames.DEFAULT.of(Topics.FEEDBACK), 0),
                                    RecordsToDelete.beforeOffset(9_990),
                            new TopicPartition(TopicNames.DEFAULT.of(Topics.COMMITMENTS), 0),
                                    RecordsToDelete.beforeOffset(9_990)))
                    .all()
                    .get();
            try (Rebuild rebuild = new Rebuild(machine.config(), new BundledSchemas())) {
                assertThat(rebuild.lostBeginnings()).hasSize(3).containsEntry(visits.topic() + ", partition 0", 9_990L);
            }
            machine.rebuild(machine.config());
            machine.runToTheEnd();
            assertThat(machine.<Progress>rows(Topics.PROGRESS).get("visits:0").getBeginsAt())
                    .isEqualTo(9_990);
            assertThat(received(machine)).containsEntry("visits:0", 10L);
        }
    }

    private static void moveGroup(Admin admin, StandaloneFixture machine, TopicPartition topicPartition, long offset)
            throws Exception {
        admin.alterConsumerGroupOffsets(
                        machine.config().applicationId(), Map.of(topicPartition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static Path state(StandaloneFixture machine) {
        return machine.config()
                .stateDir()
                .orElseThrow()
                .resolve(machine.config().applicationId());
    }

    private static Map<String, Long> received(StandaloneFixture machine) {
        Map<String, Long> received = new TreeMap<>();
        for (Map.Entry<String, Progress> row :
                machine.<Progress>rows(Topics.PROGRESS).entrySet()) {
            if (row.getValue().getReceived() != null) {
                received.put(row.getKey(), row.getValue().getReceived());
            }
        }
        return received;
    }

    private static List<TopicPartition> nonEmptyChangelogs(StandaloneFixture machine) throws Exception {
        List<TopicPartition> changelogs = new ArrayList<>();
        try (Admin admin = Admin.create(machine.config().adminSettings())) {
            for (String topic : admin.listTopics().names().get().stream()
                    .filter(name -> name.endsWith("-changelog"))
                    .sorted()
                    .toList()) {
                TopicPartition topicPartition = new TopicPartition(topic, 0);
                if (admin.listOffsets(Map.of(topicPartition, OffsetSpec.latest()))
                                .partitionResult(topicPartition)
                                .get()
                                .offset()
                        > 1) {
                    changelogs.add(topicPartition);
                }
            }
        }
        return changelogs;
    }

    /** Deletes the first record of a changelog, as a temporary retention setting could. */
    private static void truncate(StandaloneFixture machine, TopicPartition changelog) throws Exception {
        try (Admin admin = Admin.create(machine.config().adminSettings())) {
            setPolicy(admin, changelog.topic(), "compact,delete");
            deleteFirstRecord(admin, changelog);
            setPolicy(admin, changelog.topic(), "compact");
        }
    }

    private static void deleteFirstRecord(Admin admin, TopicPartition topicPartition) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                admin.deleteRecords(Map.of(topicPartition, RecordsToDelete.beforeOffset(1)))
                        .all()
                        .get();
                return;
            } catch (ExecutionException e) { // the broker has not heard of the new policy yet
                assertThat(e).hasCauseInstanceOf(PolicyViolationException.class);
                assertThat(attempt).isLessThan(100);
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void setPolicy(Admin admin, String topic, String policy) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }

    private static void recreate(Admin admin, String topic) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Topics.FEEDBACK.settings())))
                        .all()
                        .get();
                return;
            } catch (ExecutionException e) { // the old topic is still being deleted
                assertThat(attempt).isLessThan(50);
                new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
            }
        }
    }
}
