// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures how long the figure with all events of the input takes to be explained: from the topics, and from an export. */
final class ExplainRun {
    private static final String NAME = "bench-explain";

    private final Settings settings;

    ExplainRun(Settings settings) {
        this.settings = settings;
    }

    void run(PrintWriter progress, PrintWriter out) {
        try (BenchCluster cluster = new BenchCluster(settings)) {
            cluster.open();
            Totals totals = cluster.produce(Input.WHOLE, settings.seed(), settings.events());
            ContenderRun run = new ContenderRun(settings, cluster);
            say(progress, String.format(Locale.ROOT, "counting %,d ids", totals.ids()));
            run.count(List.of(job(cluster, totals, Doorstep.class, Doorstep.PLAIN)), List.of("-Xmx" + settings.heap()));
            Table table = new Table()
                    .text("explained from")
                    .number("s")
                    .number("CPU s, without the broker's")
                    .number("peak MB")
                    .number("events");
            addLine(table, Explanations.TOPICS, explain(run, cluster, totals, Explanations.TOPICS));
            say(progress, "exporting, and explaining");
            addLine(table, Explanations.EXPORT, explain(run, cluster, totals, Explanations.EXPORT));
            table.print(out);
        }
    }

    private static void say(PrintWriter progress, String text) {
        progress.println(text);
        progress.flush();
    }

    /** @throws RunException if events are missing */
    private Measured explain(ContenderRun run, BenchCluster cluster, Totals totals, String from) {
        Job job = job(cluster, totals, Explanations.class, from);
        run.run(Optional.empty(), job, List.of("-Xmx" + settings.heap()));
        Measured measured = Measured.read(job.measured());
        long lines = totals.ids() + totals.corrected();
        if (measured.require(Quantity.ROWS) != lines) {
            throw new RunException(measured.require(Quantity.ROWS) + " versions were listed, of " + lines);
        }
        return measured;
    }

    private Job job(BenchCluster cluster, Totals totals, Class<? extends BenchTask> task, String variant) {
        return new Job(
                task.getName(),
                variant,
                NAME,
                cluster.input(Input.WHOLE, totals.deliveries()),
                settings.threads(),
                ContenderRun.COMMIT,
                settings.data().resolve("explain").toAbsolutePath());
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
