// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.RunDirectory;
import doorstep.process.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code doorstep bench}. */
@Command(
        name = "doorstep bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what an event costs in Doorstep and in other programs that count the same input, each in its own",
            "process. Their results are first compared with known totals; a wrong total ends the run with exit code 1.",
            "Progress goes to standard error.",
            "Everything is on the loopback; nothing outside of --data is touched."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep bench",
            "  doorstep bench --events 1000000 --rounds 1 --no-peak --contenders floor,doorstep",
            "  doorstep bench --peers --json result.json",
            "  doorstep bench --peers --contenders doorstep,breakdowns,flink_breakdowns",
            "  doorstep bench --latency --rate 5000",
            "  doorstep bench --restore --events 2000000",
            "  doorstep bench --explain",
            "  doorstep bench --store --peers --keys 5000000"
        })
final class Bench implements Callable<Integer> {
    /** System property that the launcher sets after it has built the peers. */
    private static final String PEERS_PATH = "doorstep.peers";

    private static final class Mode {
        @Option(
                names = "--latency",
                description = {
                    "Measures the time from an event to its committed rows, with and without a breakdown, and rows and",
                    "bytes per event, at a steady rate."
                })
        private boolean latency;

        @Option(
                names = "--restore",
                description = "Measures a start after everything was counted, with local state and without.")
        private boolean restore;

        @Option(names = "--grow", description = "Measures with more ids, and with more partitions and instances.")
        private boolean grow;

        @Option(
                names = "--explain",
                description =
                        "Measures how long a figure of all events takes to be explained, as doorstep explain does.")
        private boolean explain;

        @Option(
                names = "--store",
                description = {
                    "Measures the file in which readers keep rows: what a change costs, its size, and how long questions",
                    "take. With --peers DuckDB too."
                })
        private boolean store;
    }

    @ArgGroup(exclusive = true)
    private Mode mode = new Mode();

    @Option(names = "--events", defaultValue = "8000000", description = "Events (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--rounds", defaultValue = "3", description = "Runs of each contender (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seed", description = "Repeats the events of an earlier run (default: random).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--contenders",
            split = ",",
            description = "Contenders to run: ${COMPLETION-CANDIDATES} (default: all that are built).")
    private Set<Contender> contenders = EnumSet.noneOf(Contender.class);

    @Option(names = "--peers", description = "Also runs Flink and Jet, or DuckDB, which the launcher builds.")
    private boolean peers;

    @Option(
            names = "--peak",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "One more run of each contender, with the JVM's default settings, for peak memory (default).")
    private boolean peak;

    @Option(
            names = "--rate",
            defaultValue = "5000",
            description = "Latency: events a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Latency: seconds before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description =
                    "Latency: seconds measured (default: ${DEFAULT-VALUE}); of rows with a breakdown, several minutes.")
    private int seconds;

    @Option(
            names = "--grow-events",
            split = ",",
            defaultValue = "2000000,8000000,20000000",
            description = "Grow: events of one run each (default: ${DEFAULT-VALUE}).")
    private List<Long> growEvents = List.of();

    @Option(
            names = "--keys",
            defaultValue = "5000000",
            description = "Store: rows, at least 1,000,000 (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(
            names = "--upserts",
            defaultValue = "20000000",
            description = "Store: changes of them, a tenth of which are deletions (default: ${DEFAULT-VALUE}).")
    private long upserts;

    @Option(
            names = "--questions",
            defaultValue = "100",
            description = "Store: questions of each kind (default: ${DEFAULT-VALUE}).")
    private int questions;

    @Option(
            names = "--partitions",
            defaultValue = "4",
            description = "Partitions of every topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads of every contender (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--heap", defaultValue = "3g", description = "Heap of every contender (default: ${DEFAULT-VALUE}).")
    private String heap;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes all measurements to this file.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--jfr",
            paramLabel = "DIR",
            description = "Keeps a flight recording of each contender's first run here. It costs a little.")
    private Optional<Path> jfr = Optional.empty();

    @Mixin
    private RunDirectory directory;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        Tool.main(new Bench(), args);
    }

    @Override
    public Integer call() {
        if (events < 1 || rounds < 1 || partitions < 1 || threads < 1 || rate <= 0 || warmUp < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "numbers must be positive");
        }
        if (keys < StoreInput.LEAST_KEYS || upserts < 1 || questions < 1) {
            throw new ParameterException(spec.commandLine(), "--keys, --upserts or --questions is too small");
        }
        Path dir = directory.open("doorstep-bench");
        jfr.ifPresent(this::create);
        Settings settings = settings(dir);
        PrintWriter out = spec.commandLine().getOut();
        out.println("seed " + settings.seed() + ", data in " + dir);
        if (mode.latency) {
            new LatencyRun(settings, rate, warmUp, seconds).run(out);
        } else if (mode.restore) {
            new RestoreRun(settings).run(spec.commandLine().getErr(), out);
        } else if (mode.grow) {
            new GrowRun(settings, growEvents, out).run();
        } else if (mode.explain) {
            new ExplainRun(settings).run(spec.commandLine().getErr(), out);
        } else if (mode.store) {
            StorePlan plan = new StorePlan(keys, upserts, questions, settings.seed());
            new StoreRun(plan, dir, heap, settings.comparison().peersPath().filter(path -> peers))
                    .run(spec.commandLine().getErr(), out);
        } else {
            Results results = new TableRun(settings, spec.commandLine().getErr()).run();
            out.println();
            TableText.print(results, out);
            json.ifPresent(file -> TableJson.write(settings, results, file));
        }
        directory.close(dir);
        return CommandLine.ExitCode.OK;
    }

    private Settings settings(Path dir) {
        Optional<String> peersPath = Optional.ofNullable(System.getProperty(PEERS_PATH));
        return new Settings(
                events,
                seed.orElseGet(() -> System.nanoTime() & 0xffff),
                new Settings.Comparison(rounds, chosen(peersPath.isPresent()), peak, peersPath, jfr),
                partitions,
                threads,
                heap,
                dir);
    }

    private List<Contender> chosen(boolean peersAreBuilt) {
        List<Contender> chosen = new ArrayList<>(contenders.isEmpty() ? EnumSet.allOf(Contender.class) : contenders);
        if (contenders.isEmpty()) {
            chosen.removeIf(contender -> contender.isPeer() && !peers);
        }
        if (chosen.stream().anyMatch(Contender::isPeer) && !peersAreBuilt) {
            throw new ParameterException(
                    spec.commandLine(), "Flink and Jet are built on demand: doorstep bench --peers ...");
        }
        return chosen;
    }

    private void create(Path dir) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), dir + " cannot be created: " + e.getMessage());
        }
    }
}
