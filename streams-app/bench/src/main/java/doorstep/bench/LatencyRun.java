// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.CallBackCatalogue;
import doorstep.process.Child;
import doorstep.process.DoorstepChild;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Measures latency, from the time at which an event was due to be sent to the time at which a read_committed consumer
 * has the row that counts it, and the rows and bytes per event: of rows without breakdown, and of those with one.
 */
final class LatencyRun {
    /** Longer than the pause between two rounds of rows with a breakdown, which is minutes at high rates. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Settings of the pipeline. */
    enum Profile {
        LOW_LATENCY("low latency: commits and rows every 50 ms, no breakdowns", false),
        DEFAULT("default settings", true);

        private final String label;
        private final boolean breakdowns;

        Profile(String label, boolean breakdowns) {
            this.label = label;
            this.breakdowns = breakdowns;
        }

        Map<String, String> settings() {
            if (breakdowns) {
                return Map.of();
            }
            Map<String, String> settings = new HashMap<>(Doorstep.withoutBreakdowns());
            settings.put("commit.interval", "50ms");
            settings.put("emit.interval", "50ms");
            return settings;
        }
    }

    private final Settings settings;
    private final double rate;
    private final int warmUpSeconds;
    private final int seconds;

    /**
     * @param rate events a second
     * @param seconds measured, after the warm-up
     */
    LatencyRun(Settings settings, double rate, int warmUpSeconds, int seconds) {
        this.settings = settings;
        this.rate = rate;
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
    }

    void run(PrintWriter out) {
        Table table = Latency.table();
        for (Profile profile : Profile.values()) {
            measure(profile).addTo(table, profile.label);
        }
        out.printf(Locale.ROOT, "%,.0f events/s over %d s, after %d s of warm-up%n", rate, seconds, warmUpSeconds);
        table.print(out);
    }

    Latency measure(Profile profile) {
        Path dir = settings.data().resolve(profile.name().toLowerCase(Locale.ROOT));
        try (BenchCluster cluster = new BenchCluster(settings.in(dir))) {
            cluster.open();
            Child pipeline = start(profile, cluster, dir);
            Thread onInterrupt = new Thread(pipeline::kill, "end-pipeline");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                return measure(cluster, pipeline, profile.breakdowns);
            } finally {
                pipeline.kill();
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            }
        }
    }

    private Child start(Profile profile, BenchCluster cluster, Path dir) {
        Map<String, String> set = new HashMap<>(profile.settings());
        set.put("partitions", String.valueOf(settings.partitions()));
        set.put("threads", String.valueOf(settings.threads()));
        set.put("replication.factor", "1");
        set.put("management.port", "0");
        set.put("catalogue", CallBackCatalogue.writeTo(dir));
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--data",
                dir.resolve("pipeline").toAbsolutePath().toString()));
        set.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return Child.start(
                "the pipeline",
                DoorstepChild.class,
                DoorstepChild.jvmOptions(settings.heap()),
                arguments,
                dir.resolve("pipeline.txt"));
    }

    private Latency measure(BenchCluster cluster, Child pipeline, boolean breakdowns) {
        LeafArrivals arrivals = new LeafArrivals(breakdowns);
        try (SteadyLoad load = new SteadyLoad(
                        cluster.bootstrapServers(), settings.partitions(), settings.seed(), rate, arrivals);
                RowWatch rows = new RowWatch(cluster.config(), arrivals)) {
            load.run(1);
            await(() -> arrivals.totals().outstanding(), () -> Pause.millis(20), rows, pipeline); // it has started
            load.run(warmUpSeconds);
            arrivals.measureFrom(System.nanoTime());
            Volume totalsBefore = rows.withoutBreakdown();
            Volume breakdownsBefore = rows.withBreakdown();
            Duration cpuBefore = cpu(pipeline);
            long events = load.run(seconds);
            arrivals.measureTo(System.nanoTime());
            Volume totals = rows.withoutBreakdown().minus(totalsBefore);
            Volume withBreakdown = rows.withBreakdown().minus(breakdownsBefore);
            double cpuMicros = cpu(pipeline).minus(cpuBefore).toNanos() / 1e3 / events;
            long waiting = arrivals.totals().outstanding();
            // Without further events, rows with a breakdown would come earlier than they do otherwise.
            await(
                    () -> arrivals.totals().outstandingMeasured()
                            + arrivals.breakdowns().outstandingMeasured(),
                    () -> load.run(1),
                    rows,
                    pipeline);
            return new Latency(
                    events,
                    new Latency.Rows(arrivals.totals().latencies(), totals),
                    breakdowns
                            ? Optional.of(new Latency.Rows(arrivals.breakdowns().latencies(), withBreakdown))
                            : Optional.empty(),
                    waiting,
                    cpuMicros);
        }
    }

    /** Returns when every event of those is in its rows. */
    private static void await(LongSupplier outstanding, Runnable meanwhile, RowWatch rows, Child pipeline) {
        long before = Long.MAX_VALUE;
        long deadline = 0;
        for (long left = outstanding.getAsLong(); left > 0; left = outstanding.getAsLong()) {
            rows.requireAlive();
            if (!pipeline.isAlive()) {
                throw new RunException("the pipeline stopped: " + pipeline.lastWords());
            }
            if (left < before) {
                before = left;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new RunException(
                        left + " events are in no row, and no row came for " + PATIENCE.toSeconds() + " s");
            }
            meanwhile.run();
        }
    }

    private static Duration cpu(Child process) {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}
