// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** The configuration knows the settings of Kafka Streams by name, for readers do not have its classes. */
class StreamsSettingsTest {
    private static final Map<String, ConfigKey> ALL =
            new TreeMap<>(StreamsConfig.configDef().configKeys());

    /** A newer version of Kafka has new settings; each needs a decision. */
    @Test
    void shouldHaveAVerdictOnEverySettingOfStreams() {
        assertThat(ALL).hasSizeGreaterThan(50);
        assertThat(ALL.keySet())
                .allSatisfy(
                        name -> assertThat(KafkaKeys.isListed(name)).as(name).isTrue());
    }

    @Test
    void shouldListWhatClientsDoNotHave() {
        Set<String> own = new TreeSet<>(ALL.keySet());
        own.removeAll(AdminClientConfig.configNames());
        own.removeAll(ConsumerConfig.configNames());
        own.removeAll(ProducerConfig.configNames());

        assertThat(own).hasSizeGreaterThan(30).allSatisfy(name -> {
            assertThat(KafkaKeys.isNamed(name)).as(name).isTrue();
            assertThat(ALL.get(name).type).as(name).isNotEqualTo(ConfigDef.Type.PASSWORD); // they are shown
        });
    }
}
