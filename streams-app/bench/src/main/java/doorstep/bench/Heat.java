package doorstep.bench;

import doorstep.process.Child;
import doorstep.process.RunException;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Runs one contender once, in a process of its own, and looks whether it counted right. */
final class Heat {
    static final Duration COMMIT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Flink's and Hazelcast's serialisers look into the JDK. */
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    private final Settings settings;
    private final Ground ground;
    private final RowFigures rows;

    Heat(Settings settings, Ground ground) {
        this.settings = settings;
        this.ground = ground;
        rows = new RowFigures(ground.config());
    }

    /**
     * @param name of this run, used once
     * @param jvmOptions beside the heap
     * @throws RunException if it did not end well, or counted wrong
     */
    Measured run(Contender contender, String name, Totals totals, List<String> jvmOptions) {
        Job job = job(contender, name, totals.deliveries());
        String output = outputTopic(contender);
        Map<TopicPartition, Long> before = output.isEmpty() ? Map.of() : ground.ends(output);
        run(contender.isPeer() ? settings.peersPath() : Optional.empty(), job, jvmOptions);
        Figures figures =
                switch (contender.source()) {
                    case FILE -> Figures.read(job.figures());
                    case HOPPING -> rows.hopping(before, ground.ends(output));
                    case SCORES -> rows.scores(before, ground.ends(output));
                };
        figures.differenceTo(contender.truth(totals)).ifPresent(difference -> {
            throw new RunException(contender.label() + " counted wrong, so its time says nothing: " + difference);
        });
        ground.cleanUp(job);
        return Measured.read(job.measured());
    }

    private Job job(Contender contender, String name, long events) {
        return new Job(
                contender.entrant(),
                contender.variant(),
                name,
                ground.bootstrapServers(),
                contender.input().topic(),
                events,
                settings.partitions(),
                settings.threads(),
                COMMIT,
                settings.data().resolve(name).toAbsolutePath());
    }

    /** Where its rows go; empty if it has none. */
    private static String outputTopic(Contender contender) {
        return switch (contender.source()) {
            case FILE -> "";
            case HOPPING -> Hopping.OUTPUT;
            case SCORES -> Topics.SATISFACTION_SCORES.name();
        };
    }

    /** Runs any job to its end. */
    void run(Optional<String> classPath, Job job, List<String> jvmOptions) {
        List<String> options = new ArrayList<>(List.of("-Dlogback.configurationFile=logback.xml"));
        classPath.ifPresent(path -> options.addAll(OPENED));
        options.addAll(jvmOptions);
        List<String> arguments = List.of(job.write().toString());
        Child child = classPath
                .map(path ->
                        Child.start(job.name(), path, EntrantChild.class.getName(), options, arguments, job.output()))
                .orElseGet(() -> Child.start(job.name(), EntrantChild.class, options, arguments, job.output()));
        Thread onInterrupt = new Thread(child::kill, "end-" + job.name());
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        if (!child.endsWithin(PATIENCE)) {
            child.kill();
            throw new RunException(job.name() + " was not done after " + PATIENCE.toMinutes() + " minutes");
        }
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        ground.requireAlive();
        if (child.exitCode().orElse(-1) != 0) {
            throw new RunException(job.name() + " failed: " + child.lastWords());
        }
    }
}
