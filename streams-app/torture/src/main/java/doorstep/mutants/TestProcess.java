// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Main class of the process that runs a test: arguments are the class and, if not the whole class is to run, a method.
 * The exit code is the result, and the last line printed says more about it.
 */
final class TestProcess {
    static final int PASSED = 0;
    /** By an assertion or an exception. */
    static final int FAILED = 10;
    /** Nothing ran, or a class was missing or did not fit. */
    static final int BROKEN = 11;

    private TestProcess() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        int code;
        try {
            code = run(args, out);
        } catch (ReflectiveOperationException | LinkageError e) {
            out.println(line(e));
            code = BROKEN;
        }
        out.flush();
        Runtime.getRuntime().halt(code); // whatever threads the test has left
    }

    private static int run(String[] args, PrintStream out) throws ReflectiveOperationException {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors(args))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        List<Throwable> failures = summary.getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .toList();
        failures.forEach(failure -> failure.printStackTrace(out));
        if (failures.isEmpty()) {
            out.println(summary.getTestsSucceededCount() + " tests passed");
            return summary.getTestsSucceededCount() > 0 ? PASSED : BROKEN;
        }
        out.println(line(failures.get(0)));
        return failures.stream().anyMatch(TestProcess::isOfClasses) ? BROKEN : FAILED;
    }

    /** By method object: a selector by name would need the types of the parameters. */
    private static List<DiscoverySelector> selectors(String[] args) throws ReflectiveOperationException {
        Class<?> type = Class.forName(args[0]);
        if (args.length == 1) {
            return List.of(DiscoverySelectors.selectClass(type));
        }
        Method[] methods = type.getDeclaredMethods();
        return Arrays.stream(methods)
                .filter(method -> method.getName().equals(args[1]))
                .<DiscoverySelector>map(method -> DiscoverySelectors.selectMethod(type, method))
                .toList();
    }

    private static boolean isOfClasses(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .anyMatch(it -> it instanceof LinkageError || it instanceof ClassNotFoundException);
    }

    private static String line(Throwable failure) {
        return failure.toString().strip().replaceAll("\\s+", " ");
    }
}
