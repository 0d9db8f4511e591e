// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

/**
 * Latencies of the rows of leaf units: of each event in its row without breakdown, and in each of its rows with one.
 * Units above a leaf get events of several partitions, so their counts do not tell which events a row holds.
 * Thread-safe.
 */
final class LeafArrivals {
    private final Arrivals totals = new Arrivals(Units.LEAVES);
    private final Arrivals breakdowns = new Arrivals(Units.LEAVES * Slices.COUNT);
    private final boolean withBreakdowns;

    /** @param withBreakdowns whether rows with a breakdown will come */
    LeafArrivals(boolean withBreakdowns) {
        this.withBreakdowns = withBreakdowns;
    }

    /** Call before the event is sent. */
    void onSend(RatingVersion answer, long dueNanos) {
        totals.onSend(answer.leaf(), dueNanos);
        if (withBreakdowns) {
            for (int slice : Slices.of(answer)) {
                if (slice != Slices.TOTAL) {
                    breakdowns.onSend(cell(answer.leaf(), slice), dueNanos);
                }
            }
        }
    }

    /** @param answers of the leaf's slice, according to the row */
    void onRow(int leaf, int slice, long answers, long nanos) {
        if (slice == Slices.TOTAL) {
            totals.onRow(leaf, answers, nanos);
        } else {
            breakdowns.onRow(cell(leaf, slice), answers, nanos);
        }
    }

    private static int cell(int leaf, int slice) {
        return leaf * Slices.COUNT + slice;
    }

    void measureFrom(long nanos) {
        totals.measureFrom(nanos);
        breakdowns.measureFrom(nanos);
    }

    void measureTo(long nanos) {
        totals.measureTo(nanos);
        breakdowns.measureTo(nanos);
    }

    /** Of rows without breakdown. */
    Arrivals totals() {
        return totals;
    }

    /** Of rows with a breakdown, which have each event once for each of its breakdown values. */
    Arrivals breakdowns() {
        return breakdowns;
    }
}
