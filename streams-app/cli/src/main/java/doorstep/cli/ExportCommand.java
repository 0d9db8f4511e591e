// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cli.ExportTarget.Kind;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportLoop;
import doorstep.export.Exporter;
import doorstep.export.Pause;
import doorstep.export.Sources;
import doorstep.export.TableSummary;
import doorstep.export.Target;
import doorstep.feed.ClusterLog;
import doorstep.feed.FeedClock;
import doorstep.iceberg.IcebergTarget;
import doorstep.rights.Part;
import doorstep.text.FigureFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Exports facts and figures to tables for a warehouse, each exactly once: from where the last export to this",
            "target ended. If nothing is new, nothing is written. An export that was killed leaves nothing behind.",
            "Without brokers, it uses the one of --data: if that is not running, for the time of the export.",
            "docs/warehouse.md describes the tables, and how to read them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:exported, or nothing was new",
            "1:failed, or interrupted: nothing was exported, or after the export --compact or --expire-snapshots failed",
            "2:wrong usage"
        },
        footer = {
            "",
            "Examples:",
            "  doorstep export",
            "  doorstep export parquet:warehouse",
            "  doorstep export csv:/var/lib/warehouse --keep 7 --bootstrap-servers kafka:9092",
            "  doorstep export iceberg:lake --follow --interval 1h",
            "  doorstep export iceberg:lake --compact --expire-snapshots 7",
            "  doorstep export 'postgresql://exporter@db.example/warehouse?sslmode=verify-full' --password-file FILE"
        })
final class ExportCommand extends PartCommand {
    private static final int SHORTEST_UNIT = 1_024;

    @Mixin
    private TargetOptions targetOptions;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long to wait until the pipeline has counted what is in the input topics (default:"
                    + " ${DEFAULT-VALUE}). Then what it has counted is exported, and marked as incomplete.")
    private Duration timeout;

    @Option(
            names = "--again",
            description = "Read all facts and results again, and replace those exported before, e.g. after a gap in an"
                    + " input topic. History gets what differs.")
    private boolean again;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Keep the full copies of results of the last N exports only (default: of all). Facts and"
                    + " history are always kept.")
    private Optional<Integer> keep = Optional.empty();

    @Mixin
    private UpkeepOptions upkeep;

    @Option(names = "--follow", description = "Export again and again, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "With --follow: from the start of an export to that of the next (default: 1h).")
    private Optional<Duration> interval = Optional.empty();

    private ExportTarget target;
    private Optional<Path> passwordFile = Optional.empty();

    ExportCommand() {
        super(Part.EXPORT);
    }

    @Override
    public Integer call() {
        target = targetOptions.target(options.data());
        passwordFile = targetOptions.passwordFile(target);
        requireValidOptions();
        PrintWriter err = spec.commandLine().getErr();
        Cluster cluster = options.openExisting("export");
        if (cluster.isOurs()) {
            err.println("Started the broker of " + options.data() + " for this export; it stops at the end.");
        }
        try (StopSignal stop = new StopSignal()) {
            if (follow) {
                new ExportLoop(interval.orElse(Duration.ofHours(1)), stop::await, System::nanoTime, err::println)
                        .run(replace -> export(cluster, stop, replace, err), again);
            } else {
                export(cluster, stop, again, err);
            }
        } finally {
            cluster.closeAfterOthers(err::println);
        }
        return 0;
    }

    private void requireValidOptions() {
        require(follow || interval.isEmpty(), "--interval can only be used with --follow");
        require(keep.filter(it -> it < 1).isEmpty(), "--keep must be 1 or more");
        require(
                target.kind() == Kind.FILES || keep.isEmpty(),
                "--keep is for parquet: and csv:, which copy all results each time");
        require(upkeep.areValid(), "--expire-snapshots must be 0 or more");
        require(
                target.kind() == Kind.ICEBERG || !upkeep.areGiven(),
                "--compact and --expire-snapshots are for iceberg:, which keeps former states of its tables");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void export(Cluster cluster, StopSignal stop, boolean replace, PrintWriter err) {
        long begun = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        Pause pause = duration -> {
            if (stop.await(duration)) {
                throw new ExportException("interrupted; nothing was exported");
            }
        };
        try (ClusterLog log = ClusterLog.toReadOnce(cluster.config());
                Target opened = target.open(keep, passwordFile)) {
            Optional<Exporter.Done> done;
            try (ExportDisplay display = new ExportDisplay(err)) {
                Sources sources = new Sources(
                        log, cluster.config().topics(), cluster.schemas(), FeedClock.SYSTEM, pause, display);
                done = new Exporter(sources).run(opened, new Exporter.Options(timeout, replace));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            done.ifPresentOrElse(
                    it -> print(it, took, err), () -> out.println("nothing new for " + target + ", " + seconds(took)));
            if (opened instanceof IcebergTarget tables) {
                upkeep.apply(tables, out);
            }
        }
    }

    private void print(Exporter.Done done, Duration took, PrintWriter err) {
        PrintWriter out = spec.commandLine().getOut();
        Export export = done.export();
        for (TableSummary table : done.tables()) {
            out.println(line(table) + ", " + FigureFormat.count(offsets(export, table.table())) + " offsets");
        }
        out.println("export " + export.number() + " to " + target + ", "
                + export.cut().asOf2().map(it -> "as of " + it + ", ").orElse("") + seconds(took));
        if (!export.cut().isComplete()) {
            err.println("The pipeline has not counted everything that is in the input topics (--timeout "
                    + timeout.toSeconds()
                    + "s): the export holds what it has counted. The next one goes on from there.");
        }
    }

    /** What was written of a table. */
    static String line(TableSummary table) {
        return table.table() + ": " + FigureFormat.count(table.rows()) + " rows, " + table.files()
                + (table.files() == 1 ? " file, " : " files, ") + bytes(table.bytes());
    }

    /** Read of the topic that a table is filled from, transaction markers included. */
    private long offsets(Export export, String table) {
        String topic = table.replaceFirst("_history$", "").replace('_', '-');
        return export.ranges().entrySet().stream()
                .filter(it ->
                        it.getKey().topic().equals(options.config().topics().prefix() + topic))
                .mapToLong(it -> it.getValue().end() - it.getValue().start())
                .sum();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
    }

    private static String bytes(long bytes) {
        return bytes < SHORTEST_UNIT
                ? bytes + " bytes"
                : FigureFormat.count((bytes + SHORTEST_UNIT / 2) / SHORTEST_UNIT) + " KiB";
    }
}
