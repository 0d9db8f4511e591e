// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.management.Management;
import doorstep.rights.Part;
import doorstep.topics.TopicAdmin;
import java.io.PrintWriter;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the pipeline against an existing cluster, until Ctrl-C or SIGTERM.",
            "Refuses to start if a topic is missing or has a wrong setting."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep run --bootstrap-servers kafka:9092 --config prod.properties",
            "  doorstep run --bootstrap-servers kafka:9092 --set zone=Asia/Shanghai --set threads=4"
        })
final class RunCommand extends PartCommand {
    @ParentCommand
    private Main doorstep;

    RunCommand() {
        super(Part.PIPELINE);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("run")) {
            try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
                topics.requireValid();
            }
            requireDelete();
            try (PipelineRun run = PipelineRun.of(cluster, stop, Management.DEFAULT_PORT, doorstep.time())) {
                err.println("Running on " + cluster.config().bootstrapServers() + " as "
                        + cluster.config().applicationId()
                        + run.managementUrl()
                                .map(url -> ", health and metrics at " + url)
                                .orElse("")
                        + "; Ctrl-C stops.");
                run.awaitStop();
            }
        }
        return 0;
    }

    /**
     * Refuses to start without the right to delete: Kafka Streams would continue, and delta batches would fill the
     * disk. A lack of any other right soon causes an error anyway.
     */
    private void requireDelete() {
        if (missingRights().stream().anyMatch(right -> right.operation() == AclOperation.DELETE)) {
            throw new ClusterException(
                    "the right to delete applied delta batches is missing; they would fill the brokers' disks");
        }
    }
}
