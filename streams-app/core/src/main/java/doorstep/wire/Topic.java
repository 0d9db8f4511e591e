// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Definition of a topic: name, schema, and required settings.
 *
 * @param shortName without dots and underscores; {@link TopicNames} adds the prefix
 * @param value schema of the values; different topics never use the same record
 * @param key what the key is, for the documentation
 * @param purpose one sentence for the documentation
 * @param sharded true: as many partitions as the setting {@code partitions}, fixed for life; false: one
 * @param settings topic configuration that {@code topics verify} requires
 * @param minimums topic configuration that {@code topics verify} requires to be at least that number
 * @param limits topic configuration that new topics get if the brokers know it; a topic without it causes a warning.
 *     Each is the highest value allowed
 */
public record Topic(
        String shortName,
        Schema value,
        String key,
        String purpose,
        boolean sharded,
        Map<String, String> settings,
        Map<String, Long> minimums,
        Map<String, String> limits) {
    /** A topic without minimums and limits. */
    public Topic(
            String shortName, Schema value, String key, String purpose, boolean sharded, Map<String, String> settings) {
        this(shortName, value, key, purpose, sharded, settings, Map.of(), Map.of());
    }

    /** The settings of a new topic on brokers that do not know its limits. */
    public Map<String, String> required() {
        Map<String, String> all = new HashMap<>(settings);
        minimums.forEach((setting, lowest) -> all.put(setting, String.valueOf(lowest)));
        return all;
    }

    /** The settings of a new topic. */
    public Map<String, String> requiredAndLimits() {
        Map<String, String> all = required();
        all.putAll(limits);
        return all;
    }

    /** The number of partitions for a configured {@code partitions}. */
    public int partitions(int configured) {
        return sharded ? configured : 1;
    }
}
