package doorstep.cli;

import doorstep.app.TopicAdmin;
import doorstep.registry.RegistryServer;
import doorstep.rights.Part;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the schema registry alone (Confluent HTTP API).",
            "It keeps schemas in a topic, doorstep.schemas. Several may run on one cluster; they agree."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep registry",
            "  doorstep registry --bootstrap-servers kafka:9092 --port 8085 --host 0.0.0.0"
        })
final class RegistryCommand implements Callable<Integer>, ActsAs {
    @Option(names = "--port", defaultValue = "8081", description = "Port (default: ${DEFAULT-VALUE}; 0 = any).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = RegistryServer.LOOPBACK,
            description = "Address to listen on (default: ${DEFAULT-VALUE}). Nobody is asked for a password:"
                    + " 0.0.0.0 only where the network keeps strangers out.")
    private String host;

    @Mixin
    private ClusterOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Part part() {
        return Part.REGISTRY;
    }

    @Override
    public ClusterOptions cluster() {
        return options;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("registry")) {
            if (cluster.isLocal()) {
                try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
                    topics.create();
                }
            }
            try (RegistryServer server = RegistryServer.start(cluster.config(), host, port)) {
                out.println("Schema registry on " + server.url() + ", Ctrl-C stops it.");
                while (!stop.await(Duration.ofMinutes(1))) {
                    // until someone asks to stop
                }
            }
        }
        return 0;
    }
}
