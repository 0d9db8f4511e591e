// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry point of a command line tool outside {@code doorstep}. */
public final class Tool {
    private static final int USAGE_WIDTH = 110;

    private Tool() {}

    /**
     * Runs a command and exits the JVM. For a {@link RunException} only the message is printed. The exit code is the
     * command's, or 1.
     */
    public static void main(Object command, String[] args) {
        CommandLine line = new CommandLine(command);
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(USAGE_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, failed, parsed) -> {
            if (!(e instanceof RunException)) {
                throw e;
            }
            failed.getErr().println(failed.getCommandName() + ": " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(args));
    }
}
