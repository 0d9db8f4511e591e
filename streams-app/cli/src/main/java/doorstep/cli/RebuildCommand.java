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
            "Counts everything again from the input topics, under the settings of now.",
            "Needed after a setting that gives figures their meaning has changed, and where history was lost.",
            "Before anything is deleted it looks for what would make it fail: topics, rights, schema registry, settings.",
            "If an input topic has lost its first records, it says which and asks (--accept-missing) before anything else.",
            "Nothing else may run meanwhile. The input topics and the result topics stay; internal topics, committed"
                    + " offsets and local state are deleted. Rows that do not come again are taken back at the end.",
            "A rebuild that was broken off is begun anew by the next one; until then the pipeline refuses to run."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep rebuild",
            "  doorstep rebuild --yes --bootstrap-servers kafka:9092 --config prod.properties"
        })
final class RebuildCommand implements Callable<Integer> {
    @Option(names = "--yes", description = "Do not ask, unless an input topic has lost its first records.")
    private boolean yes;

    @Option(
            names = "--accept-missing",
            description = "Count without the first records of an input topic where they are no longer there; do not ask"
                    + " about that.")
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
            err.println("To be deleted: the offsets of the group "
                    + cluster.config().applicationId() + ", local state in " + rebuild.localState()
                    + ", and these internal topics. Input and result topics stay.");
            rebuild.internalTopics().forEach(name -> err.println("  " + name));
            if (!yes && !Confirmation.isAnsweredYes(err, "Go on?")) {
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
                    err.println("Broken off; run doorstep rebuild again.");
                    return Main.FAILED;
                }
            }
            long tombstones = rebuild.finish();
            err.println("Done; " + tombstones + " rows that nothing counts any more were taken back.");
        }
        return 0;
    }

    private boolean isLossAccepted(SortedMap<String, Long> lostBeginnings, PrintWriter err) {
        lostBeginnings.forEach((place, start) -> err.println("Records are missing: " + place + ", begins at offset "
                + start + "; what was before it will not be counted."));
        return lostBeginnings.isEmpty()
                || acceptMissing
                || Confirmation.isAnsweredYes(err, "Count without these records?");
    }
}
