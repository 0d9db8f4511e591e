// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.wire.KeyPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records in the order in which they were sent, and the moments at which the figures are compared.
 *
 * @param seed reproduces the history
 * @param config {@code partitions} is set when the records are assigned to partitions
 * @param asOfs ascending
 */
public record History(long seed, ModelConfig config, List<Draft> drafts, List<Instant> asOfs) {

    /**
     * A record without partition and offset.
     *
     * @param misplaced sent to another partition than its key's
     * @param label what it was meant to be, for failure messages
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Draft(String topic, byte[] key, byte[] value, Instant appendedAt, boolean misplaced, String label) {}

    /** Assigns the drafts to n partitions in their order, with gaps between offsets as transactions leave them. */
    public static List<RawRecord> assign(List<Draft> drafts, int partitions, Random random) {
        Map<String, Long> ends = new HashMap<>();
        List<RawRecord> records = new ArrayList<>();
        for (Draft draft : drafts) {
            byte[] key = draft.key() == null ? new byte[0] : draft.key();
            int home = KeyPartition.of(key, partitions);
            int partition = draft.misplaced() ? (home + 1) % partitions : home;
            int gap = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1;
            long offset = ends.merge(draft.topic() + partition, (long) gap, Long::sum) - 1;
            records.add(
                    new RawRecord(draft.topic(), partition, offset, draft.key(), draft.value(), draft.appendedAt()));
        }
        return records;
    }
}
