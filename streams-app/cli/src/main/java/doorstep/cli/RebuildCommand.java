// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.app.Rebuild;
import doorstep.figures.ProgressWatch;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Counts everything again from the input topics, with the current settings.",
            "Required after a change of a setting that gives figures their meaning, and after a loss of history.",
            "Before anything is deleted, it checks topics, rights, schema registry and settings.",
            "If an input topic has lost its first records, it first asks for confirmation (--accept-missing).",
            "No instance may run meanwhile. Input and result topics are kept; internal topics, committed offsets and"
                    + " local state are deleted. Rows that are not sent again are deleted at the end (tombstones).",
            "After an interrupted rebuild, run it again: it starts over. Until then the pipeline refuses to run."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rebuild",
            "  doorstep rebuild --yes --bootstrap-servers kafka:9092 --config prod.properties"
        })
final class RebuildCommand implements Callable<Integer> {
    @Option(
            names = "--yes",
            description = "Do not ask for confirmation, unless an input topic has lost its first records.")
    private boolean yes;

    @Option(
            names = "--accept-missing",
            description = "Count without the first records of an input topic if they are gone; do not ask about that.")
    private boolean acceptMissing;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("rebuild");
                Rebuild rebuild = new Rebuild(cluster.config(), cluster.schemas())) {
            rebuild.requireReady();
            if (!isLossAccepted(rebuild.lostBeginnings(), err)) {
                err.println("Nothing was done.");
                return Main.FAILED;
            }
            err.println("This deletes the committed offsets of the group "
                    + cluster.config().applicationId() + ", local state in " + rebuild.localState()
                    + ", and these internal topics. Input and result topics are kept.");
            rebuild.internalTopics().forEach(name -> err.println("  " + name));
            if (!yes && !Confirmation.isAnsweredYes(err, "Continue?")) {
                err.println("Nothing was done.");
                return Main.FAILED;
            }
            rebuild.begin();
            try (PipelineRun run = PipelineRun.ofRebuild(cluster, stop);
                    ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.schemas())) {
                if (!run.awaitComplete(
                        progress,
                        PipelineRun.wantedAsOf(cluster.config(), Clock.systemUTC()),
                        left -> err.println("  " + left))) {
                    err.println("Interrupted; run `doorstep rebuild` again.");
                    return Main.FAILED;
                }
            }
            long tombstones = rebuild.finish();
            err.println("Done; " + tombstones + " rows that were not sent again were deleted (tombstones).");
        }
        return 0;
    }

    private boolean isLossAccepted(SortedMap<String, Long> lostBeginnings, PrintWriter err) {
        lostBeginnings.forEach((place, start) -> err.println("Records are missing: " + place + ", begins at offset "
                + start + "; earlier records will not be counted."));
        return lostBeginnings.isEmpty()
                || acceptMissing
                || Confirmation.isAnsweredYes(err, "Count without these records?");
    }
}
