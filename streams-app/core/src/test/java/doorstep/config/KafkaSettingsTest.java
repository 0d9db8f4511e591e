// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "processing.exception.handler=org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler",
                "production.exception.handler=a.B",
                "default.production.exception.handler=a.B",
                "deserialization.exception.handler=a.B",
                "default.deserialization.exception.handler=a.B",
                "errors.dead.letter.queue.topic.name=dead",
                "group.protocol=streams",
                "group.protocol=consumer",
                "consumer.group.protocol=consumer",
                "main.consumer.auto.offset.reset=latest",
                "main.consumer.partition.assignment.strategy=a.B",
                "global.consumer.isolation.level=read_uncommitted",
                "consumer.check.crcs=false",
                "producer.acks=1",
                "producer.partitioner.class=a.B",
                "producer.transaction.two.phase.commit.enable=true",
                "processor.wrapper.class=a.B",
                "default.client.supplier=a.B",
                "default.timestamp.extractor=a.B",
                "default.key.serde=a.B",
                "topology.optimization=all",
                "topic.cleanup.policy=delete",
                "topic.retention.ms=1",
                "topic.unclean.leader.election.enable=true",
                "internal.task.assignor.class=a.B",
                "__processing.threads.enabled__=true"
            })
    void shouldRefuseSettingsThatChangeWhatIsCounted(String setting) {
        String[] parts = setting.split("=");

        assertThatThrownBy(() -> AppConfig.of(Map.of("kafka." + parts[0], parts[1])))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("kafka." + parts[0] + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "security.protocol=SASL_SSL",
                "ssl.truststore.location=t",
                "sasl.mechanism=PLAIN",
                "group.protocol=classic",
                "producer.acks=all",
                "num.standby.replicas=1",
                "consumer.session.timeout.ms=9000",
                "topic.min.insync.replicas=2",
                "client.rack=a"
            })
    void shouldTakeTestedSettingsWithoutAWord(String setting) {
        String[] parts = setting.split("=");

        assertThat(AppConfig.of(Map.of("kafka." + parts[0], parts[1])).warnings())
                .isEmpty();
    }

    @Test
    void shouldWarnOfSettingsThatNobodyTried() {
        AppConfig config = AppConfig.of(Map.of(
                "kafka.main.consumer.interceptor.classes",
                "a.B",
                "kafka.max.task.idle.ms",
                "1",
                "kafka.my.token",
                "x"));

        assertThat(config.warnings())
                .containsExactly(
                        "kafka.main.consumer.interceptor.classes is untested: it may change figures or throughput",
                        "kafka.max.task.idle.ms is untested: it may change figures or throughput",
                        "kafka.my.token is not a setting of Kafka 4.4; it is passed on, because a plug-in may use it");
    }

    /** A newer version of Kafka has new settings; each needs a decision. */
    @Test
    void shouldHaveAVerdictOnEverySettingOfKafka() throws IllegalAccessException {
        Set<String> all = new TreeSet<>();
        all.addAll(ConsumerConfig.configNames());
        all.addAll(ProducerConfig.configNames());
        all.addAll(AdminClientConfig.configNames());
        for (Field field : TopicConfig.class.getFields()) {
            if (field.getName().endsWith("_CONFIG")) {
                all.add((String) field.get(null));
            }
        }

        assertThat(all).hasSizeGreaterThan(150).allSatisfy(name -> assertThat(KafkaKeys.isListed(name))
                .as(name)
                .isTrue());
    }
}
