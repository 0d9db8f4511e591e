// SPDX-License-Identifier: Apache-2.0
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
            "Runs only the schema registry (Confluent HTTP API).",
            "It stores schemas in the topic doorstep.schemas, which several registries on one cluster can share."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep registry",
            "  doorstep registry --bootstrap-servers kafka:9092 --port 8085 --host 0.0.0.0 --read-only",
            "  doorstep registry --host 0.0.0.0 --certificate registry.pem --clients authority.pem"
        })
final class RegistryCommand extends PartCommand {
    @Option(
            names = "--port",
            defaultValue = "8081",
            description = "Port (default: ${DEFAULT-VALUE}; 0 = any free one).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = RegistryServer.LOOPBACK,
            description = "Address to listen on (default: ${DEFAULT-VALUE}). Without --certificate, authentication is"
                    + " not required: use 0.0.0.0 only in a trusted network.")
    private String host;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Key and certificate of the registry (PEM), to serve TLS. Requires --clients.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--clients",
            paramLabel = "FILE",
            description = "Certificate (PEM) of the authority that signs the certificates that clients must present.")
    private Optional<Path> clients = Optional.empty();

    @Option(
            names = "--read-only",
            description = "Refuse all changes by clients. Doorstep's own schemas are already registered.")
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
                out.println("Schema registry on " + server.url() + "; Ctrl-C stops it.");
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
                    "--certificate and --clients require each other: with TLS, clients must authenticate");
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
