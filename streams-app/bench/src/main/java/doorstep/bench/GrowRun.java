// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Directories;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Measures how the cost of an event grows with the number of ids and of instances that share the work. */
final class GrowRun {
    private final Settings settings;
    private final List<Long> ids;
    private final PrintWriter out;

    /** @param ids numbers of events; one run each */
    GrowRun(Settings settings, List<Long> ids, PrintWriter out) {
        this.settings = settings;
        this.ids = ids;
        this.out = out;
    }

    void run() {
        growIds();
        out.println();
        growInstances(List.of(1, 2, 4));
    }

    private void growIds() {
        Table table = new Table()
                .number("ids")
                .number("µs/event")
                .number("events/s")
                .number("peak MB")
                .number("state MB")
                .number("largest commit MB")
                .number("heap B/id");
        for (long events : ids) {
            Settings grown = settings.in(settings.data().resolve("ids-" + events));
            try (BenchCluster cluster = new BenchCluster(grown)) {
                cluster.open();
                Totals totals = cluster.produce(Input.WHOLE, grown.seed(), events);
                Results results = new Results();
                results.add(
                        Contender.DOORSTEP,
                        new ContenderRun(grown, cluster)
                                .run(Contender.DOORSTEP, "bench-grow", totals, List.of("-Xmx" + grown.heap())));
                table.line(
                        TableText.whole(results.last(Contender.DOORSTEP, Quantity.IDS)),
                        TableText.text(results.cpuMicros(Contender.DOORSTEP).median()),
                        String.format(
                                Locale.ROOT,
                                "%,.0f",
                                results.eventsPerSecond(Contender.DOORSTEP).median()),
                        TableText.megabytes(results.peakBytes(Contender.DOORSTEP)),
                        TableText.megabytes(results.last(Contender.DOORSTEP, Quantity.STATE_BYTES)),
                        TableText.megabytes(results.last(Contender.DOORSTEP, Quantity.LARGEST_COMMIT_BYTES)),
                        TableText.oneDigit(results.heapBytesPerId(Contender.DOORSTEP)));
            }
            Directories.delete(grown.data());
        }
        table.print(out);
    }

    private void growInstances(List<Integer> counts) {
        Table table = new Table()
                .number("partitions")
                .number("instances")
                .number("µs/event, all together")
                .number("events/s")
                .number("peak MB, the largest");
        for (int count : counts) {
            Settings grown = settings.withPartitions(count, settings.data().resolve("instances-" + count));
            List<Measured> measured = countTogether(grown, count);
            long cpu = measured.stream()
                    .mapToLong(one -> one.require(Quantity.CPU_NANOS))
                    .sum();
            long wall = measured.stream()
                    .mapToLong(one -> one.require(Quantity.WALL_NANOS))
                    .max()
                    .orElseThrow();
            long peak = measured.stream()
                    .mapToLong(one -> one.get(Quantity.PEAK_BYTES).orElse(0))
                    .max()
                    .orElseThrow();
            table.line(
                    String.valueOf(count),
                    String.valueOf(count),
                    TableText.text(cpu / 1e3 / settings.events()),
                    String.format(Locale.ROOT, "%,.0f", settings.events() * 1e9 / wall),
                    TableText.megabytes(OptionalLong.of(peak)));
            Directories.delete(grown.data());
        }
        table.print(out);
    }

    /** Runs so many instances of one thread each, on an input that no other run has read. */
    private static List<Measured> countTogether(Settings settings, int count) {
        try (BenchCluster cluster = new BenchCluster(settings)) {
            cluster.open();
            Totals totals = cluster.produce(Input.WHOLE, settings.seed(), settings.events());
            List<Job> jobs = IntStream.rangeClosed(1, count)
                    .mapToObj(number -> job(settings, cluster, totals, number))
                    .toList();
            ContenderRun run = new ContenderRun(settings, cluster);
            run.count(jobs, List.of("-Xmx" + settings.heap()));
            run.requireRight(Contender.DOORSTEP, totals);
            return jobs.stream().map(job -> Measured.read(job.measured())).toList();
        }
    }

    private static Job job(Settings settings, BenchCluster cluster, Totals totals, int number) {
        return new Job(
                Doorstep.class.getName(),
                Doorstep.PLAIN,
                "bench-instances",
                cluster.input(Input.WHOLE, totals.deliveries()),
                1,
                ContenderRun.COMMIT,
                settings.data().resolve("instance-" + number).toAbsolutePath());
    }
}
