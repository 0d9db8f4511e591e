// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs all contenders on the same input, one after the other, round after round. */
final class TableRun {
    private final Settings settings;
    private final PrintWriter progress;
    private final Results results = new Results();

    /** @param progress where progress messages go */
    TableRun(Settings settings, PrintWriter progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Returns when every process of the run has ended. */
    Results run() {
        try (BenchCluster cluster = new BenchCluster(settings)) {
            cluster.open();
            Map<Input, Totals> totals = new EnumMap<>(Input.class);
            for (Contender contender : settings.comparison().contenders()) {
                totals.computeIfAbsent(contender.input(), input -> produce(cluster, input));
            }
            ContenderRun run = new ContenderRun(settings, cluster);
            for (int round = 1; round <= settings.comparison().rounds(); round++) {
                for (Contender contender : settings.comparison().contenders()) {
                    Measured measured = run.run(
                            contender,
                            name(contender, "round-" + round),
                            totals.get(contender.input()),
                            options(contender, round));
                    results.add(contender, measured);
                    say(
                            "round %d, %s: %.2f µs of CPU an event, %,.0f events/s",
                            round, contender.label(), measured.cpuMicrosPerEvent(), measured.eventsPerSecond());
                }
            }
            if (settings.comparison().peak()) {
                for (Contender contender : settings.comparison().contenders()) {
                    say("peak memory of %s, with the JVM's default settings", contender.label());
                    results.addPeak(
                            contender,
                            run.run(contender, name(contender, "peak"), totals.get(contender.input()), List.of()));
                }
            }
        }
        return results;
    }

    private Totals produce(BenchCluster cluster, Input input) {
        Totals totals = cluster.produce(input, settings.seed(), settings.events());
        say(
                "%s: %,d events, %,d ids, %,d repeated, %,d corrected",
                input.topic(), totals.deliveries(), totals.ids(), totals.repeated(), totals.corrected());
        return totals;
    }

    private static String name(Contender contender, String run) {
        return "bench-" + contender.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + run;
    }

    private List<String> options(Contender contender, int round) {
        List<String> options = new ArrayList<>(List.of("-Xmx" + settings.heap()));
        if (round == 1) {
            settings.comparison()
                    .jfr()
                    .ifPresent(dir -> options.add("-XX:StartFlightRecording=settings=profile,filename="
                            + dir.resolve(name(contender, "").replaceAll("-$", "") + ".jfr")
                                    .toAbsolutePath()));
        }
        return options;
    }

    private void say(String format, Object... values) {
        progress.printf(Locale.ROOT, format + "%n", values);
        progress.flush();
    }
}
