// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.access.AccessException;
import doorstep.catalogue.CatalogueException;
import doorstep.clock.TimeSource;
import doorstep.cluster.ClusterException;
import doorstep.config.ConfigurationException;
import doorstep.config.DurationFormat;
import doorstep.config.Nearest;
import doorstep.export.ExportException;
import doorstep.exported.ExportedTablesException;
import doorstep.ingest.ImportException;
import doorstep.ingest.MappingException;
import doorstep.integrity.RefusedException;
import doorstep.rows.StoreException;
import doorstep.wire.RegistryRefusedException;
import doorstep.wire.RegistryUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point of the command line, {@code doorstep}. */
@Command(
        name = "doorstep",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "Turns visit and feedback events in Kafka into rolling counts and satisfaction scores.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Without --bootstrap-servers, a command uses the broker of --data: it joins the broker that runs there,",
            "or starts one and stops it at the end.",
            "",
            "Try: doorstep demo"
        })
public final class Main {
    /** Exit code for a mistake of the user on the command line, in the environment or in a settings file. */
    static final int USAGE = CommandLine.ExitCode.USAGE;

    static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    /** Exit code if what was waited for did not happen within {@code --timeout}. */
    static final int TIMED_OUT = 3;

    /** Logger outside of Doorstep's packages, so that the console does not repeat what is printed anyway. */
    private static final Logger LOG_FILE = LoggerFactory.getLogger("command");

    /** Exceptions whose messages are written for people. */
    private static final Set<Class<? extends Exception>> EXPECTED = Set.of(
            AccessException.class,
            ExportedTablesException.class,
            ClusterException.class,
            ConfigurationException.class,
            ExportException.class,
            CatalogueException.class,
            ImportException.class,
            MappingException.class,
            RefusedException.class,
            RegistryRefusedException.class,
            RegistryUnavailableException.class,
            StoreException.class);

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            StandaloneCommand.class,
            RunCommand.class,
            IngestCommand.class,
            WaitCommand.class,
            RowsCommand.class,
            ExplainCommand.class,
            WatchCommand.class,
            WorklistCommand.class,
            DashboardCommand.class,
            ExportCommand.class,
            AuditCommand.class,
            RejectsCommand.class,
            ReplayCommand.class,
            TopicsCommand.class,
            RightsCommand.class,
            RebuildCommand.class,
            SampleCommand.class,
            RegistryCommand.class,
            TokenCommand.class,
            CatalogueCommand.class,
            ConfigCommand.class);

    private static final int USAGE_WIDTH = 110;

    private final TimeSource time;
    private final PrintWriter stdout;

    Main(TimeSource time, PrintWriter stdout) {
        this.time = time;
        this.stdout = stdout;
    }

    public static void main(String[] args) {
        main(TimeSource.SYSTEM, args);
    }

    /**
     * Runs a command with a clock other than the machine's. Only {@code run} uses it; the other commands use the
     * machine's clock.
     */
    public static void main(TimeSource time, String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(time, out, err, args));
    }

    /** @return the exit code: 0 = done, 1 = failed, 2 = wrong usage, 3 = not in time */
    static int run(PrintWriter stdout, PrintWriter stderr, String... args) {
        return run(TimeSource.SYSTEM, stdout, stderr, args);
    }

    private static int run(TimeSource time, PrintWriter stdout, PrintWriter stderr, String... args) {
        PrintWriter out = new PrintWriter(PrintableWriter.ofOutput(stdout), true);
        PrintWriter err = new PrintWriter(new PrintableWriter(stderr), true);
        CommandLine line = new CommandLine(new Main(time, stdout));
        commands(args).forEach(line::addSubcommand);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF)); // no colour escapes
        line.setOut(out).setErr(err).setUsageHelpWidth(USAGE_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(LocalDate.class, Main::date);
        line.registerConverter(Duration.class, text -> converted(text, DurationFormat::parse));
        line.registerConverter(ExportTarget.class, text -> converted(text, ExportTarget::parse));
        line.registerConverter(BadLimit.class, text -> converted(text, BadLimit::parse));
        line.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .versionProvider(new ProgramVersion()));
        line.setParameterExceptionHandler(Main::onMistake);
        line.setExecutionExceptionHandler(Main::onException);
        if (LogEncoder.Format.of(System.getenv()).isEmpty()) {
            err.println("doorstep: " + LogEncoder.VARIABLE + " is '" + System.getenv(LogEncoder.VARIABLE)
                    + "'; it must be text or json");
            return USAGE;
        }
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** All commands, or the one that the arguments name: to describe all takes a fifth of the time of {@code rows}. */
    static List<Class<?>> commands(String... args) {
        return COMMANDS.stream()
                .filter(it -> args.length > 0
                        && it.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    TimeSource time() {
        return time;
    }

    /** Standard output for lines in colours; other output goes through {@link PrintableWriter}. */
    ColourWriter inColours() {
        return new ColourWriter(stdout, Boolean.getBoolean(ColourWriter.COLOURS));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a date such as 2024-05-31");
        }
    }

    private static <T> T converted(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is " + e.getMessage());
        }
    }

    private static int onMistake(CommandLine.ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !line.getSubcommands().isEmpty()) {
            String typed = unmatched.getUnmatched().get(0);
            err.println("doorstep: unknown command " + typed + "; did you mean "
                    + Nearest.to(typed, line.getSubcommands().keySet()) + "?");
            return USAGE;
        }
        err.println("doorstep: " + e.getMessage());
        if (args.length == 0) {
            line.usage(err);
            return USAGE;
        }
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Help: " + line.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    private static int onException(Exception e, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (EXPECTED.contains(e.getClass())) {
            err.println("doorstep: " + e.getMessage());
            if (e instanceof ConfigurationException) {
                return USAGE;
            }
            sayMissingRights(line, err);
            return FAILED;
        }
        LOG_FILE.error("unexpected", e);
        if (e instanceof UncheckedIOException || e instanceof IOException || e instanceof KafkaException) {
            err.println("doorstep: " + e.getMessage());
        } else {
            err.println("doorstep: unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        sayMissingRights(line, err);
        Logs.file().ifPresent(file -> err.println("Details: " + file));
        return FAILED;
    }

    /** Names missing rights: brokers say what they refused, but not always which right it required. */
    private static void sayMissingRights(CommandLine line, PrintWriter err) {
        if (line.getCommand() instanceof PartCommand command) {
            command.missingRights()
                    .forEach(right -> err.println(
                            "  this user lacks " + right + " (doorstep rights show --part " + command.part() + ")"));
        }
    }
}
