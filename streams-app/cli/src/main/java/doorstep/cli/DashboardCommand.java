// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.dashboard.Dashboard;
import doorstep.rights.Part;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the figures in a browser, and answers questions about them over HTTP, until Ctrl-C: JSON and CSV for",
            "programs, changes as events, metrics for Prometheus. It reads the topics, keeps the rows in a file under",
            "--data, and never writes to the cluster; any number can run beside a pipeline.",
            "Without --tokens it listens on this machine only, and answers everything."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep dashboard",
            "  curl 'http://127.0.0.1:8088/api/v1/visit-counts?unit=*&window=MONTH'",
            "  doorstep dashboard --bootstrap-servers kafka:9092 --tokens tokens.tsv --host 0.0.0.0 \\",
            "      --tls-certificate server.pem --tls-key server.key"
        })
final class DashboardCommand extends PartCommand {
    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin
    private DashboardOptions dashboard;

    DashboardCommand() {
        super(Part.READER);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("dashboard");
                Dashboard server = dashboard.start(cluster, options.data())) {
            err.println("Figures of " + cluster.config().bootstrapServers() + " at " + server.url()
                    + "/ (for programs: " + server.url() + "/api); Ctrl-C stops.");
            while (!stop.await(POLL)) {
                server.requireReading();
            }
        }
        return 0;
    }
}
