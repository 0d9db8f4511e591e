package doorstep.simulation;

import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;

/**
 * What was sent, in the order it was sent, and the moments at which people look at the figures.
 *
 * @param seed makes the same history again
 * @param config {@code partitions} is set when the records are placed
 * @param asOfs ascending
 */
public record History(long seed, ModelConfig config, List<Draft> drafts, List<Instant> asOfs) {

    /**
     * A record before it has a place.
     *
     * @param misplaced sent to another partition than its key's
     * @param story what it was made to be, for failure messages
     */
    public record Draft(String topic, byte[] key, byte[] value, Instant appendedAt, boolean misplaced, String story) {}

    /** The drafts over n partitions, in their order, with gaps between offsets as transactions leave them. */
    static List<RawRecord> place(List<Draft> drafts, int partitions, Random random) {
        Map<String, Long> ends = new HashMap<>();
        List<RawRecord> records = new ArrayList<>();
        for (Draft draft : drafts) {
            byte[] key = draft.key() == null ? new byte[0] : draft.key();
            int home = Utils.toPositive(Utils.murmur2(key)) % partitions;
            int partition = draft.misplaced() ? (home + 1) % partitions : home;
            int gap = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1;
            long offset = ends.merge(draft.topic() + partition, (long) gap, Long::sum) - 1;
            records.add(
                    new RawRecord(draft.topic(), partition, offset, draft.key(), draft.value(), draft.appendedAt()));
        }
        return records;
    }
}
