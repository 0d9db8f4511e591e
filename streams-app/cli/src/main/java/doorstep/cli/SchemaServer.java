// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.registry.RegistryServer;
import java.net.URI;
import java.util.Optional;

/**
 * The schema registry for clients of this cluster: the configured one or, without one, a server in this process.
 *
 * @param own the server in this process; empty if a registry is configured
 */
record SchemaServer(URI url, Optional<RegistryServer> own) implements AutoCloseable {
    /** @param port port of a server in this process; 0 = any free one */
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
