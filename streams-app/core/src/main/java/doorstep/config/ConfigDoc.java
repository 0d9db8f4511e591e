// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;

/** Generates docs/config.md from the list of keys. */
public final class ConfigDoc {
    private static final String HEAD = """
            # Configuration
            <!-- Generated: ./doorstep config --markdown > docs/config.md -->

            Settings come from, in rising order of precedence, the properties file of `--config` (UTF-8), the environment, and `--set key=value`. \
            The variable of a key is `DOORSTEP_` and the key in upper case with `.` and `-` as `_`: \
            `DOORSTEP_AS_OF_LAG=10m`. An unknown key is an error. `DOORSTEP_DIR` (the data directory), `DOORSTEP_OPTS` \
            (JVM options of the launcher) and `DOORSTEP_LOG` ([logs](logs.md)) are not keys. `./doorstep config` prints the values in force and where they were given.

            Durations are a whole number and a unit: `500ms`, `1s`, `10m`, `2h`, `1d`.

            Everything under `kafka.` goes to the Kafka clients without that prefix: `kafka.security.protocol=SASL_SSL`, \
            `kafka.producer.compression.type=lz4`, `kafka.num.standby.replicas=1` (`DOORSTEP_KAFKA_SECURITY_PROTOCOL`). Such values are \
            printed only where Kafka declares that they are not secret. Settings that would change the figures are \
            refused (the table at the end); untested ones are accepted, and each start warns of them. Three defaults differ from Kafka's: \
            `max.poll.records` (5,000), `buffered.records.per.partition` (100, each a poll batch of up to 200 records) and `batch.size` \
            (128 KB).

            Keys marked *Figures* determine what the figures mean: state that was counted under other values is refused at the start. \
            All other keys can be changed at any restart.
            """;

    private static final String REFUSED = """

            ## Refused under `kafka.`

            Without a prefix, or with `main.consumer.`, `restore.consumer.`, `global.consumer.`, `consumer.`, `producer.`, `admin.` or `topic.`:

            | setting | why |
            |---|---|
            """;

    private ConfigDoc() {}

    public static String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        String group = "";
        for (ConfigKey key : keys()) {
            if (!key.group.equals(group)) {
                group = key.group;
                text.append("\n## ")
                        .append(group)
                        .append("\n\n| key | type | default | values | meaning |\n|---|---|---|---|---|\n");
            }
            text.append("| `").append(key.name).append("` | ");
            text.append(type(key)).append(" | ").append(defaultOf(key)).append(" | ");
            text.append(values(key)).append(" | ").append(key.documentation);
            if (AppConfig.keys().fingerprinted().contains(key.name)) {
                text.append(" *Figures.*");
            }
            text.append(" |\n");
        }
        text.append(REFUSED);
        KafkaKeys.refusals().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Type, default, limits and meaning of a key in one line; empty for one of Kafka's own keys. */
    public static Optional<String> text(String name) {
        return keys().stream().filter(key -> key.name.equals(name)).findFirst().map(key -> {
            String values = values(key);
            String text = type(key) + ", default " + defaultOf(key) + (values.isEmpty() ? "" : ", " + values) + ": "
                    + key.documentation;
            return text.replace("`", "");
        });
    }

    private static List<ConfigKey> keys() {
        return AppConfig.keys().definition().configKeys().values().stream()
                .sorted(Comparator.comparingInt(key -> key.orderInGroup))
                .toList();
    }

    private static String type(ConfigKey key) {
        return key.name.endsWith(".interval") || key.name.endsWith(".lag") || key.name.endsWith(".window")
                ? "duration"
                : key.type.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(ConfigKey key) {
        String value = key.defaultValue instanceof Password secret ? secret.value() : String.valueOf(key.defaultValue);
        return value.isEmpty() ? "(empty)" : "`" + value + "`";
    }

    private static String values(ConfigKey key) {
        return key.validator instanceof ConfigDef.Range
                ? key.validator
                        .toString()
                        .replace("[", "")
                        .replace("]", "")
                        .replace(",...,", "…")
                        .replace(",...", " or more")
                : key.validator == null ? "" : key.validator.toString();
    }
}
