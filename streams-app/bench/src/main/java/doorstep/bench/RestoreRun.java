// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Directories;
import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.Locale;

/** Measures how long a start takes after everything was counted: with the local state kept, and with it deleted. */
final class RestoreRun {
    private static final String NAME = "bench-restore";

    private final Settings settings;

    RestoreRun(Settings settings) {
        this.settings = settings;
    }

    void run(PrintWriter progress, PrintWriter out) {
        try (CountedCluster cluster = new CountedCluster(settings, NAME, Doorstep.BREAKDOWNS)) {
            Totals totals = cluster.count(progress);
            Table table = new Table()
                    .text("local state")
                    .number("ready s")
                    .number("reading back s")
                    .number("records")
                    .number("ids")
                    .number("ids/s")
                    .number("CPU s")
                    .number("peak MB");
            addLine(table, "kept", restart(cluster), totals);
            Directories.delete(cluster.state());
            addLine(table, "gone", restart(cluster), totals);
            table.print(out);
        }
    }

    private static Measured restart(CountedCluster cluster) {
        return cluster.measure(Restart.class, Doorstep.BREAKDOWNS);
    }

    private static void addLine(Table table, String state, Measured measured, Totals totals) {
        long ids = measured.require(Quantity.IDS);
        if (ids != totals.ids()) {
            throw new RunException("state " + state + ": " + ids + " ids were restored, of " + totals.ids());
        }
        double reading = measured.require(Quantity.RESTORE_NANOS) / 1e9;
        double ready = measured.require(Quantity.READY_NANOS) / 1e9;
        table.line(
                state,
                text(ready),
                text(reading),
                String.format(Locale.ROOT, "%,d", measured.require(Quantity.RECORDS)),
                String.format(Locale.ROOT, "%,d", ids),
                reading == 0 ? "" : String.format(Locale.ROOT, "%,.0f", ids / reading),
                text(measured.require(Quantity.READY_CPU_NANOS) / 1e9),
                measured.get(Quantity.PEAK_BYTES).isPresent()
                        ? String.format(Locale.ROOT, "%,.0f", measured.require(Quantity.PEAK_BYTES) / 1e6)
                        : "");
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
