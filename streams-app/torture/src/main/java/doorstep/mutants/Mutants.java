// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code .ci/mutants}. */
@Command(
        name = ".ci/mutants",
        mixinStandardHelpOptions = true,
        description = {
            "Plants the faults of docs/mutants.yaml one at a time, outside of the checkout, and runs the tests that",
            "must then fail. Ends with code 0 if every fault was caught."
        })
final class Mutants implements Callable<Integer> {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            defaultValue = "",
            description = "Only faults in whose words, class or tests this occurs.")
    private String text;

    @Option(names = "--list", description = "Only list them.")
    private boolean list;

    @Option(names = "--markdown", description = "Print the tables of docs/guarantees.md.")
    private boolean markdown;

    @Option(names = "--limit", defaultValue = "600", description = "Seconds for a test (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(names = "--commit", hidden = true, defaultValue = "unknown")
    private String commit;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Mutants()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Checkout checkout = Checkout.around(Path.of("").toAbsolutePath());
        List<Mutant> mutants = checkout.mutants().stream()
                .filter(mutant -> mutant.matches(text))
                .toList();
        if (markdown) {
            out.print(MutantTable.markdown(mutants));
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        if (list) {
            mutants.forEach(mutant -> out.println(mutant.fault() + ": " + mutant.tests()));
            return CommandLine.ExitCode.OK;
        }
        return plant(mutants, checkout, out);
    }

    private int plant(List<Mutant> mutants, Checkout checkout, PrintWriter out)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Path dir = Files.createTempDirectory("doorstep-mutants");
        MutantRun run = new MutantRun(checkout, dir, Duration.ofSeconds(limit));
        Map<MutantRun.Verdict, Integer> verdicts = new EnumMap<>(MutantRun.Verdict.class);
        for (Mutant mutant : mutants) {
            MutantRun.Result result = run.run(mutant);
            verdicts.merge(result.verdict(), 1, Integer::sum);
            out.printf("%-8s %s%n", result.verdict().name().toLowerCase(Locale.ROOT), mutant.fault());
            result.why().forEach(line -> out.println("           " + line));
            out.flush();
        }
        int caught = verdicts.getOrDefault(MutantRun.Verdict.CAUGHT, 0);
        boolean all = caught == mutants.size();
        if (all) {
            delete(dir);
        } else {
            out.println("what the tests printed: " + dir);
        }
        out.printf(
                "%d mutants: %d caught, %d survived, %d broken; commit %s, %d s%n",
                mutants.size(),
                caught,
                verdicts.getOrDefault(MutantRun.Verdict.SURVIVED, 0),
                verdicts.getOrDefault(MutantRun.Verdict.BROKEN, 0),
                commit,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        out.flush();
        return all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
