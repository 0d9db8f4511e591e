// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.InputTopics;
import doorstep.cluster.ProgressTopic;
import doorstep.figures.InputBarrier;
import doorstep.rights.Part;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.IsolationLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until all records that are in the input topics now are in the rows, but not for later ones.",
            "Reports on stderr what is left. Events later than as-of are in the rows when as-of reaches them, and are",
            "not waited for either."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is in the rows",
            "1:failed, or interrupted",
            "2:wrong usage",
            "3:not everything is in the rows within --timeout"
        },
        footer = {
            "",
            "Examples:",
            "  doorstep wait",
            "  doorstep wait --timeout 10m --bootstrap-servers kafka:9092 && ./export-rows"
        })
final class WaitCommand extends PartCommand {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Wait no longer than this, e.g. 10m (default: no limit).")
    private Optional<Duration> timeout = Optional.empty();

    WaitCommand() {
        super(Part.WAIT);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (Cluster cluster = options.open("wait")) {
            BarrierWait.requirePipeline(cluster);
            try (InputTopics inputs = new InputTopics(cluster.config());
                    ProgressTopic progress = new ProgressTopic(cluster.config(), cluster.schemas())) {
                InputBarrier barrier =
                        new InputBarrier(inputs.ends(IsolationLevel.READ_UNCOMMITTED), inputs::holdsRecords);
                return new BarrierWait(progress, timeout, err).await(barrier);
            }
        }
    }
}
