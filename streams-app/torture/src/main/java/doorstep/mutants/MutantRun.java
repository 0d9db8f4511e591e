// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Plants mutants and runs their tests. The class with the fault is compiled into a directory that is first on the class
 * path of the tests' process; the checkout stays as it is. Each test is also run once without a fault, because a test
 * that always fails would catch everything.
 */
final class MutantRun {
    private final Checkout checkout;
    private final Path dir;
    private final Duration limit;
    private final SourceCompiler compiler = new SourceCompiler();
    private final Map<TestName, TestResult> withoutFault = new HashMap<>();
    private int processes;

    enum Verdict {
        CAUGHT,
        /** A test passed. */
        SURVIVED,
        /** It does not compile, or a test does not run, or it fails without the fault or without saying why. */
        BROKEN
    }

    /** @param why one line for each test that ran */
    record Result(Verdict verdict, List<String> why) {}

    /** @param code see {@link TestProcess} */
    private record TestResult(TestName test, int code, String why) {
        @Override
        public String toString() {
            return test + ": " + why;
        }
    }

    /**
     * @param dir for classes and output
     * @param limit for each run of a test
     */
    MutantRun(Checkout checkout, Path dir, Duration limit) {
        this.checkout = checkout;
        this.dir = dir;
        this.limit = limit;
    }

    Result run(Mutant mutant) throws IOException, InterruptedException {
        for (TestName test : mutant.tests()) {
            if (!withoutFault.containsKey(test)) {
                withoutFault.put(test, run(test, Optional.empty()));
            }
            TestResult result = withoutFault.get(test);
            if (result.code() != TestProcess.PASSED) {
                return new Result(Verdict.BROKEN, List.of("without the fault, " + result));
            }
        }
        if (mutant.isPlantedByTests()) {
            return new Result(Verdict.CAUGHT, List.of("planted by the test"));
        }
        Checkout.SourceFile source = checkout.source(mutant.type());
        Path classes = Files.createTempDirectory(dir, mutant.type());
        Optional<String> errors =
                compiler.compile(source.type(), mutant.plantIn(source.text()), source.classPath(), classes);
        if (errors.isPresent()) {
            return new Result(Verdict.BROKEN, List.of("does not compile: " + errors.get()));
        }
        Verdict verdict = Verdict.CAUGHT;
        List<String> why = new ArrayList<>();
        for (TestName test : mutant.tests()) {
            TestResult result = run(test, Optional.of(classes));
            why.add(result.toString());
            if (result.code() == TestProcess.PASSED && verdict == Verdict.CAUGHT) {
                verdict = Verdict.SURVIVED;
            } else if (result.code() != TestProcess.FAILED && result.code() != TestProcess.PASSED) {
                verdict = Verdict.BROKEN;
            }
        }
        return new Result(verdict, why);
    }

    /** @param first on the class path */
    private TestResult run(TestName test, Optional<Path> first) throws IOException, InterruptedException {
        Checkout.SourceFile source = checkout.source(test.type());
        List<String> classPath = new ArrayList<>();
        first.ifPresent(path -> classPath.add(path.toString()));
        classPath.add(source.classPath());
        classPath.add(System.getProperty("java.class.path")); // last: JUnit's launcher and TestProcess
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:TieredStopAtLevel=1", // as in a build: a test ends before more is worth its time
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                String.join(File.pathSeparator, classPath),
                TestProcess.class.getName(),
                source.type()));
        test.method().ifPresent(command::add);
        Path output = dir.resolve(++processes + ".txt");
        Process process = new ProcessBuilder(command)
                .directory(source.module().toFile()) // as in a build
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new TestResult(test, TestProcess.BROKEN, "not finished after " + limit.toSeconds() + " s");
        }
        return new TestResult(test, process.exitValue(), lastLine(output));
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "(no output)" : lines.get(lines.size() - 1);
    }
}
