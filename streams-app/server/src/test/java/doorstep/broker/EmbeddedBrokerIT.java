// SPDX-License-Identifier: Apache-2.0
package doorstep.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.topics.TopicAdmin;
import doorstep.topics.TopicFault;
import doorstep.topics.TopicState;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    private Path dir;

    @Test
    void shouldKeepItsRecordsAndItsPortOverARestart() throws Exception {
        String servers;
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            servers = broker.bootstrapServers();
            try (TopicAdmin topics = new TopicAdmin(config(servers));
                    KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
                topics.create();
                producer.send(new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), 1, "k", "v"))
                        .get();
            }
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                TopicAdmin topics = new TopicAdmin(config(servers))) {
            assertThat(broker.bootstrapServers()).isEqualTo(servers);
            assertThat(topics.states().get(TopicNames.DEFAULT.of(Topics.VISITS)).records())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldTakeAnotherPortWhenItsOwnIsTaken() throws Exception {
        String first;
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            first = broker.bootstrapServers();
        }
        try (ServerSocket taken = new ServerSocket(Integer.parseInt(first.substring(first.indexOf(':') + 1)));
                EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(broker.bootstrapServers()).isNotEqualTo(first);
        }
    }

    @Test
    void shouldNameThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, port))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageEndingWith(": port " + port + " on 127.0.0.1 is in use; choose another one");
        }
    }

    @Test
    void shouldMakeTheTopicsAndNameEveryWrongSetting() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                TopicAdmin topics = new TopicAdmin(config(broker.bootstrapServers()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(topics.verify()).hasSameSizeAs(Topics.all()).allMatch(fault -> fault.toString()
                    .endsWith(" does not exist"));

            assertThat(topics.create()).containsExactlyInAnyOrderElementsOf(TopicNames.DEFAULT.of(Topics.all()));
            assertThat(topics.verify()).isEmpty();
            assertThat(topics.create()).isEmpty();
            topics.requireValid();
            assertThat(topics.states()
                            .get(TopicNames.DEFAULT.of(Topics.FEEDBACK))
                            .partitions())
                    .isEqualTo(3);
            assertThat(topics.states()
                            .get(TopicNames.DEFAULT.of(Topics.PROGRESS))
                            .partitions())
                    .isEqualTo(1);

            set(admin, TopicNames.DEFAULT.of(Topics.VISITS), "message.timestamp.type", "CreateTime");
            set(admin, TopicNames.DEFAULT.of(Topics.FEEDBACK), "retention.ms", "1000");
            admin.createTopics(List.of(
                            new NewTopic("app-visits-ledger-changelog", 2, (short) 1),
                            new NewTopic("app-alerts-ledger-changelog", 2, (short) 1)))
                    .all()
                    .get();

            assertThat(topics.verify())
                    .extracting(TopicFault::toString)
                    .containsExactly(
                            "doorstep.visits: message.timestamp.type is CreateTime, must be LogAppendTime",
                            "doorstep.feedback: retention.ms is 1000, must be -1",
                            "app-visits-ledger-changelog: partitions is 2, must be 3",
                            "app-visits-ledger-changelog: cleanup.policy is delete, must be compact",
                            "app-visits-ledger-changelog: message.timestamp.type is CreateTime, must be LogAppendTime");
            assertThatThrownBy(topics::requireValid)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("doorstep.feedback: retention.ms is 1000, must be -1")
                    .hasMessageContaining("kafka-configs.sh")
                    .hasMessageContaining("The number of partitions cannot be changed");
            TopicState ours = topics.states().get("app-visits-ledger-changelog");
            assertThat(ours.exists()).isTrue();
        }
    }

    @Test
    void shouldRaiseHowLongAnOlderTopicKeepsTombstones() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                TopicAdmin topics = new TopicAdmin(config(broker.bootstrapServers()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            topics.create();
            set(admin, "doorstep.visit-counts", "delete.retention.ms", "86400000");
            set(admin, "doorstep.service-levels", "delete.retention.ms", "700000000");

            assertThat(topics.verify())
                    .extracting(TopicFault::toString)
                    .containsExactly(
                            "doorstep.visit-counts: delete.retention.ms is 86400000, must be at least 604800000");
            assertThatThrownBy(topics::requireValid).hasMessageContaining("doorstep topics create raises them");

            topics.create();

            topics.requireValid();
            assertThat(topics.states().get("doorstep.service-levels").settings())
                    .containsEntry("delete.retention.ms", "700000000");
        }
    }

    @Test
    void shouldRefuseRecordsThatUnfoldTooFar() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                TopicAdmin topics = new TopicAdmin(config(broker.bootstrapServers()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "zstd"),
                        new StringSerializer(),
                        new StringSerializer())) {
            topics.create();
            assertThat(topics.warnings()).isEmpty();

            ProducerRecord<String, String> bomb =
                    new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), 1, "k", "0".repeat(40_000));
            assertThatThrownBy(() -> producer.send(bomb).get()).hasCauseInstanceOf(InvalidRecordException.class);
            producer.send(new ProducerRecord<>(TopicNames.DEFAULT.of(Topics.VISITS), 1, "k", "0".repeat(30_000)))
                    .get();

            set(admin, TopicNames.DEFAULT.of(Topics.VISITS), "max.decompressed.message.bytes", "1000000");
            assertThat(topics.verify()).isEmpty();
            assertThat(topics.warnings()).singleElement().asString().contains("kafka-configs.sh", "doorstep.visits");
        }
    }

    @Test
    void shouldMeanKafka40ByTheLevelThatItAsksFor() {
        assertThat(MetadataVersion.fromFeatureLevel(TopicAdmin.MINIMUM_METADATA_VERSION))
                .isEqualTo(MetadataVersion.IBP_4_0_IV3);
    }

    private static void set(Admin admin, String topic, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static AppConfig config(String servers) {
        return AppConfig.of(Map.of("bootstrap.servers", servers, "partitions", "3", "application.id", "app"));
    }
}
