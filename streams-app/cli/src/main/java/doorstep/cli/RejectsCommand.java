// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.Rejected;
import doorstep.config.ConfigurationException;
import doorstep.figures.FlatRow;
import doorstep.figures.ProgressWatch;
import doorstep.replay.RejectFilter;
import doorstep.replay.Rejects;
import doorstep.rights.Part;
import doorstep.text.FigureFormat;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rejects",
        mixinStandardHelpOptions = true,
        description = {
            "Lists refused records: counts by topic, reason and field, then the offset of each, newest first.",
            "The content of the records is not shown. With --json and --csv, the counts go to stderr."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rejects",
            "  doorstep rejects --topic visits --reason INVALID_FIELD --since 2011-07-18",
            "  doorstep rejects --source HOTLINE --csv > rejects.csv"
        })
final class RejectsCommand extends PartCommand {
    private static final int LIMIT_OF_TABLE = 20;

    @Mixin
    private RejectOptions which;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Rows to print, 0 or more (default: " + LIMIT_OF_TABLE + " in a table, all with --json and --csv).")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private RowFormat format;

    RejectsCommand() {
        super(Part.READER);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (limit.isPresent() && limit.get() < 0) {
            throw new ConfigurationException("--limit must be 0 or more");
        }
        Cluster cluster = options.open("rejects");
        try {
            RejectFilter filter = which.filter(cluster.config().topics(), () -> cluster.figureSettings(err::println)
                    .zone());
            String unread = unread(cluster);
            List<Rejected> rows = Rejects.read(cluster.config(), cluster.schemas(), filter);
            err.println(cluster.config().topics().of(Topics.REJECTED) + ", refused records: "
                    + FigureFormat.count(rows.size()) + unread);
            print(rows, out, err);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
        return 0;
    }

    /** Call this before reading the rejects, so that they include those of all input that is reported as read. */
    private static String unread(Cluster cluster) {
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.schemas())) {
            long unread = progress.atMost().unread();
            return unread == 0
                    ? "; all input is read"
                    : "; at most " + FigureFormat.count(unread) + " records are not read yet";
        }
    }

    private void print(List<Rejected> rows, PrintWriter out, PrintWriter err) {
        if (!rows.isEmpty()) {
            PrintWriter counts = format.isTable() ? out : err;
            CauseTable.of(Rejects.count(rows)).print(counts);
            counts.println();
        }
        int printed = Math.min(rows.size(), limit.orElse(format.isTable() ? LIMIT_OF_TABLE : rows.size()));
        List<FlatRow> newest = rows.stream()
                .sorted(Comparator.comparing(Rejected::getAppendedAt).reversed())
                .limit(printed)
                .map(row -> FlatRow.of("", row))
                .toList();
        format.print(newest, Topics.REJECTED.value(), out);
        if (printed < rows.size()) {
            err.println(
                    FigureFormat.count(rows.size() - printed) + " older records are not shown; --limit N shows more");
        }
    }
}
