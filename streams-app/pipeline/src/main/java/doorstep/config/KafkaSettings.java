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
import org.apache.kafka.streams.StreamsConfig;

/** Kafka's own settings, which stand under {@code kafka.} in the configuration; here without that prefix. */
final class KafkaSettings {
    static final String HIDDEN = "(hidden)";

    private static final Map<String, ConfigKey> KNOWN = new HashMap<>();

    static {
        List.of(
                        StreamsConfig.configDef(),
                        AdminClientConfig.configDef(),
                        ConsumerConfig.configDef(),
                        ProducerConfig.configDef())
                .forEach(definition -> KNOWN.putAll(definition.configKeys()));
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

    /** Of those that are taken and may do harm. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        new TreeSet<>(settings.keySet())
                .forEach(key -> KafkaKeys.warning(key).ifPresent(text -> warnings.add("kafka." + key + " " + text)));
        return warnings;
    }

    Map<String, String> all() {
        return settings;
    }

    /** What a client of one kind is given: settings for all clients, then those under its prefix. */
    Map<String, Object> of(String kind, Set<String> names) {
        Map<String, Object> result = new HashMap<>();
        Map<String, Object> own = new HashMap<>();
        settings.forEach((key, value) -> {
            Optional<String> prefix = KafkaKeys.prefixOf(key);
            if (prefix.isPresent()) {
                if (prefix.get().equals(kind + ".")) {
                    own.put(key.substring(prefix.get().length()), value);
                }
            } else if (names.contains(key) || !KNOWN.containsKey(key)) {
                result.put(key, value); // one that nobody knows belongs to a plug-in
            }
        });
        result.putAll(own);
        return result;
    }

    /** A value for the eyes of anyone: hidden unless Kafka itself says that it is no secret. */
    static String shown(String key, String value) {
        ConfigKey known = KNOWN.get(KafkaKeys.withoutPrefix(key));
        return known == null || known.type == ConfigDef.Type.PASSWORD ? HIDDEN : withoutUserInfo(value);
    }

    /** A URL without the name and password that may stand in it, up to the last @: a wrong one may hold several. */
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
