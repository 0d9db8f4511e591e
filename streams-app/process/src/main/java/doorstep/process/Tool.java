package doorstep.process;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** A command line of its own beside {@code doorstep}'s. */
public final class Tool {
    private static final int USAGE_WIDTH = 110;

    private Tool() {}

    /** Does not return. A {@link RunException} is a message for people; the exit code is that of the command, or 1. */
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
