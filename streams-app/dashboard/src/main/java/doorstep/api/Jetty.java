// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.access.ReloadedFile;
import doorstep.config.ConfigurationException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the server that is Jetty's: sockets, TLS, limits of HTTP. */
final class Jetty {
    private static final Logger LOG = LoggerFactory.getLogger(Jetty.class);
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 2;
    private static final int HEADER_BYTES = 16 << 10;
    /** The kernel would keep megabytes for a client that does not read. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    private static final int ACCEPT_QUEUE = 128;

    private final ApiSettings settings;
    private final Connections connections;
    private final Optional<ReloadedFile<SSLContext>> certificate;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();

    /** @throws ConfigurationException if the files of the certificate cannot be used */
    Jetty(ApiSettings settings, LongSupplier nanos) {
        this.settings = settings;
        connections = new Connections(settings.limits(), nanos);
        certificate = settings.tls().map(Jetty::certificate);
        certificate.ifPresent(it -> tls.setSslContext(it.get()));
    }

    private static ReloadedFile<SSLContext> certificate(TlsFiles files) {
        try {
            return new ReloadedFile<>(files.paths(), last -> files.context());
        } catch (IOException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("api");
        threads.setReservedThreads(0);
        return threads;
    }

    void prepare(Server server) {
        server.setErrorHandler(new ErrorBody());
    }

    Connector connector(Server server, HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.DEFAULT); // an encoded slash or dot could mean two paths
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.addCustomizer(connections);
        ServerConnector connector = new ServerConnector(server, 1, 1, factories(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.limits().asking().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.addBean(connections);
        server.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));
        return connector;
    }

    private ConnectionFactory[] factories(HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (settings.tls().isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        http.addCustomizer(new SecureRequestCustomizer(false)); // names are checked by Guard
        return new ConnectionFactory[] {new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()), plain};
    }

    /** Called about once a second: a certificate that was renewed, connections that nobody uses. */
    void tick() {
        connections.closeSilent();
        certificate.ifPresent(it -> {
            SSLContext now = it.get();
            if (now != tls.getSslContext()) {
                reload(now);
            }
        });
    }

    private void reload(SSLContext context) {
        try {
            tls.reload(factory -> factory.setSslContext(context));
            LOG.info(
                    "the certificate was read again from {}",
                    settings.tls().orElseThrow().certificate());
        } catch (Exception e) { // as Jetty declares it
            LOG.warn("the certificate cannot be replaced", e);
        }
    }
}
