// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The settings under {@code kafka.} in the configuration, here without that prefix. */
final class KafkaSettings {
    static final String HIDDEN = "(hidden)";

    /** Those of the clients, collected on first use; the names of the others are in {@link KafkaKeys}. */
    private static final class OfClients {
        private static final Map<String, ConfigKey> KEYS = new HashMap<>();

        static {
            List.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())
                    .forEach(definition -> KEYS.putAll(definition.configKeys()));
        }
    }

    private final Map<String, String> settings;

    KafkaSettings(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        new TreeMap<>(settings).forEach((key, value) -> KafkaKeys.refusal(key, value)
                .ifPresent(reason -> faults.add("kafka." + key + " " + reason)));
        return faults;
    }

    /** Warnings about settings that are accepted but may do harm. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        new TreeSet<>(settings.keySet())
                .forEach(key -> KafkaKeys.warning(key).ifPresent(text -> warnings.add("kafka." + key + " " + text)));
        return warnings;
    }

    Map<String, String> all() {
        return settings;
    }

    /** The settings for one kind of client: those for all clients, overridden by those under its prefix. */
    Map<String, Object> of(String kind, Set<String> names) {
        Map<String, Object> result = new HashMap<>();
        Map<String, Object> own = new HashMap<>();
        settings.forEach((key, value) -> {
            Optional<String> prefix = KafkaKeys.prefixOf(key);
            if (prefix.isPresent()) {
                if (prefix.get().equals(kind + ".")) {
                    own.put(key.substring(prefix.get().length()), value);
                }
            } else if (names.contains(key) || !isOfKafka(key)) {
                result.put(key, value); // an unknown one belongs to a plug-in
            }
        });
        result.putAll(own);
        return result;
    }

    private static boolean isOfKafka(String name) {
        return OfClients.KEYS.containsKey(name) || KafkaKeys.isNamed(name);
    }

    /** A value that is safe to show: hidden unless Kafka declares that it is not a secret. */
    static String shown(String key, String value) {
        String name = KafkaKeys.withoutPrefix(key);
        ConfigKey known = OfClients.KEYS.get(name);
        boolean secret = known != null && known.type == ConfigDef.Type.PASSWORD;
        return secret || !isOfKafka(name) ? HIDDEN : withoutUserInfo(value);
    }

    /** The URL without user name and password, up to the last @: an invalid URL may have several. */
    static String withoutUserInfo(String value) {
        return value.replaceAll("(?s)//.*@", "//" + HIDDEN + "@");
    }

    static Set<String> adminNames() {
        return AdminClientConfig.configNames();
    }

    static Set<String> consumerNames() {
        return ConsumerConfig.configNames();
    }

    static Set<String> producerNames() {
        return new HashSet<>(ProducerConfig.configNames());
    }
}
