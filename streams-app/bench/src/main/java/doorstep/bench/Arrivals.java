package doorstep.bench;

import java.util.Arrays;

/**
 * When the events of each leaf were due to be sent, and when a committed row was seen that holds them. All events of a
 * leaf go through one partition, so that a row that says n answers holds the first n that were sent. Thread-safe.
 */
final class Arrivals {
    private final long[][] sent = new long[Units.LEAVES][16];
    private final int[] sentCount = new int[Units.LEAVES];
    private final int[] seenCount = new int[Units.LEAVES];
    private long[] latencies = new long[1 << 16];
    private int measured;
    private long measuredFrom = Long.MAX_VALUE;
    private long outstanding;

    /** Events due before are warm-up; until this is called, all are. Times are those of {@link System#nanoTime}. */
    synchronized void measureFrom(long nanos) {
        measuredFrom = nanos;
    }

    /** Before it is sent. */
    synchronized void onSend(int leaf, long dueNanos) {
        int number = sentCount[leaf]++;
        if (number == sent[leaf].length) {
            sent[leaf] = Arrays.copyOf(sent[leaf], 2 * number);
        }
        sent[leaf][number] = dueNanos;
        outstanding++;
    }

    /** @param answers of the leaf, by the row */
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

    /** Events that no row holds yet. */
    synchronized long outstanding() {
        return outstanding;
    }

    synchronized Percentiles latencies() {
        return new Percentiles(Arrays.copyOf(latencies, measured));
    }
}
