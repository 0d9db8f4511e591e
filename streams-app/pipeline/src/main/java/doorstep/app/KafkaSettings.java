package doorstep.app;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka's own settings, which stand under {@code kafka.} in the configuration; here without that prefix. */
final class KafkaSettings {
    static final String HIDDEN = "(hidden)";

    private static final String GUARANTEE = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
    private static final List<String> PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    /** Settings with a key of ours, or without a choice; the value says what to do. */
    private static final Map<String, String> TAKEN = Map.ofEntries(
            entry("bootstrap.servers", "use bootstrap.servers"),
            entry("application.id", "use application.id"),
            entry("group.id", "it follows from application.id"),
            entry("num.stream.threads", "use threads"),
            entry("replication.factor", "use replication.factor"),
            entry("state.dir", "use state.dir"),
            entry("commit.interval.ms", "use commit.interval"),
            entry("cache.max.bytes.buffering", "stores are in memory"),
            entry("statestore.cache.max.bytes", "stores are in memory"),
            entry("auto.offset.reset", "reading starts at the beginning, and a lost position stops the task"),
            entry("enable.auto.commit", "offsets are committed with the transaction"),
            entry("isolation.level", "only committed records are read"),
            entry("enable.idempotence", "exactly-once needs it"),
            entry("transactional.id", "it follows from application.id"),
            entry("partitioner.class", "the place of a key is fixed"),
            entry("message.timestamp.type", "it is LogAppendTime"));

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
        new TreeMap<>(settings).forEach((key, value) -> {
            String name = withoutClient(key);
            if (name.equals(GUARANTEE)) {
                if (!value.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
                    faults.add("kafka." + key + " must be " + StreamsConfig.EXACTLY_ONCE_V2
                            + ": under any other guarantee a crash loses events");
                }
            } else if (TAKEN.containsKey(name)) {
                faults.add("kafka." + key + " cannot be set: " + TAKEN.get(name));
            }
        });
        return faults;
    }

    Map<String, String> all() {
        return settings;
    }

    /** What a client of one kind is given: settings for all clients, then those under its prefix. */
    Map<String, Object> of(String kind, Set<String> names) {
        Map<String, Object> result = new HashMap<>();
        Map<String, Object> own = new HashMap<>();
        settings.forEach((key, value) -> {
            Optional<String> prefix = PREFIXES.stream().filter(key::startsWith).findFirst();
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
        ConfigKey known = KNOWN.get(withoutClient(key));
        return known == null || known.type == ConfigDef.Type.PASSWORD ? HIDDEN : withoutUserInfo(value);
    }

    /** A URL without the name and password that may stand in it. */
    static String withoutUserInfo(String value) {
        return value.replaceAll("//[^/@]*@", "//" + HIDDEN + "@");
    }

    private static String withoutClient(String key) {
        return PREFIXES.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(prefix -> key.substring(prefix.length()))
                .orElse(key);
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
