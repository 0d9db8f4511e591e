// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Measures how long the figure with all events of the input takes to be explained: from the topics, and from an export. */
final class ExplainRun {
    private static final String NAME = "bench-explain";

    private final Settings settings;

    ExplainRun(Settings settings) {
        this.settings = settings;
    }

    void run(PrintWriter progress, PrintWriter out) {
        try (CountedCluster cluster = new CountedCluster(settings, NAME, Doorstep.PLAIN)) {
            Totals totals = cluster.count(progress);
            Table table = new Table()
                    .text("explained from")
                    .number("s")
                    .number("CPU s, without the broker's")
                    .number("peak MB")
                    .number("events");
            for (String from : List.of(Explanations.TOPICS, Explanations.EXPORT)) {
                progress.println("explaining from " + from);
                progress.flush();
                addLine(table, from, explain(cluster, totals, from));
            }
            table.print(out);
        }
    }

    /** @throws RunException if events are missing */
    private static Measured explain(CountedCluster cluster, Totals totals, String from) {
        Measured measured = cluster.measure(Explanations.class, from);
        long lines = totals.ids() + totals.corrected();
        if (measured.require(Quantity.ROWS) != lines) {
            throw new RunException(measured.require(Quantity.ROWS) + " versions were listed, of " + lines);
        }
        return measured;
    }

    private static void addLine(Table table, String from, Measured measured) {
        table.line(
                from,
                String.format(Locale.ROOT, "%.1f", measured.require(Quantity.WALL_NANOS) / 1e9),
                String.format(Locale.ROOT, "%.1f", measured.require(Quantity.CPU_NANOS) / 1e9),
                TableText.megabytes(measured.get(Quantity.PEAK_BYTES)),
                String.format(Locale.ROOT, "%,d", measured.require(Quantity.EVENTS)));
    }
}
