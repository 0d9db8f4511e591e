// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The results as text tables. */
final class TableText {
    private static final double MB = 1e6;

    private TableText() {}

    static void print(Results results, PrintWriter out) {
        Table table = new Table()
                .text("contender")
                .number("events")
                .number("µs/event")
                .number("least…most")
                .number("events/s")
                .number("peak MB")
                .number("state MB")
                .number("rows")
                .number("records")
                .number("MB written")
                .number("largest commit MB")
                .number("heap B/id")
                .number("full collections");
        for (Contender contender : Contender.values()) {
            if (results.has(contender)) {
                Spread cpu = results.cpuMicros(contender);
                table.line(
                        label(contender),
                        whole(results.last(contender, Quantity.EVENTS)),
                        text(cpu.median()),
                        range(cpu),
                        String.format(
                                Locale.ROOT,
                                "%,.0f",
                                results.eventsPerSecond(contender).median()),
                        megabytes(results.peakBytes(contender)),
                        megabytes(results.last(contender, Quantity.STATE_BYTES)),
                        whole(results.last(contender, Quantity.ROWS)),
                        whole(results.last(contender, Quantity.RECORDS)),
                        megabytes(results.last(contender, Quantity.WRITTEN_BYTES)),
                        megabytes(results.last(contender, Quantity.LARGEST_COMMIT_BYTES)),
                        oneDigit(results.heapBytesPerId(contender)),
                        whole(results.last(contender, Quantity.FULL_COLLECTIONS)));
            }
        }
        table.print(out);
        out.println();
        printRatios(results, out);
    }

    private static String label(Contender contender) {
        return contender.label()
                + switch (contender.input()) {
                    case WHOLE -> "";
                    case REDUCED -> " (fewer events)";
                    case CLEAN -> " (nothing repeated)";
                };
    }

    private static void printRatios(Results results, PrintWriter out) {
        Table table = new Table()
                .text("CPU time of an event, ratio")
                .number("median")
                .number("least…most")
                .text("to reach");
        for (CostRatio comparison : CostRatio.ALL) {
            results.ratio(comparison.of(), comparison.to())
                    .ifPresent(ratio -> table.line(
                            comparison.label(), text(ratio.median()), range(ratio), verdict(comparison, ratio)));
        }
        table.print(out);
    }

    private static String verdict(CostRatio comparison, Spread ratio) {
        return comparison.atMost() == 0
                ? ""
                : "≤ " + comparison.atMost() + (ratio.median() <= comparison.atMost() ? ", reached" : ", missed");
    }

    private static String range(Spread spread) {
        return text(spread.least()) + "…" + text(spread.most());
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String whole(OptionalLong value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,d", value.getAsLong()) : "";
    }

    static String megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? String.format(Locale.ROOT, "%,.0f", bytes.getAsLong() / MB) : "";
    }

    static String oneDigit(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "";
    }
}
