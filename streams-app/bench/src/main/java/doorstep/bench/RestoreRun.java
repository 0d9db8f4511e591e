// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Directories;
import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures how long a start takes after everything was counted: with the local state kept, and with it deleted. */
final class RestoreRun {
    private static final String NAME = "bench-restore";

    private final Settings settings;

    RestoreRun(Settings settings) {
        this.settings = settings;
    }

    void run(PrintWriter progress, PrintWriter out) {
        try (BenchCluster cluster = new BenchCluster(settings)) {
            cluster.open();
            Totals totals = cluster.produce(Input.WHOLE, settings.seed(), settings.events());
            ContenderRun run = new ContenderRun(settings, cluster);
            progress.printf(Locale.ROOT, "counting %,d ids%n", totals.ids());
            progress.flush();
            run.count(List.of(job(cluster, totals, Doorstep.class)), List.of("-Xmx" + settings.heap()));
            Table table = new Table()
                    .text("local state")
                    .number("ready s")
                    .number("reading back s")
                    .number("records")
                    .number("ids")
                    .number("ids/s")
                    .number("CPU s")
                    .number("peak MB");
            addLine(table, "kept", restart(run, cluster, totals), totals);
            Directories.delete(job(cluster, totals, Restart.class).state());
            addLine(table, "gone", restart(run, cluster, totals), totals);
            table.print(out);
        }
    }

    private Measured restart(ContenderRun run, BenchCluster cluster, Totals totals) {
        Job job = job(cluster, totals, Restart.class);
        run.run(Optional.empty(), job, List.of("-Xmx" + settings.heap()));
        return Measured.read(job.measured());
    }

    private Job job(BenchCluster cluster, Totals totals, Class<? extends BenchTask> task) {
        return new Job(
                task.getName(),
                Doorstep.BREAKDOWNS,
                NAME,
                cluster.input(Input.WHOLE, totals.deliveries()),
                settings.threads(),
                ContenderRun.COMMIT,
                settings.data().resolve(NAME).toAbsolutePath());
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
