// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

/**
 * Counts what becomes of the records of one input partition. Mutable, because a new object per record would cost too
 * much; used by one thread.
 */
final class InputCounters {
    private long received;
    private long rejected;
    private long current;
    private long conflicts;

    /** @param counts so far */
    InputCounters(InputCounts counts) {
        received = counts.received();
        rejected = counts.rejected();
        current = counts.current();
        conflicts = counts.conflicts();
    }

    /** A record was accepted or rejected. */
    void onReceived() {
        received++;
    }

    void onRejected() {
        rejected++;
    }

    void onFirstOfId() {
        current++;
    }

    void onConflict() {
        conflicts++;
    }

    InputCounts counts() {
        return new InputCounts(received, rejected, current, conflicts);
    }
}
