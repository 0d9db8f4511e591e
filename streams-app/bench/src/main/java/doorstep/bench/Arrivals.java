// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Arrays;

/**
 * Measures latency per event: from the time at which it was due to be sent to the first committed row that counts it.
 * All events of a leaf go through one partition, so a row with n answers counts the first n that were sent.
 * Thread-safe.
 */
final class Arrivals {
    private final long[][] sent = new long[Units.LEAVES][16];
    private final int[] sentCount = new int[Units.LEAVES];
    private final int[] seenCount = new int[Units.LEAVES];
    private long[] latencies = new long[1 << 16];
    private int measured;
    private long measuredFrom = Long.MAX_VALUE;
    private long outstanding;

    /**
     * Events that were due earlier are warm-up; until this is called, all are. Times are those of
     * {@link System#nanoTime}.
     */
    synchronized void measureFrom(long nanos) {
        measuredFrom = nanos;
    }

    /** Call before the event is sent. */
    synchronized void onSend(int leaf, long dueNanos) {
        int number = sentCount[leaf]++;
        if (number == sent[leaf].length) {
            sent[leaf] = Arrays.copyOf(sent[leaf], 2 * number);
        }
        sent[leaf][number] = dueNanos;
        outstanding++;
    }

    /** @param answers of the leaf, according to the row */
    synchronized void onRow(int leaf, long answers, long nanos) {
        if (answers > sentCount[leaf]) {
            throw new IllegalStateException(
                    Units.name(leaf) + ": " + answers + " answers counted, " + sentCount[leaf] + " sent");
        }
        for (; seenCount[leaf] < answers; seenCount[leaf]++) {
            outstanding--;
            long due = sent[leaf][seenCount[leaf]];
            if (due >= measuredFrom) {
                add(nanos - due);
            }
        }
    }

    private void add(long latency) {
        if (measured == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * measured);
        }
        latencies[measured++] = latency;
    }

    /** Number of events that no row counts yet. */
    synchronized long outstanding() {
        return outstanding;
    }

    synchronized Percentiles latencies() {
        return new Percentiles(Arrays.copyOf(latencies, measured));
    }
}
