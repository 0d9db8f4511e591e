// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import doorstep.cluster.ClusterException;
import doorstep.management.Health.Finding;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP server for {@code GET /health}, {@code /ready} and {@code /metrics}. It is read-only, and authentication is not
 * required.
 */
final class ManagementServer implements AutoCloseable {
    static final int HEALTHY = 200;
    static final int UNHEALTHY = 503;

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MAX_THREADS = 8;
    private static final long MAX_REQUEST_BYTES = 1 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Health> health;
    private final Supplier<List<String>> notReady;
    private final Supplier<String> metrics;
    private final String host;
    private final Javalin server;

    /**
     * Starts listening.
     *
     * @param notReady reasons not to be ready; empty if ready
     * @param metrics in Prometheus' text format
     * @param port 0 = any free port
     * @throws ClusterException if the port cannot be used
     */
    ManagementServer(
            Supplier<Health> health, Supplier<List<String>> notReady, Supplier<String> metrics, String host, int port) {
        this.health = health;
        this.notReady = notReady;
        this.metrics = metrics;
        this.host = host;
        server = Javalin.create(this::configure);
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            server.stop();
            throw new ClusterException(
                    "health and metrics cannot be served at " + host + ":" + port + " (" + e.getMessage()
                            + "); set management.port to another port, or to 0 to switch them off",
                    e);
        }
    }

    URI url() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_REQUEST_BYTES;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, 2);
        config.routes.get("/health", this::health);
        config.routes.get("/ready", this::ready);
        config.routes.get(
                "/metrics", context -> context.contentType(METRICS_TYPE).result(metrics.get()));
        config.routes.after(context -> context.header("Cache-Control", "no-store"));
    }

    private void health(Context context) {
        Health now = health.get();
        ObjectNode body = JSON.createObjectNode();
        body.put("status", now.isHealthy() ? "healthy" : "unhealthy");
        body.set("reasons", findings(now.faults()));
        body.set("warnings", findings(now.warnings()));
        answer(context, now.isHealthy(), body);
    }

    private void ready(Context context) {
        List<String> reasons = notReady.get();
        ObjectNode body = JSON.createObjectNode();
        body.put("status", reasons.isEmpty() ? "ready" : "not ready");
        ArrayNode texts = body.putArray("reasons");
        reasons.forEach(texts::add);
        answer(context, reasons.isEmpty(), body);
    }

    private static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = JSON.createArrayNode();
        findings.forEach(finding -> array.addObject()
                .put("code", finding.code().name())
                .put("message", withoutUserInfo(finding.message())));
        return array;
    }

    /** URLs may contain a user name and a password. */
    private static String withoutUserInfo(String message) {
        return message.replaceAll("//[^/@\\s]*@", "//(hidden)@");
    }

    private static void answer(Context context, boolean good, ObjectNode body) {
        context.status(good ? HEALTHY : UNHEALTHY)
                .contentType("application/json")
                .result(body.toString() + "\n");
    }
}
