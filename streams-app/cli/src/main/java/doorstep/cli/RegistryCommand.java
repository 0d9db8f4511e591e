package doorstep.cli;

import doorstep.config.ConfigurationException;
import doorstep.config.SslStores;
import doorstep.registry.RegistryServer;
import doorstep.rights.Part;
import doorstep.topics.TopicAdmin;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            "  doorstep registry --bootstrap-servers kafka:9092 --port 8085 --host 0.0.0.0 --read-only",
            "  doorstep registry --host 0.0.0.0 --certificate registry.pem --clients authority.pem"
        })
final class RegistryCommand extends PartCommand {
    @Option(names = "--port", defaultValue = "8081", description = "Port (default: ${DEFAULT-VALUE}; 0 = any).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = RegistryServer.LOOPBACK,
            description =
                    "Address to listen on (default: ${DEFAULT-VALUE}). Without --certificate nobody is asked who he"
                            + " is: 0.0.0.0 only where the network keeps strangers out.")
    private String host;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Key and certificate of the registry (PEM): speak TLS. Needs --clients.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--clients",
            paramLabel = "FILE",
            description = "Authority (PEM) of the certificates that clients must show.")
    private Optional<Path> clients = Optional.empty();

    @Option(
            names = "--read-only",
            description = "Clients can register nothing and change nothing. The schemas of Doorstep are there.")
    private boolean readOnly;

    RegistryCommand() {
        super(Part.REGISTRY);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RegistryServer.Settings settings = new RegistryServer.Settings(host, port, tls(), readOnly);
        try (StopSignal stop = new StopSignal();
                Cluster cluster = options.open("registry")) {
            if (cluster.isLocal()) {
                try (TopicAdmin topics = new TopicAdmin(cluster.config())) {
                    topics.create();
                }
            }
            try (RegistryServer server = RegistryServer.start(cluster.config(), settings)) {
                out.println("Schema registry on " + server.url() + ", Ctrl-C stops it.");
                while (!stop.await(Duration.ofMinutes(1))) {
                    // until a stop is requested
                }
            }
        }
        return 0;
    }

    private Optional<SSLContext> tls() {
        if (certificate.isPresent() != clients.isPresent()) {
            throw new ConfigurationException(
                    "--certificate and --clients go together: who speaks TLS asks who is there");
        }
        return certificate.map(file -> {
            try {
                return SslStores.context(Map.of(
                        "ssl.keystore.type",
                        "PEM",
                        "ssl.keystore.location",
                        file.toString(),
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        clients.orElseThrow().toString()));
            } catch (KafkaException e) {
                throw new ConfigurationException("--certificate, --clients: " + e.getMessage()
                        + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()));
            }
        });
    }
}
