// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * For each sender, the last delta batch whose rows were all sent. While events arrive some row is always waiting, so a
 * count of waiting rows would never reach 0. Instead, the batches taken when a sweep over breakdown values begins are
 * remembered until the rows of that sweep are sent. Kept in memory; known right after a restart if nothing is waiting,
 * otherwise after the next sweep.
 */
final class EmittedSequences {
    private SortedMap<String, Long> begun; // null: no sweep is tracked
    private long end;
    private SortedMap<String, Long> sent = new TreeMap<>();

    /**
     * Called when a sweep begins.
     *
     * @param taken sequence number of the last delta batch, by sender
     * @param next number that the next deferred delta batch of breakdown values will have
     */
    void begin(SortedMap<String, Long> taken, long next) {
        if (begun == null) {
            begun = taken;
            end = next;
        }
    }

    /**
     * Called at the end of a round.
     *
     * @param first number of the first delta batch of breakdown values still deferred; those before it were added
     * @param rowsLeft whether rows of the batches added are still unsent
     */
    void onRound(long first, boolean rowsLeft) {
        if (begun != null && first >= end && !rowsLeft) {
            sent = begun;
            begun = null;
        }
    }

    /** Called when nothing that was taken is waiting. */
    void onNothingLeft(SortedMap<String, Long> taken) {
        sent = taken;
        begun = null;
    }

    /** The sequence numbers, by sender; not to be modified. */
    SortedMap<String, Long> numbers() {
        return sent;
    }
}
