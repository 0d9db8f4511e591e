// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.app.Pipeline;
import doorstep.app.Rebuild;
import doorstep.avro.Rejected;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.engine.FormatVersions;
import doorstep.integrity.RefusedException;
import doorstep.settings.PublishedSettings;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a change of settings that give figures their meaning, the pipeline refuses to start, and a rebuild gives the
 * new figures.
 */
class RebuildIT {
    @TempDir
    Path dir;

    @Test
    void shouldRefuseAChangedMeaningUntilItIsRebuilt() throws Exception {
        Map<String, String> settings = Map.of("partitions", "2", "as-of", "2026-02-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.produce(0, 200);
            machine.runToTheEnd();
            Map<String, String> rows = machine.allRows();

            Map<String, String> changes = Map.of(
                    "zone", "Asia/Shanghai",
                    "answers.min", "5",
                    "breakdown.visits.category", "none",
                    "fiscal.start", "4",
                    "events.earliest", "2001-01-01");
            assertThat(StandaloneFixture.refusal(machine.config().with(changes)))
                    .contains("CHANGED_MEANING", "doorstep rebuild")
                    .contains(changes.keySet());

            AppConfig harmless = machine.config().with(Map.of("emit.interval", "500ms", "threads", "2"));
            Pipeline pipeline = StandaloneFixture.started(harmless);
            machine.awaitComplete(pipeline);
            pipeline.closeAndLeave();
            assertThat(machine.allRows()).isEqualTo(rows);

            AppConfig without = machine.config().with(Map.of("breakdown.visits.category", "none"));
            long gone =
                    rows.keySet().stream().filter(RebuildIT::isOfVisitCategory).count();
            assertThat(gone).isPositive();
            assertThat(machine.rebuild(without)).isEqualTo(gone);
            Map<String, String> left = new TreeMap<>(rows);
            left.keySet().removeIf(RebuildIT::isOfVisitCategory);
            assertThat(machine.allRows()).isEqualTo(left);
        }
    }

    private static boolean isOfVisitCategory(String topicAndKey) {
        return topicAndKey.contains("|category=")
                && !topicAndKey.startsWith(TopicNames.DEFAULT.of(Topics.SERVICE_LEVELS));
    }

    @Test
    void shouldDeleteWhatIsOwedNoLongerFromTheWorklist() throws Exception {
        Map<String, String> settings = Map.of(
                "partitions", "2", "as-of", "2026-02-01T00:00", "catalogue", catalogue("calling", "callBack: true"));
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.produce(0, 50);
            machine.runToTheEnd();
            assertThat(machine.<WorkItem>rows(Topics.WORKLIST)) // every duty was visited
                    .hasSize(20)
                    .containsKeys("callback:FEEDBACK:f0:OVERALL", "callback:FEEDBACK:f1:OVERALL");

            machine.rebuild(machine.config().with(Map.of("catalogue", catalogue("silent", "callBack: false"))));
            assertThat(machine.<WorkItem>rows(Topics.WORKLIST)).isEmpty();
        }
    }

    /** @return the path */
    private String catalogue(String name, String setting) throws IOException {
        Path file = dir.resolve(name + ".yaml");
        return Files.writeString(
                        file, "question:\n  OVERALL: { en: Overall, zh: 总体, scale: STARS_5, " + setting + " }\n")
                .toString();
    }

    @Test
    void shouldNotLetARebuildAndAnInstanceRunTogether() throws Exception {
        Map<String, String> settings = Map.of("partitions", "1", "as-of", "2026-02-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings);
                Rebuild rebuild = new Rebuild(machine.config(), new BundledSchemas())) {
            machine.produce(0, 50);
            Pipeline pipeline = machine.started();
            machine.awaitComplete(pipeline);
            assertThatThrownBy(rebuild::begin)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is running");
            pipeline.closeAndLeave();
            Map<String, String> rows = machine.allRows();
            String former = machine.config().applicationId() + "-minutes-changelog";
            String foreign = machine.config().applicationId() + "-minutes-changelog-2";
            machine.createTopics(former, foreign);

            rebuild.begin();
            assertThat(machine.topics()).contains(foreign).doesNotContain(former);
            assertThatThrownBy(machine::started)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("rebuild");
            assertThat(machine.rebuild(machine.config())).isZero();
            assertThat(machine.allRows()).isEqualTo(rows);
            machine.runToTheEnd();
            assertThat(machine.allRows()).isEqualTo(rows);
        }
    }

    @Test
    void shouldDeleteNothingWhenAnInstanceJoinsBehindTheMark() throws Exception {
        Map<String, String> settings = Map.of("partitions", "1", "as-of", "2026-02-01T00:00");
        Iterator<Integer> members = List.of(0, 1).iterator();
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings);
                Rebuild rebuild = new Rebuild(machine.config(), new BundledSchemas(), admin -> members.next())) {
            machine.produce(0, 50);
            machine.runToTheEnd();
            PublishedSettings before = machine.settings();
            List<String> internal = rebuild.internalTopics();

            assertThatThrownBy(rebuild::begin)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is running");

            assertThat(members).isExhausted();
            assertThat(rebuild.internalTopics()).isEqualTo(internal).isNotEmpty();
            assertThat(machine.settings()).isEqualTo(before);
            machine.runToTheEnd();
        }
    }

    @Test
    void shouldPublishSettingsAndNumberBeforeATaskStarts() throws Exception {
        Map<String, String> settings = Map.of("partitions", "1", "as-of", "2026-02-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.produce(0, 50);
            machine.produceGarbage();
            machine.runToTheEnd();
            assertThat(machine.settings())
                    .isEqualTo(FormatVersions.addedTo(machine.config().published()));
            AppConfig other = machine.config().with(Map.of("answers.min", "5"));

            try (Rebuild rebuild = new Rebuild(other, new BundledSchemas())) {
                rebuild.begin();
                PublishedSettings under = machine.settings();
                assertThat(under.isWhole()).isTrue();
                assertThat(under.settings())
                        .isEqualTo(FormatVersions.addedTo(other.published()).settings());
                assertThat(under.rebuild()).isEqualTo(1);
                assertThat(under.rebuildMark()).get().asString().contains("doorstep.visit-counts:0=");
            }
            machine.rebuild(other);

            assertThat(machine.settings().rebuild()).isEqualTo(2);
            assertThat(machine.settings().rebuildMark()).isEmpty();
            assertThat(machine.<Rejected>rows(Topics.REJECTED).values())
                    .extracting(Rejected::getRebuild)
                    .containsExactly(2L);
            Pipeline pipeline = StandaloneFixture.started(other);
            machine.awaitComplete(pipeline);
            pipeline.closeAndLeave();
        }
    }

    /** Earlier versions did not batch changelogs: they had one record per row, hash of an id → what was known of it. */
    @Test
    void shouldRefuseStateOfAnEarlierVersionUntilItIsRebuilt() throws Exception {
        Map<String, String> settings = Map.of("partitions", "1", "as-of", "2026-02-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.produce(0, 50);
            machine.runToTheEnd();
            Map<String, String> rows = machine.allRows();
            String ledger = machine.config().applicationId() + "-visits-ledger-changelog";
            try (KafkaProducer<byte[], byte[]> before = new KafkaProducer<>(
                    machine.config().producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
                before.send(new ProducerRecord<>(ledger, 0, new byte[16], new byte[] {1, 0, 0}))
                        .get();
            }

            assertThat(StandaloneFixture.refusal(machine.config()))
                    .contains("OLD_STATE", "visits-ledger", "doorstep rebuild");
            assertThat(machine.rebuild(machine.config())).isZero();
            assertThat(machine.allRows()).isEqualTo(rows);
        }
    }
}
