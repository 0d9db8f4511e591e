// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.DeltaBatch;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;

/** Applies delta batches to the window tallies, each of them once. */
public final class DeltaReceiver {
    public static final int TALLY_FORMAT = TallyRows.FORMAT;
    public static final int UNSENT_FORMAT = DirtyRows.FORMAT;

    private final WindowTallies tallies;
    private final SequenceNumbers taken;
    private final String task;

    /**
     * @param taken the delta batches applied; updated here
     * @param task the partition, as messages name it
     */
    public DeltaReceiver(WindowTallies tallies, SequenceNumbers taken, String task) {
        this.tallies = tallies;
        this.taken = taken;
        this.task = task;
    }

    /**
     * @return whether it was applied; false if it had been applied before
     * @throws RefusedException CLOCK_SKEW, or what {@link SequenceNumbers#isNext} throws
     */
    public boolean take(byte[] bytes) {
        DeltaBatch deltaBatch = DeltaBatch.fromBytes(bytes);
        BatchHeader header = deltaBatch.header();
        if (!taken.isNext(header, bytes)) {
            return false;
        }
        if (deltaBatch.asOf() - tallies.asOf() > AsOf.MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + header.sender() + " sent a delta batch as of "
                    + AsOf.text(deltaBatch.asOf()) + ", but " + task + " is at " + AsOf.text(tallies.asOf())
                    + ". If the clock of this machine is behind, or its `as-of` is a different one, set it and start"
                    + " again: nothing is lost. If it is right, the sender's brokers were ahead: run `doorstep rebuild`"
                    + " to count again.");
        }
        tallies.take(deltaBatch);
        taken.take(header, bytes);
        return true;
    }
}
