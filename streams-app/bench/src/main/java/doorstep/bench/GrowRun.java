package doorstep.bench;

import doorstep.app.ProgressWatch;
import doorstep.cli.Table;
import doorstep.process.Directories;
import doorstep.process.Pause;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What becomes of the cost of an event when there are more ids, and when more instances share the work. */
final class GrowRun {
    private final Settings settings;
    private final List<Long> ids;
    private final PrintWriter out;

    /** @param ids so many events, one run each */
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
                .number("heap B/id");
        for (long events : ids) {
            Settings grown = settings.in(settings.data().resolve("ids-" + events));
            try (Ground ground = new Ground(grown)) {
                ground.open();
                Totals totals = ground.produce(Input.WHOLE, grown.seed(), events);
                Results results = new Results();
                results.add(
                        Contender.DOORSTEP,
                        new Heat(grown, ground)
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

    /** So many instances of one thread each, on an input that no other run has read. */
    private static List<Measured> countTogether(Settings settings, int count) {
        List<Job> jobs = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        try (Ground ground = new Ground(settings)) {
            ground.open();
            Totals totals = ground.produce(Input.WHOLE, settings.seed(), settings.events());
            Heat heat = new Heat(settings, ground);
            try {
                for (int i = 1; i <= count; i++) {
                    Job job = new Job(
                            Instance.class.getName(),
                            Doorstep.PLAIN,
                            "bench-instances",
                            ground.bootstrapServers(),
                            Input.WHOLE.topic(),
                            totals.deliveries(),
                            settings.partitions(),
                            1,
                            Heat.COMMIT,
                            settings.data().resolve("instance-" + i).toAbsolutePath());
                    jobs.add(job);
                    running.add(heat.start(job, List.of("-Xmx" + settings.heap())));
                }
                awaitCounted(ground, running);
                jobs.forEach(GrowRun::stop);
                running.forEach(Running::awaitEnd);
            } finally {
                running.forEach(Running::close);
            }
            heat.requireRight(Contender.DOORSTEP, totals);
        }
        return jobs.stream().map(job -> Measured.read(job.measured())).toList();
    }

    private static void awaitCounted(Ground ground, List<Running> running) {
        try (ProgressWatch progress = new ProgressWatch(ground.config())) {
            while (!progress.completion(Traffic.AS_OF).isComplete()) {
                running.forEach(Running::requireAlive);
                Pause.millis(200);
            }
        }
    }

    private static void stop(Job job) {
        try {
            Files.createFile(job.stop());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop " + job.name(), e);
        }
    }
}
