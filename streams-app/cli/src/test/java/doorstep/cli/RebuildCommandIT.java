// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.fixtures.ShortWaits;
import doorstep.topics.TopicAdmin;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code doorstep rebuild} where an input topic has lost its first records, and where other applications have topics
 * with similar names.
 */
class RebuildCommandIT {
    @TempDir
    private Path dir;

    @Test
    void shouldCountWithoutMissingRecordsOnlyWhenThatIsAccepted() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0])); // end of input: no answer
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"), 0)) {
            loseTwoOfThreeVisits(broker);

            Doorstep refused = rebuild(broker, "--yes");
            assertThat(refused.code()).isEqualTo(Main.FAILED);
            assertThat(refused.err())
                    .contains(
                            "Records are missing: doorstep.visits, partition 0, begins at offset 2",
                            "Nothing was done");

            Doorstep done = rebuild(broker, "--yes", "--accept-missing");
            assertThat(done.err()).contains("begins at offset 2", "Done");
            assertThat(done.code()).isZero();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldNameWhatItDeletesAndLeaveForeignTopicsAlone() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0])); // end of input: no answer
        String foreign = "doorstep-alerts-counts-changelog";
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            makeTopics(broker);
            admin.createTopics(List.of(new NewTopic(foreign, 2, (short) 1)))
                    .all()
                    .get();
            assertThat(rebuild(broker, "--yes").code()).isZero();
            Set<String> internal = namesOf(admin);
            assertThat(internal.remove(foreign)).isTrue();

            Doorstep asked = rebuild(broker);
            assertThat(asked.err()).contains("Nothing was done").doesNotContain(foreign);
            assertThat(internal).hasSize(18).allSatisfy(name -> assertThat(asked.err())
                    .contains("  " + name));

            assertThat(rebuild(broker, "--yes").code()).isZero();
            assertThat(namesOf(admin)).contains(foreign).containsAll(internal);
        } finally {
            System.setIn(before);
        }
    }

    private static Set<String> namesOf(Admin admin) throws Exception {
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith("doorstep-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static AppConfig makeTopics(EmbeddedBroker broker) {
        AppConfig config = AppConfig.of(Map.of("bootstrap.servers", broker.bootstrapServers(), "partitions", "1"));
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.create();
        }
        return config;
    }

    private static void loseTwoOfThreeVisits(EmbeddedBroker broker) throws Exception {
        AppConfig config = makeTopics(broker);
        String visits = TopicNames.DEFAULT.of(Topics.VISITS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        config.producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(config.adminSettings())) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(visits, new byte[] {'v'}, null))
                        .get();
            }
            admin.deleteRecords(Map.of(new TopicPartition(visits, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
    }

    private Doorstep rebuild(EmbeddedBroker broker, String... options) {
        List<String> words = new ArrayList<>(List.of("rebuild", "--bootstrap-servers", broker.bootstrapServers()));
        words.addAll(List.of("--data", dir.resolve("data").toString()));
        words.addAll(List.of("--set", "state.dir=" + dir.resolve("state")));
        words.addAll(List.of("--set", "partitions=1", "--set", "as-of=2026-01-01T00:00"));
        ShortWaits.SETTINGS.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        words.addAll(List.of(options));
        return Doorstep.run(words.toArray(String[]::new));
    }
}
