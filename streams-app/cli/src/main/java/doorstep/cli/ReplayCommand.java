// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.Rejected;
import doorstep.replay.Fixes;
import doorstep.replay.RejectFilter;
import doorstep.replay.Rejects;
import doorstep.replay.Replay;
import doorstep.replay.ReplayReport;
import doorstep.text.FigureFormat;
import doorstep.topics.TopicAdmin;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends refused records again if they would be accepted now: because the cause is fixed, or with --fix.",
            "First reports what would be sent and what would still be refused, then asks for confirmation. Ids and"
                    + " revisions are kept, so replaying twice changes nothing (docs/rejects.md)."
        },
        footer = {
            "",
            "Fixes:",
            "  FIELD=VALUE     sets a field that is at fault, or missing in the schema of the record",
            "  FIELD:OLD=NEW   replaces OLD by NEW; in a list, replaces that item",
            "  key=id          replaces a key that is at fault by the id",
            "",
            "Examples:",
            "  doorstep replay --reason UNKNOWN_SCHEMA --dry-run",
            "  doorstep replay --reason WRONG_PARTITION --yes",
            "  doorstep replay --topic visits --source HOTLINE --fix 'unit:north /7=north/7' --fix mode=PHONE"
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private RejectOptions which;

    @Option(names = "--fix", paramLabel = "FIX", description = "A change of the records; see below. May be repeated.")
    private List<String> fixes = new ArrayList<>();

    @Option(names = "--dry-run", description = "Send nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for confirmation.")
    private boolean yes;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Fixes parsed = Fixes.parse(fixes);
        Cluster cluster = options.open("replay");
        try {
            RejectFilter filter = which.filter(cluster.config().topics(), () -> cluster.figureSettings(err::println)
                    .zone());
            return replay(cluster, filter, parsed);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
    }

    private int replay(Cluster cluster, RejectFilter filter, Fixes parsed) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
            topics.requireValid();
        }
        List<Rejected> rows = Rejects.read(cluster.config(), cluster.schemas(), filter);
        Replay replay = new Replay(cluster.config(), cluster.schemas(), parsed, Clock.systemUTC());
        ReplayReport plan = replay.plan(rows);
        print(plan, "to be sent", out);
        if (dryRun || plan.sent() == 0) {
            return 0;
        }
        if (!yes && !Confirmation.isAnsweredYes(err, "Send " + FigureFormat.count(plan.sent()) + " records again?")) {
            err.println("Nothing was sent.");
            return Main.FAILED;
        }
        print(replay.send(rows), "sent", out);
        return 0;
    }

    private static void print(ReplayReport report, String sent, PrintWriter out) {
        out.println("read " + FigureFormat.count(report.read()) + ", " + sent + " " + FigureFormat.count(report.sent())
                + ", still refused " + FigureFormat.count(report.stillRefused()) + ", source records gone "
                + FigureFormat.count(report.gone()));
        if (report.deletions() > 0) {
            out.println("  " + FigureFormat.count(report.deletions()) + " of those " + sent
                    + " have no value: each withdraws its id permanently");
        }
        report.fixed()
                .forEach((fix, count) ->
                        out.println("  records that needed --fix " + fix + ": " + FigureFormat.count(count)));
        if (!report.refused().isEmpty()) {
            out.println("Still refused:");
            CauseTable.of(report.refused()).print(out, "  ");
        }
        out.flush();
    }
}
