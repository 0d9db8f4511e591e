package doorstep.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A topic as it must be.
 *
 * @param shortName without dots and underscores; {@link TopicNames} tells the whole name
 * @param value schema of the values; several records of different topics never share one
 * @param key what the key is, for the documentation
 * @param purpose one sentence for the documentation
 * @param sharded true: as many partitions as {@code partitions} says, fixed for life; false: one
 * @param settings topic configuration that {@code topics verify} insists on
 * @param limits topic configuration that new topics get where the brokers know it; without it there is a warning. Each
 *     is the highest value allowed
 */
public record Topic(
        String shortName,
        Schema value,
        String key,
        String purpose,
        boolean sharded,
        Map<String, String> settings,
        Map<String, String> limits) {
    /** One without limits. */
    public Topic(
            String shortName, Schema value, String key, String purpose, boolean sharded, Map<String, String> settings) {
        this(shortName, value, key, purpose, sharded, settings, Map.of());
    }

    /** What a new topic gets. */
    public Map<String, String> settingsAndLimits() {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(limits);
        return all;
    }

    /** Partitions under a configured {@code partitions}. */
    public int partitions(int configured) {
        return sharded ? configured : 1;
    }
}
