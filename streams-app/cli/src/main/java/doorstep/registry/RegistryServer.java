package doorstep.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import doorstep.app.AppConfig;
import doorstep.app.ClusterException;
import doorstep.registry.Registry.Version;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The registry over HTTP, with the part of the Confluent API that serialisers and tools use. Nobody is asked who he is;
 * schemas are never deleted.
 */
public final class RegistryServer implements AutoCloseable {
    public static final String LOOPBACK = "127.0.0.1";

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long MAX_REQUEST_BYTES = 1 << 20;
    private static final int MAX_THREADS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;
    private final String host;
    private final Javalin server;

    RegistryServer(Registry registry, int port) {
        this(registry, LOOPBACK, port);
    }

    private RegistryServer(Registry registry, String host, int port) {
        this.registry = registry;
        this.host = host;
        this.server = Javalin.create(this::configure);
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            registry.close();
            throw new ClusterException(
                    "the schema registry cannot listen at " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** On the loopback. */
    public static RegistryServer start(AppConfig config, int port) {
        return start(config, LOOPBACK, port);
    }

    /**
     * Reads the topic of schemas, adds those of the jar, and listens.
     *
     * @param port 0 = any
     * @throws ClusterException if the topic or the port cannot be used
     */
    public static RegistryServer start(AppConfig config, String host, int port) {
        try {
            Registry registry = new Registry(new TopicLog(config), config.topics());
            registry.registerBundled();
            return new RegistryServer(registry, host, port);
        } catch (RegistryFault | KafkaException e) {
            throw new ClusterException("the schema registry cannot start: " + e.getMessage(), e);
        }
    }

    public URI url() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
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
        addRoutes(config.routes);
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

    private void addRoutes(RoutesConfig routes) {
        routes.get("/", context -> answer(context, JSON.createObjectNode()));
        routes.get("/subjects", context -> answer(context, JSON.valueToTree(registry.subjects())));
        routes.post(
                "/subjects/{subject}",
                context -> answer(context, full(registry.find(subject(context), schema(context)))));
        routes.get("/subjects/{subject}/versions", context -> {
            ArrayNode numbers = JSON.createArrayNode();
            registry.versions(subject(context)).forEach(version -> numbers.add(version.number()));
            answer(context, numbers);
        });
        routes.post(
                "/subjects/{subject}/versions",
                context -> answer(context, full(registry.register(subject(context), schema(context)))));
        routes.get("/subjects/{subject}/versions/{version}", context -> answer(context, full(version(context))));
        routes.get(
                "/subjects/{subject}/versions/{version}/schema",
                context -> context.result(version(context).schema().toString()));
        routes.delete("/subjects/*", context -> {
            throw RegistryFault.notAllowed("This registry keeps every schema: data written with it may exist.");
        });
        routes.get(
                "/schemas/types",
                context -> answer(context, JSON.createArrayNode().add("AVRO")));
        routes.get(
                "/schemas/ids/{id}",
                context -> answer(
                        context,
                        JSON.createObjectNode()
                                .put("schema", registry.schema(id(context)).toString())));
        routes.get(
                "/schemas/ids/{id}/schema",
                context -> context.result(registry.schema(id(context)).toString()));
        routes.get("/schemas/ids/{id}/subjects", context -> {
            ArrayNode names = JSON.createArrayNode();
            registry.versionsOf(id(context)).forEach(version -> names.add(version.subject()));
            answer(context, names);
        });
        routes.get("/schemas/ids/{id}/versions", context -> {
            ArrayNode versions = JSON.createArrayNode();
            registry.versionsOf(id(context))
                    .forEach(it ->
                            versions.addObject().put("subject", it.subject()).put("version", it.number()));
            answer(context, versions);
        });
        routes.post("/compatibility/subjects/{subject}/versions", context -> check(context, Optional.empty()));
        routes.post(
                "/compatibility/subjects/{subject}/versions/{version}",
                context -> check(context, Optional.of(context.pathParam("version"))));
        addConfigRoutes(routes);
    }

    private void addConfigRoutes(RoutesConfig routes) {
        routes.get("/config", context -> answer(context, level(registry.level(""), "compatibilityLevel")));
        routes.put("/config", context -> setLevel(context, ""));
        routes.get("/config/{subject}", context -> {
            String subject = subject(context);
            Optional<Compatibility> level = Boolean.parseBoolean(context.queryParam("defaultToGlobal"))
                    ? Optional.of(registry.level(subject))
                    : registry.ownLevel(subject);
            answer(
                    context,
                    level(level.orElseThrow(() -> RegistryFault.noCompatibility(subject)), "compatibilityLevel"));
        });
        routes.put("/config/{subject}", context -> setLevel(context, subject(context)));
        for (String path : List.of("/mode", "/mode/{subject}")) {
            routes.get(path, context -> answer(context, JSON.createObjectNode().put("mode", "READWRITE")));
            routes.put(path, context -> {
                if (!body(context).path("mode").asText().equals("READWRITE")) {
                    throw RegistryFault.badMode();
                }
                answer(context, JSON.createObjectNode().put("mode", "READWRITE"));
            });
        }
    }

    private void check(Context context, Optional<String> version) {
        List<String> faults = registry.faults(subject(context), version, schema(context));
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", faults.isEmpty());
        if (Boolean.parseBoolean(context.queryParam("verbose"))) {
            answer.set("messages", JSON.valueToTree(faults));
        }
        answer(context, answer);
    }

    private void setLevel(Context context, String subject) {
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
        return context.pathParam("subject");
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
            throw RegistryFault.badSchema("Only AVRO schemas are kept here, not " + type + ".");
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

    /** Web pages cannot send these types to another host unasked, so no page in a browser here can register anything. */
    private static void requireJson(Context context) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        boolean changes = !context.method().name().equals("GET")
                && !context.method().name().equals("DELETE");
        if (changes && !type.contains("json") && !type.contains("octet-stream")) {
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
