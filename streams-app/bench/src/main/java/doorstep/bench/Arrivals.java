// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Arrays;

/**
 * Measures latency per event of a cell: from the time at which it was due to be sent to the first committed row that
 * counts it. All events of a cell go through one partition, so a row with n answers counts the first n that were sent.
 * Times are those of {@link System#nanoTime}. Thread-safe.
 */
final class Arrivals {
    private static final int SMALLEST = 16;

    private final long[][] sent;
    private final int[] sentCount;
    private final int[] seenCount;
    private long[] latencies = new long[1 << 16];
    private int measured;
    private long measuredFrom = Long.MAX_VALUE;
    private long measuredTo = Long.MAX_VALUE;
    private long outstanding;
    private long outstandingMeasured;

    /** @param cells number of cells; they are numbered from 0 */
    Arrivals(int cells) {
        sent = new long[cells][];
        sentCount = new int[cells];
        seenCount = new int[cells];
    }

    /** Events that were due earlier are warm-up; until this is called, all are. */
    synchronized void measureFrom(long nanos) {
        measuredFrom = nanos;
    }

    /** Events that are due at this time or later are not measured. Call before the first of them is sent. */
    synchronized void measureTo(long nanos) {
        measuredTo = nanos;
    }

    /** Call before the event is sent. */
    synchronized void onSend(int cell, long dueNanos) {
        int number = sentCount[cell]++;
        if (number == 0) {
            sent[cell] = new long[SMALLEST];
        } else if (number == sent[cell].length) {
            sent[cell] = Arrays.copyOf(sent[cell], 2 * number);
        }
        sent[cell][number] = dueNanos;
        outstanding++;
        if (isMeasured(dueNanos)) {
            outstandingMeasured++;
        }
    }

    /** @param answers of the cell, according to the row */
    synchronized void onRow(int cell, long answers, long nanos) {
        if (answers > sentCount[cell]) {
            throw new IllegalStateException(
                    "cell " + cell + ": " + answers + " answers counted, " + sentCount[cell] + " sent");
        }
        for (; seenCount[cell] < answers; seenCount[cell]++) {
            outstanding--;
            long due = sent[cell][seenCount[cell]];
            if (isMeasured(due)) {
                outstandingMeasured--;
                add(nanos - due);
            }
        }
    }

    private boolean isMeasured(long due) {
        return due >= measuredFrom && due < measuredTo;
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

    /** Number of measured events that no row counts yet. */
    synchronized long outstandingMeasured() {
        return outstandingMeasured;
    }

    synchronized Percentiles latencies() {
        return new Percentiles(Arrays.copyOf(latencies, measured));
    }
}
