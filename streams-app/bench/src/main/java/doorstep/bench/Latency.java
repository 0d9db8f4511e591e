// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.text.Table;
import java.util.Locale;
import java.util.Optional;

/**
 * The measurement of one pipeline at a steady rate.
 *
 * @param events number of events measured
 * @param withoutBreakdown rows of all events of a unit
 * @param withBreakdown rows with a breakdown, if the pipeline has any
 * @param waiting events that no row without breakdown counted yet when the last measured one was sent; if they are
 *     many, the pipeline did not keep up
 */
record Latency(long events, Rows withoutBreakdown, Optional<Rows> withBreakdown, long waiting, double cpuMicros) {
    /**
     * Rows that the pipeline sent while events were measured.
     *
     * @param ages nanoseconds from the time at which an event was due to be sent to the time at which a read_committed
     *     consumer has the row that counts it
     */
    record Rows(Percentiles ages, Volume volume) {}

    static Table table() {
        return new Table()
                .text("pipeline")
                .text("rows")
                .number("p50 ms")
                .number("p99 ms")
                .number("p99.9 ms")
                .number("most ms")
                .number("rows/event")
                .number("bytes/event")
                .number("events")
                .number("waiting at the end")
                .number("CPU µs/event");
    }

    /** Adds a line for rows without breakdown and, if there are any, one for those with one. */
    void addTo(Table table, String pipeline) {
        addLine(table, pipeline, "without breakdown", withoutBreakdown, true);
        withBreakdown.ifPresent(rows -> addLine(table, pipeline, "with breakdown", rows, false));
    }

    private void addLine(Table table, String pipeline, String kind, Rows rows, boolean first) {
        table.line(
                pipeline,
                kind,
                millis(rows.ages.at(0.5)),
                millis(rows.ages.at(0.99)),
                millis(rows.ages.at(0.999)),
                millis(rows.ages.most()),
                String.format(Locale.ROOT, "%.2f", (double) rows.volume.rows() / events),
                String.format(Locale.ROOT, "%,.0f", (double) rows.volume.bytes() / events),
                first ? String.format(Locale.ROOT, "%,d", events) : "",
                first ? String.format(Locale.ROOT, "%,d", waiting) : "",
                first ? String.format(Locale.ROOT, "%.1f", cpuMicros) : "");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.0f", nanos / 1e6);
    }
}
