// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.config.OwnHost;
import doorstep.registry.Registry.Version;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP server of the schema registry, with the part of the Confluent API that serialisers and tools use. Schemas are
 * never deleted.
 *
 * <p>Web pages must not reach the server through a browser (cross-site requests and DNS rebinding). It refuses requests
 * with an {@code Origin} header and, on the loopback interface, requests with a foreign {@code Host}.
 */
public final class RegistryServer implements AutoCloseable {
    public static final String LOOPBACK = "127.0.0.1";

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long MAX_REQUEST_BYTES = 1 << 20;
    private static final int MAX_THREADS = 8;
    private static final String CONTEXT = ":.:";
    private static final String ANY_CONTEXT = ":*:";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Settings of the server.
     *
     * @param port 0 = any free port
     * @param tls the server's certificate and the authority of the client certificates, which are required; empty:
     *     plain HTTP without authentication
     * @param readOnly whether requests that add or change something are refused
     */
    public record Settings(String host, int port, Optional<SSLContext> tls, boolean readOnly) {
        /** Plain HTTP on the loopback interface; authentication is not required. */
        public static Settings loopback(int port) {
            return new Settings(LOOPBACK, port, Optional.empty(), false);
        }
    }

    private final Registry registry;
    private final Settings settings;
    private final boolean onLoopback;
    private final Javalin server;

    private RegistryServer(Registry registry, Settings settings) {
        this.registry = registry;
        this.settings = settings;
        this.onLoopback = OwnHost.isLoopback(settings.host());
        this.server = Javalin.create(this::configure);
        try {
            server.start(settings.host(), settings.port());
        } catch (RuntimeException e) {
            registry.close();
            throw new ClusterException(
                    "the schema registry cannot listen at " + settings.host() + ":" + settings.port() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Starts a server on the loopback interface. */
    public static RegistryServer start(AppConfig config, int port) {
        return start(config, Settings.loopback(port));
    }

    /**
     * Reads the topic of schemas, adds the bundled schemas, and starts listening.
     *
     * @throws ClusterException if the topic or the port cannot be used
     */
    public static RegistryServer start(AppConfig config, Settings settings) {
        try {
            Registry registry = new Registry(new TopicLog(config), config.topics());
            registry.registerBundled();
            return new RegistryServer(registry, settings);
        } catch (RegistryFault | KafkaException e) {
            throw new ClusterException("the schema registry cannot start: " + e.getMessage(), e);
        }
    }

    public URI url() {
        String host = settings.host();
        return URI.create((settings.tls().isPresent() ? "https" : "http") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    @Override
    public void close() {
        server.stop();
        registry.close();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_REQUEST_BYTES;
        config.http.defaultContentType = CONTENT_TYPE;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, 2);
        settings.tls().ifPresent(tls -> config.jetty.addConnector((jetty, http) -> connector(jetty, http, tls)));
        addRoutes(config.routes);
        config.routes.before(this::requireOwnHost);
        config.routes.before(RegistryServer::requireJson);
        config.routes.exception(
                RegistryFault.class, (e, context) -> answer(context, e.status(), e.code(), e.getMessage()));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, e.getStatus(), e.getStatus(), e.getMessage()));
        config.routes.exception(
                Exception.class,
                (e, context) -> answer(
                        context, 500, 50001, "Internal error: " + e.getClass().getSimpleName()));
    }

    private Connector connector(Server jetty, HttpConfiguration http, SSLContext tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls);
        factory.setNeedClientAuth(true);
        http.addCustomizer(new SecureRequestCustomizer());
        ServerConnector connector = new ServerConnector(
                jetty,
                new SslConnectionFactory(factory, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    /** Adds a route for GET and HEAD. */
    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void addRoutes(RoutesConfig routes) {
        get(routes, "/", context -> answer(context, JSON.createObjectNode()));
        get(
                routes,
                "/contexts",
                context -> answer(context, JSON.createArrayNode().add(CONTEXT)));
        get(routes, "/subjects", context -> answer(context, JSON.valueToTree(registry.subjects(prefix(context)))));
        routes.post(
                "/subjects/{subject}",
                context -> answer(context, full(registry.find(subject(context), schema(context)))));
        get(routes, "/subjects/{subject}/versions", context -> {
            ArrayNode numbers = JSON.createArrayNode();
            registry.versions(subject(context)).forEach(version -> numbers.add(version.number()));
            answer(context, numbers);
        });
        routes.post(
                "/subjects/{subject}/versions",
                context -> answer(context, full(register(subject(context), schema(context)))));
        get(routes, "/subjects/{subject}/versions/{version}", context -> answer(context, full(version(context))));
        get(
                routes,
                "/subjects/{subject}/versions/{version}/schema",
                context -> context.result(version(context).schema().toString()));
        get(routes, "/subjects/{subject}/versions/{version}/referencedby", context -> {
            version(context); // no schema here refers to another
            answer(context, JSON.createArrayNode());
        });
        get(routes, "/subjects/{subject}/metadata", context -> {
            Version latest = registry.version(subject(context), "latest");
            if (!context.queryParams("key").isEmpty()) {
                throw RegistryFault.noSchema(); // no schema has metadata
            }
            answer(context, full(latest));
        });
        routes.delete("/subjects/*", context -> {
            throw RegistryFault.notAllowed("This registry does not delete schemas: data written with them may exist.");
        });
        get(routes, "/schemas", context -> {
            ArrayNode versions = JSON.createArrayNode();
            page(context, registry.versions(prefix(context), isTrue(context, "latestOnly")))
                    .forEach(version -> versions.add(full(version)));
            answer(context, versions);
        });
        addIdRoutes(routes);
        routes.post("/compatibility/subjects/{subject}/versions", context -> check(context, Optional.empty()));
        routes.post(
                "/compatibility/subjects/{subject}/versions/{version}",
                context -> check(context, Optional.of(context.pathParam("version"))));
        addConfigRoutes(routes);
    }

    private void addIdRoutes(RoutesConfig routes) {
        get(
                routes,
                "/schemas/types",
                context -> answer(context, JSON.createArrayNode().add("AVRO")));
        get(
                routes,
                "/schemas/ids/{id}",
                context -> answer(
                        context,
                        JSON.createObjectNode()
                                .put("schema", registry.schema(id(context)).toString())));
        get(
                routes,
                "/schemas/ids/{id}/schema",
                context -> context.result(registry.schema(id(context)).toString()));
        get(routes, "/schemas/ids/{id}/subjects", context -> {
            ArrayNode names = JSON.createArrayNode();
            registry.versionsOf(id(context)).forEach(version -> names.add(version.subject()));
            answer(context, names);
        });
        get(routes, "/schemas/ids/{id}/versions", context -> {
            ArrayNode versions = JSON.createArrayNode();
            registry.versionsOf(id(context))
                    .forEach(it ->
                            versions.addObject().put("subject", it.subject()).put("version", it.number()));
            answer(context, versions);
        });
    }

    private void addConfigRoutes(RoutesConfig routes) {
        get(routes, "/config", context -> answer(context, level(registry.level(""), "compatibilityLevel")));
        routes.put("/config", context -> setLevel(context, ""));
        routes.delete("/config", context -> removeLevel(context, ""));
        get(routes, "/config/{subject}", context -> {
            String subject = subject(context);
            Optional<Compatibility> level = isTrue(context, "defaultToGlobal")
                    ? Optional.of(registry.level(subject))
                    : registry.ownLevel(subject);
            answer(
                    context,
                    level(level.orElseThrow(() -> RegistryFault.noCompatibility(subject)), "compatibilityLevel"));
        });
        routes.put("/config/{subject}", context -> setLevel(context, subject(context)));
        routes.delete("/config/{subject}", context -> removeLevel(context, subject(context)));
        String mode = settings.readOnly() ? "READONLY" : "READWRITE";
        for (String path : List.of("/mode", "/mode/{subject}")) {
            get(routes, path, context -> answer(context, JSON.createObjectNode().put("mode", mode)));
            routes.put(path, context -> {
                if (!body(context).path("mode").asText().equals(mode)) {
                    throw RegistryFault.badMode(mode);
                }
                answer(context, JSON.createObjectNode().put("mode", mode));
            });
        }
    }

    private Version register(String subject, String schema) {
        try {
            return settings.readOnly() ? registry.find(subject, schema) : registry.register(subject, schema);
        } catch (RegistryFault e) {
            throw settings.readOnly() && e.status() == 404 ? readOnly() : e;
        }
    }

    private static RegistryFault readOnly() {
        return RegistryFault.notPermitted("this registry is read-only; its administrator registers schemas.");
    }

    private void requireWritable() {
        if (settings.readOnly()) {
            throw readOnly();
        }
    }

    private void check(Context context, Optional<String> version) {
        List<String> faults = registry.faults(subject(context), version, schema(context));
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", faults.isEmpty());
        if (isTrue(context, "verbose")) {
            answer.set("messages", JSON.valueToTree(faults));
        }
        answer(context, answer);
    }

    private void removeLevel(Context context, String subject) {
        requireWritable();
        answer(context, level(registry.removeLevel(subject), "compatibilityLevel"));
    }

    private void setLevel(Context context, String subject) {
        requireWritable();
        String name = body(context).path("compatibility").asText();
        Compatibility level = Compatibility.of(name).orElseThrow(() -> RegistryFault.badCompatibility(name));
        registry.setLevel(subject, level);
        answer(context, level(level, "compatibility"));
    }

    private static ObjectNode level(Compatibility level, String field) {
        return JSON.createObjectNode().put(field, level.name());
    }

    private Version version(Context context) {
        return registry.version(subject(context), context.pathParam("version"));
    }

    private static ObjectNode full(Version version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.number())
                .put("id", version.id())
                .put("schema", version.schema().toString());
    }

    private static String subject(Context context) {
        return inContext(context.pathParam("subject"));
    }

    /** Removes the prefix of the default context, which is optional and the only one. */
    private static String inContext(String name) {
        return name.startsWith(CONTEXT) ? name.substring(CONTEXT.length()) : name;
    }

    private static String prefix(Context context) {
        String prefix = Optional.ofNullable(context.queryParam("subjectPrefix")).orElse("");
        return prefix.startsWith(ANY_CONTEXT) ? prefix.substring(ANY_CONTEXT.length()) : inContext(prefix);
    }

    /**
     * The page that the query asks for: skips {@code offset} versions and returns at most {@code limit}, or all if that
     * is negative.
     */
    private static List<Version> page(Context context, List<Version> versions) {
        int offset = Math.max(0, number(context, "offset", 0));
        int limit = number(context, "limit", -1);
        return versions.stream()
                .skip(offset) // what earlier pages have
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .toList();
    }

    private static int number(Context context, String name, int byDefault) {
        try {
            return Optional.ofNullable(context.queryParam(name))
                    .map(Integer::valueOf)
                    .orElse(byDefault);
        } catch (NumberFormatException e) {
            throw RegistryFault.badRequest("'" + name + "' is not a whole number.");
        }
    }

    private static boolean isTrue(Context context, String name) {
        return Boolean.parseBoolean(context.queryParam(name));
    }

    private static int id(Context context) {
        try {
            return Integer.parseInt(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw RegistryFault.noSchema();
        }
    }

    private static String schema(Context context) {
        JsonNode body = body(context);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw RegistryFault.badSchema("Only AVRO schemas are supported, not " + type + ".");
        }
        if (!body.path("references").isEmpty()) {
            throw RegistryFault.badSchema("References are not supported; send the whole schema in one piece.");
        }
        if (!body.path("schema").isTextual()) {
            throw RegistryFault.badSchema("The request has no \"schema\", a string that holds the Avro schema.");
        }
        return body.path("schema").asText();
    }

    private static JsonNode body(Context context) {
        try {
            JsonNode body = JSON.readTree(context.bodyAsBytes());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw RegistryFault.badRequest("The request is not JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw RegistryFault.badRequest("The request is not a JSON object.");
    }

    private void requireOwnHost(Context context) {
        if (context.header("Origin") != null) {
            throw RegistryFault.forbidden("This registry does not answer requests from web pages.");
        }
        String host = context.host();
        if (onLoopback && host != null && !OwnHost.isLoopback(OwnHost.withoutPort(host))) {
            throw RegistryFault.forbidden(
                    "This registry listens on the loopback only; the Host header names another host.");
        }
    }

    private static void requireJson(Context context) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        boolean hasBody =
                context.method().equals(HandlerType.POST) || context.method().equals(HandlerType.PUT);
        if (hasBody && !type.contains("json") && !type.contains("octet-stream")) {
            throw RegistryFault.notJson();
        }
    }

    private static void answer(Context context, JsonNode json) {
        context.result(json.toString());
    }

    private static void answer(Context context, int status, int code, String message) {
        context.status(status)
                .contentType(CONTENT_TYPE)
                .result(JSON.createObjectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }
}
