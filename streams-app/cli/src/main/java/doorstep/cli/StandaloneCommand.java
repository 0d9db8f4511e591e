// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.config.ConfigurationException;
import doorstep.dashboard.Dashboard;
import doorstep.figures.ProgressWatch;
import doorstep.topics.TopicAdmin;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = "Runs broker, schema registry and pipeline in one process, on the data directory.",
        footer = {
            "",
            "Examples:",
            "  doorstep standalone",
            "  doorstep standalone --data /var/lib/doorstep --port 9092 --registry-port 8081",
            "  doorstep standalone --once"
        })
final class StandaloneCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Exit when all input is processed and all rows are sent.")
    private boolean once;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Port of the broker on 127.0.0.1 (default: the last one, or any free one).")
    private int port;

    @Option(
            names = "--registry-port",
            defaultValue = "0",
            description = "Port of the schema registry on 127.0.0.1 (default: any free one).")
    private int registryPort;

    @Option(
            names = "--dashboard",
            description =
                    "Also answer questions about the figures over HTTP, at http://127.0.0.1:8088 (doorstep dashboard"
                            + " has options).")
    private boolean dashboard;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        AppConfig config = options.config();
        if (!config.bootstrapServers().isEmpty()) {
            throw new ConfigurationException("standalone runs its own broker; for the one at "
                    + config.bootstrapServers() + ", run `doorstep run`");
        }
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("standalone", config, port)) {
            try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
                topics.create();
                topics.requireValid();
            }
            try (SchemaServer registry = SchemaServer.of(cluster.config(), registryPort);
                    PipelineRun run = PipelineRun.of(cluster, stop)) {
                err.println("Broker " + cluster.config().bootstrapServers() + ", schema registry " + registry.url()
                        + ", data " + options.data()
                        + run.managementUrl()
                                .map(url -> ", health and metrics " + url)
                                .orElse("")
                        + (once ? "." : "; Ctrl-C stops."));
                if (!once) {
                    awaitStop(cluster, run, err);
                } else if (!complete(cluster, run, err)) {
                    return Main.FAILED;
                }
            }
            if (!stop.isAsked()) {
                cluster.closeAfterOthers(err::println);
            }
        }
        return 0;
    }

    private void awaitStop(Cluster cluster, PipelineRun run, PrintWriter err) {
        if (!dashboard) {
            run.awaitStop();
            return;
        }
        try (Dashboard server = DashboardOptions.startLocally(cluster, options.data())) {
            err.println("Figures at " + server.url() + "/ (for programs: " + server.url() + "/api)");
            run.awaitStop();
        }
    }

    private static boolean complete(Cluster cluster, PipelineRun run, PrintWriter err) {
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.schemas())) {
            return run.awaitComplete(
                    progress,
                    PipelineRun.wantedAsOf(cluster.config(), Clock.systemUTC()),
                    left -> err.println("  " + left));
        }
    }
}
