// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.process.RunDirectory;
import doorstep.process.Tool;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code doorstep torture}. */
@Command(
        name = "doorstep torture",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the broker and the pipeline in separate processes, kills, stops and damages them under load,",
            "and compares every row with a recount. Exit code 0 means that there was no difference.",
            "Everything is on the loopback; nothing outside of --data is touched."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep torture",
            "  doorstep torture --faults 200 --events 2000000 --seed 7",
            "  doorstep torture --kinds kill,kill_after_delta_batch --ids-before 2000000 --faults 20"
        })
final class Torture implements Callable<Integer> {
    @Option(names = "--faults", defaultValue = "40", description = "Faults (default: ${DEFAULT-VALUE}).")
    private int faults;

    @Option(
            names = "--events",
            defaultValue = "200000",
            description = "Least number of events sent while faults happen (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--rate", defaultValue = "2000", description = "Events a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--ids-before",
            defaultValue = "0",
            description = "Ids in the state before the first fault (default: ${DEFAULT-VALUE}).")
    private int idsBefore;

    @Option(
            names = "--round",
            defaultValue = "5",
            description = "Faults between two comparisons (default: ${DEFAULT-VALUE}).")
    private int round;

    @Option(
            names = "--instances",
            defaultValue = "1",
            description = "Instances that run all the time; a guest comes and goes (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--partitions",
            defaultValue = "4",
            description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--seed", description = "Repeats the events and faults of an earlier run (default: random).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--kinds",
            split = ",",
            description =
                    "Kinds of faults: ${COMPLETION-CANDIDATES} (default: all; clock steps only with libfaketime).")
    private Set<Fault> kinds = EnumSet.noneOf(Fault.class);

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the instances. May be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Mixin
    private RunDirectory directory;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        Tool.main(new Torture(), args);
    }

    @Override
    public Integer call() {
        if (faults < 1 || round < 1 || instances < 1 || partitions < 1 || rate <= 0) {
            throw new ParameterException(spec.commandLine(), "numbers must be positive");
        }
        if (kinds.stream().anyMatch(Fault::stepsClocks)) {
            FakeClock.require();
        }
        if (kinds.isEmpty()) {
            kinds = EnumSet.allOf(Fault.class);
            if (!FakeClock.isPossible()) {
                kinds.removeIf(Fault::stepsClocks);
                spec.commandLine().getErr().println("libfaketime is not installed: clocks are not stepped.");
            }
        }
        Path dir = directory.open("doorstep-torture");
        long chosen = seed.orElseGet(() -> System.nanoTime() & 0xffff);
        Settings settings = new Settings(
                chosen,
                new Settings.Faults(faults, round, kinds),
                new Settings.Traffic(events, rate, idsBefore),
                new Settings.Instances(instances, partitions, set),
                dir);
        PrintWriter out = spec.commandLine().getOut();
        out.println("seed " + chosen + ", " + faults + " faults, data in " + dir);
        TortureRun run = new TortureRun(settings, out);
        Report report = run.report();
        try {
            run.run();
        } finally {
            report.print(out);
        }
        if (report.differences() == 0) {
            directory.close(dir);
        }
        return report.differences() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
