// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.figures.ProgressWatch;
import doorstep.process.Child;
import doorstep.process.DoorstepChild;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Runs one contender once, in a process of its own, and verifies its output. */
final class ContenderRun {
    static final Duration COMMIT = Duration.ofSeconds(1);

    /** JDK packages that the serializers of Flink and Hazelcast access by reflection. */
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    /** Tasks that run with the JVM options of production. */
    private static final Set<String> PIPELINES = Set.of(Doorstep.class.getName(), Restart.class.getName());

    private final Settings settings;
    private final BenchCluster cluster;
    private final RowFigures rows;

    ContenderRun(Settings settings, BenchCluster cluster) {
        this.settings = settings;
        this.cluster = cluster;
        rows = new RowFigures(cluster.config());
    }

    /**
     * @param name of this run, used only once
     * @param jvmOptions in addition to the heap size
     * @throws RunException if it failed or its output is wrong
     */
    Measured run(Contender contender, String name, Totals totals, List<String> jvmOptions) {
        Job job = job(contender, name, totals.deliveries());
        Map<String, Map<TopicPartition, Long>> before = new HashMap<>();
        outputTopic(contender).ifPresent(topic -> before.put(topic, cluster.ends(topic)));
        if (contender.source() == Contender.Output.SCORES) {
            count(List.of(job), jvmOptions);
        } else {
            run(contender.isPeer() ? settings.comparison().peersPath() : Optional.empty(), job, jvmOptions);
        }
        CellFigures figures = outputTopic(contender)
                .map(topic -> read(topic, before.get(topic)))
                .orElseGet(() -> CellFigures.read(job.figures()));
        requireRight(contender, figures, totals);
        cluster.cleanUp(job);
        return Measured.read(job.measured());
    }

    /** The figures that were written to a topic from these offsets on. */
    private CellFigures read(String topic, Map<TopicPartition, Long> from) {
        return topic.equals(Hopping.OUTPUT)
                ? rows.hopping(from, cluster.ends(topic))
                : rows.scores(from, cluster.ends(topic));
    }

    /**
     * Verifies the output topic from its first offset on.
     *
     * @throws RunException if the rows do not equal the totals
     */
    void requireRight(Contender contender, Totals totals) {
        String topic = outputTopic(contender).orElseThrow();
        Map<TopicPartition, Long> start = new HashMap<>(cluster.ends(topic));
        start.replaceAll((partition, end) -> 0L);
        requireRight(contender, read(topic, start), totals);
    }

    private static void requireRight(Contender contender, CellFigures figures, Totals totals) {
        figures.differenceTo(contender.truth(totals)).ifPresent(difference -> {
            throw new RunException(contender.label() + " counted wrong, so its time is meaningless: " + difference);
        });
    }

    private Job job(Contender contender, String name, long events) {
        return new Job(
                contender.task(),
                contender.variant(),
                name,
                cluster.input(contender.input(), events),
                settings.threads(),
                COMMIT,
                settings.data().resolve(name).toAbsolutePath());
    }

    /** The topic of its rows; empty if it writes its figures to a file. */
    private static Optional<String> outputTopic(Contender contender) {
        return switch (contender.source()) {
            case FILE -> Optional.empty();
            case HOPPING -> Optional.of(Hopping.OUTPUT);
            case SCORES -> Optional.of(TopicNames.DEFAULT.of(Topics.SATISFACTION_SCORES));
        };
    }

    /** Runs any job to its end. */
    void run(Optional<String> classPath, Job job, List<String> jvmOptions) {
        try (Running running = start(classPath, job, jvmOptions)) {
            running.awaitEnd();
        }
        cluster.requireAlive();
    }

    /**
     * Runs {@link Doorstep} jobs that share the work, each in a process of its own, until everything is counted and
     * committed.
     */
    void count(List<Job> jobs, List<String> jvmOptions) {
        cluster.forgetEarlierRuns();
        List<Running> running = new ArrayList<>();
        try {
            jobs.forEach(job -> running.add(start(Optional.empty(), job, jvmOptions)));
            awaitCounted(running);
            jobs.forEach(Job::tellToStop);
            running.forEach(Running::awaitEnd);
        } finally {
            running.forEach(Running::close);
        }
        cluster.requireAlive();
    }

    private void awaitCounted(List<Running> running) {
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), new BundledSchemas())) {
            while (!progress.completion(Traffic.AS_OF).isComplete()) {
                running.forEach(Running::requireAlive);
                Pause.millis(100);
            }
        }
    }

    private static Running start(Optional<String> classPath, Job job, List<String> jvmOptions) {
        List<String> options = new ArrayList<>(List.of("-Dlogback.configurationFile=logback.xml"));
        if (PIPELINES.contains(job.task())) {
            options.addAll(DoorstepChild.JVM_OPTIONS);
        }
        classPath.ifPresent(path -> options.addAll(OPENED));
        options.addAll(jvmOptions);
        List<String> arguments = List.of(job.write().toString());
        Child child = classPath
                .map(path ->
                        Child.start(job.name(), path, BenchTaskChild.class.getName(), options, arguments, job.output()))
                .orElseGet(() -> Child.start(job.name(), BenchTaskChild.class, options, arguments, job.output()));
        return new Running(job, child);
    }
}
