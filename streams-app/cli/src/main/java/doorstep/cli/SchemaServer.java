package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.registry.RegistryServer;
import java.net.URI;
import java.util.Optional;

/**
 * The schema registry that clients of this cluster ask: the one of the settings or, without one, one in this process.
 *
 * @param own empty if another one is configured
 */
record SchemaServer(URI url, Optional<RegistryServer> own) implements AutoCloseable {
    /** @param port of one in this process; 0 = any */
    static SchemaServer of(AppConfig config, int port) {
        return config.schemaRegistry()
                .map(access -> new SchemaServer(access.url(), Optional.empty()))
                .orElseGet(() -> {
                    RegistryServer server = RegistryServer.start(config, port);
                    return new SchemaServer(server.url(), Optional.of(server));
                });
    }

    @Override
    public void close() {
        own.ifPresent(RegistryServer::close);
    }
}
