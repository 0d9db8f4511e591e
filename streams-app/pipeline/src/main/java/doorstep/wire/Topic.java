package doorstep.wire;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * A topic as it must be.
 *
 * @param name without underscores, which Kafka confuses with dots in metric names
 * @param value schema of the values; several records of different topics never share one
 * @param key what the key is, for the documentation
 * @param purpose one sentence for the documentation
 * @param sharded true: as many partitions as {@code partitions} says, fixed for life; false: one
 * @param settings topic configuration that {@code topics verify} insists on
 */
public record Topic(
        String name, Schema value, String key, String purpose, boolean sharded, Map<String, String> settings) {
    /** Partitions under a configured {@code partitions}. */
    public int partitions(int configured) {
        return sharded ? configured : 1;
    }
}
