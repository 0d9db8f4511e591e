// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.access.TokenFile;
import doorstep.cluster.ClusterException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the API. It only reads: GET and HEAD. Adding a question is a {@link QuestionRoute} and its entry in
 * {@code openapi.yaml}.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final LongSupplier NANOS = System::nanoTime;

    private final ApiSettings settings;
    private final ApiContent content;
    private final Guard guard;
    private final Jetty jetty;
    private final ResponseSender replies;
    private final RefusalLog refusals = new RefusalLog(NANOS);
    private final ScheduledExecutorService timer;
    private final Javalin server;
    private final List<Future<?>> ticks;

    /**
     * A route as the router knows it.
     *
     * @param needs as registered; the router refuses a route without any
     */
    public record KnownRoute(String method, String path, Set<RouteRole> needs) {}

    /**
     * Starts listening.
     *
     * @throws doorstep.access.AccessException if the token file cannot be used
     * @throws doorstep.config.ConfigurationException if the certificate cannot be used
     * @throws ClusterException if the port cannot be used
     */
    public static ApiServer start(ApiSettings settings, ApiContent content) {
        return new ApiServer(settings, content);
    }

    private ApiServer(ApiSettings settings, ApiContent content) {
        this.settings = settings;
        this.content = content;
        guard = new Guard(
                settings.tokens().map(TokenFile::new),
                new OwnNames(settings.host(), settings.allowedHosts()),
                new Origins(settings.origins()));
        jetty = new Jetty(settings, NANOS);
        replies = new ResponseSender(settings.limits(), NANOS);
        timer = Executors.newScheduledThreadPool(2, ApiServer::thread);
        server = Javalin.create(this::configure);
        try {
            server.start();
        } catch (RuntimeException e) {
            stop();
            throw new ClusterException(
                    "the API cannot listen at " + settings.host() + ":" + settings.port() + " (" + e.getMessage()
                            + "); choose another port: doorstep dashboard --port PORT",
                    e);
        }
        ticks = List.of(
                repeat(settings.limits().telling(), content.changes()::tick),
                repeat(Duration.ofSeconds(1), replies::closeSlow),
                repeat(Duration.ofSeconds(1), jetty::tick));
    }

    public URI url() {
        String host = settings.host();
        return URI.create((settings.tls().isPresent() ? "https" : "http") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    /** All routes, also those that somebody registered without this class. */
    public List<KnownRoute> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint ->
                        new KnownRoute(endpoint.method.name(), endpoint.path, roles(endpoint.metadata(Roles.class))))
                .toList();
    }

    private static Set<RouteRole> roles(Roles roles) {
        return roles == null ? Set.of() : roles.getRoles();
    }

    @Override
    public void close() {
        ticks.forEach(it -> it.cancel(false));
        stop();
    }

    private void stop() {
        timer.shutdownNow();
        server.stop();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "api-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** An exception would end the repetition. */
    private Future<?> repeat(Duration pause, Runnable task) {
        Runnable safe = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("unexpected", e);
            }
        };
        return timer.scheduleWithFixedDelay(safe, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.threadPool = Jetty.threads();
        config.jetty.modifyServer(jetty::prepare);
        config.jetty.addConnector(jetty::connector);
        config.routes.before(this::before);
        config.routes.beforeMatched(context -> guard.authorize(context, context.routeRoles()));
        config.routes.exception(Problem.class, (e, context) -> refuse(context, e));
        config.routes.exception(HttpResponseException.class, (e, context) -> unmatched(context));
        config.routes.exception(Exception.class, (e, context) -> fail(context, e));
        new Routes(content, replies, new QuestionRunner(settings.limits(), timer))
                .addTo(config.routes, new Changes(content.changes(), guard, settings.limits(), NANOS));
    }

    private void before(Context context) {
        if (!guard.admit(context, context.routeRoles().contains(Needs.PROBE))) {
            context.status(204).skipRemainingHandlers();
        }
    }

    /** Without a token, nobody learns which paths exist. */
    private void unmatched(Context context) {
        try {
            guard.requireToken(context);
            throw Problem.of(404, ProblemCode.NO_SUCH_PATH, "nothing is at this path; /api lists what there is");
        } catch (Problem e) {
            refuse(context, e);
        }
    }

    private void refuse(Context context, Problem problem) {
        int status = problem.status();
        if (status != 404 && status != 406 && !problem.members().containsKey("parameter")) {
            String path = context.endpoints().matchedHttpEndpoint() == null
                    ? "(no such path)"
                    : context.endpoints().matchedHttpEndpoint().path;
            refusals.refused(status, problem.getMessage(), path, context.req().getRemoteAddr());
        }
        replies.problem(context, problem);
    }

    private void fail(Context context, Exception e) {
        LOG.error("unexpected", e);
        replies.problem(context, Problem.of(500, ProblemCode.FAILED, "the server failed; its log says why"));
    }
}
