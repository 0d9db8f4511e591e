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

/**
 * Measures latency, from the time at which an event was due to be sent to the time at which a read_committed consumer
 * has the row that counts it, and the number of rows per event.
 */
final class LatencyRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Settings of the pipeline. */
    enum Profile {
        LOW_LATENCY("low latency: commits and rows every 50 ms, no breakdowns"),
        DEFAULT("default settings");

        private final String label;

        Profile(String label) {
            this.label = label;
        }

        Map<String, String> settings() {
            if (this == DEFAULT) {
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

    /**
     * The measurement of one profile.
     *
     * @param waiting events that no row counted yet when the last one was sent; if they are many, the pipeline did not
     *     keep up
     */
    record Latency(Percentiles nanos, long waiting, double rowsPerEvent, double cpuMicrosPerEvent) {}

    void run(PrintWriter out) {
        Table table = new Table()
                .text("pipeline")
                .number("events")
                .number("p50 ms")
                .number("p99 ms")
                .number("p99.9 ms")
                .number("most ms")
                .number("waiting at the end")
                .number("rows/event")
                .number("CPU µs/event");
        for (Profile profile : Profile.values()) {
            Latency latency = measure(profile);
            table.line(
                    profile.label,
                    String.format(Locale.ROOT, "%,d", latency.nanos().count()),
                    millis(latency.nanos().at(0.5)),
                    millis(latency.nanos().at(0.99)),
                    millis(latency.nanos().at(0.999)),
                    millis(latency.nanos().most()),
                    String.format(Locale.ROOT, "%,d", latency.waiting()),
                    String.format(Locale.ROOT, "%.2f", latency.rowsPerEvent()),
                    String.format(Locale.ROOT, "%.1f", latency.cpuMicrosPerEvent()));
        }
        out.printf(Locale.ROOT, "%,.0f events/s over %d s, after %d s of warm-up%n", rate, seconds, warmUpSeconds);
        table.print(out);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.0f", nanos / 1e6);
    }

    Latency measure(Profile profile) {
        Path dir = settings.data().resolve(profile.name().toLowerCase(Locale.ROOT));
        try (BenchCluster cluster = new BenchCluster(settings.in(dir))) {
            cluster.open();
            Child pipeline = start(profile, cluster, dir);
            Thread onInterrupt = new Thread(pipeline::kill, "end-pipeline");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                return measure(cluster, pipeline);
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

    private Latency measure(BenchCluster cluster, Child pipeline) {
        Arrivals arrivals = new Arrivals();
        try (SteadyLoad load = new SteadyLoad(
                        cluster.bootstrapServers(), settings.partitions(), settings.seed(), rate, arrivals);
                RowWatch rows = new RowWatch(cluster.config(), arrivals)) {
            load.run(1);
            awaitAll(arrivals, rows, pipeline); // the pipeline has started
            load.run(warmUpSeconds);
            arrivals.measureFrom(System.nanoTime());
            long rowsBefore = rows.rows();
            Duration cpuBefore = cpu(pipeline);
            long events = load.run(seconds);
            long waiting = arrivals.outstanding();
            awaitAll(arrivals, rows, pipeline);
            return new Latency(
                    arrivals.latencies(),
                    waiting,
                    (double) (rows.rows() - rowsBefore) / events,
                    cpu(pipeline).minus(cpuBefore).toNanos() / 1e3 / events);
        }
    }

    private static void awaitAll(Arrivals arrivals, RowWatch rows, Child pipeline) {
        long before = Long.MAX_VALUE;
        long deadline = 0;
        for (long left = arrivals.outstanding(); left > 0; left = arrivals.outstanding()) {
            rows.rows();
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
            Pause.millis(20);
        }
    }

    private static Duration cpu(Child process) {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}
