// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Client for servers with the Confluent Schema Registry API. Waits up to 30 s for an answer; stream threads use it
 * through {@link SchemaLookups}. Thread-safe.
 *
 * <p>An unknown id is a verdict on records, and must come from the registry itself, which sends {@code error_code}
 * 40403. A proxy, a wrong path or a registry that is starting may answer 404 too. So a refusal without that code only
 * counts if the server then still knows a schema that was registered through this client.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SCHEMA_NOT_FOUND = 40403;
    /** Error codes for an unknown subject, and for an unknown schema under a subject. */
    private static final Set<Integer> NOT_THERE = Set.of(40401, SCHEMA_NOT_FOUND);

    private static final int LONGEST_REASON = 500;
    private static final Set<Integer> REFUSALS = Set.of(400, 404, 422);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A schema that the server must know. */
    private record Registered(int id, Schema schema) {}

    /**
     * A check that the server knows it.
     *
     * @param begin {@link System#nanoTime} when it began
     * @param fault empty if the server knows it
     */
    private record Control(long begin, Optional<String> fault) {}

    private final RegistryAccess access;
    private final URI url;
    private final Duration timeout;
    private final HttpClient client;
    private volatile Registered registered;
    private Control control; // guarded by this

    /** A client that does not authenticate. */
    public HttpSchemaRegistry(URI url) {
        this(RegistryAccess.open(url));
    }

    public HttpSchemaRegistry(RegistryAccess access) {
        this(access, TIMEOUT);
    }

    HttpSchemaRegistry(RegistryAccess access, Duration timeout) {
        String text = access.url().toString();
        this.access = access;
        this.url = URI.create(text.endsWith("/") ? text : text + "/");
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        access.ssl().ifPresent(builder::sslContext);
        client = builder.build(); // follows no redirects, which might send credentials elsewhere
    }

    @Override
    public String name() {
        return "the schema registry at " + url;
    }

    @Override
    public int register(String subject, Schema schema) {
        String path = "subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                + (access.registers() ? "/versions" : "");
        String question = "the schema of " + subject;
        HttpRequest.Builder request;
        try {
            String body = JSON.writeValueAsString(Map.of("schema", schema.toString(), "schemaType", "AVRO"));
            request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", CONTENT_TYPE)
                    .POST(BodyPublishers.ofString(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        HttpResponse<String> response = send(request, question);
        int status = response.statusCode();
        if (!access.registers() && status == 404 && NOT_THERE.contains(errorCode(response))) {
            throw new RegistryRefusedException(name() + " does not have the schema of " + subject
                    + "; register it there, or set schema.registry.register=true");
        }
        if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
            throw new RegistryRefusedException(name() + " refused the schema of " + subject + ": HTTP " + status
                    + remedy(status) + reason(response));
        }
        int id = field(response, "id", question).asInt();
        registered = new Registered(id, schema);
        return id;
    }

    @Override
    public Optional<Schema> find(int id) {
        String question = "schema id " + id;
        HttpResponse<String> response = send(request(id), question);
        if (response.statusCode() != 200 && errorCode(response) == SCHEMA_NOT_FOUND) {
            return Optional.empty();
        }
        if (REFUSALS.contains(response.statusCode())) {
            knowsRegistered(System.nanoTime()).ifPresent(fault -> {
                throw new RegistryUnavailableException(
                        name() + " answered HTTP " + response.statusCode() + " without error_code " + SCHEMA_NOT_FOUND
                                + " (" + question + "), which does not settle it: " + fault,
                        null);
            });
            return Optional.empty();
        }
        String text = field(response, "schema", question).asText();
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (RuntimeException | StackOverflowError e) {
            // Not an Avro schema (JSON, Protobuf, broken): treated as absent. Avro throws all sorts of exceptions for
            // such texts.
            return Optional.empty();
        }
    }

    private HttpRequest.Builder request(int id) {
        return HttpRequest.newBuilder(url.resolve("schemas/ids/" + id));
    }

    /** One check serves all waiting callers whose refusal came before the check began. */
    private synchronized Optional<String> knowsRegistered(long refusedAt) {
        if (control == null || control.begin() - refusedAt < 0) {
            control = new Control(System.nanoTime(), lookForRegistered());
        }
        return control.fault();
    }

    private Optional<String> lookForRegistered() {
        Registered own = registered;
        if (own == null) {
            return Optional.of("no schema has been registered here to compare with");
        }
        String question = "schema id " + own.id() + ", a schema of Doorstep's own";
        try {
            HttpResponse<String> response = send(
                    request(own.id())
                            .header("Cache-Control", "no-cache, no-store")
                            .header("Pragma", "no-cache"),
                    question);
            Schema found = new Schema.Parser()
                    .parse(field(response, "schema", question).asText());
            return canonical(found).equals(canonical(own.schema()))
                    ? Optional.empty()
                    : Optional.of("it gave another schema for " + question);
        } catch (RegistryUnavailableException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException | StackOverflowError e) { // see find
            return Optional.of("it gave no Avro schema for " + question);
        }
    }

    private static String canonical(Schema schema) {
        return SchemaNormalization.toParsingForm(schema);
    }

    private static int errorCode(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body()).path("error_code").asInt();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401, 403 ->
                "; schema.registry.basic.auth.user.info, .bearer.auth.token or .ssl.keystore.location"
                        + " are the credentials, and may be wrong";
            default -> "";
        };
    }

    /** The server's reason for a refusal, if its body follows the API. */
    private static String reason(HttpResponse<String> response) {
        try {
            String message = JSON.readTree(response.body()).path("message").asText();
            return message.isEmpty() ? "" : ": " + message.substring(0, Math.min(message.length(), LONGEST_REASON));
        } catch (IOException e) {
            return "";
        }
    }

    /** A field of a successful response. If it is missing, the response does not come from a working registry. */
    private JsonNode field(HttpResponse<String> response, String name, String question) {
        if (response.statusCode() != 200) {
            throw new RegistryUnavailableException(
                    name() + " answered HTTP " + response.statusCode() + " (" + question + ")"
                            + remedy(response.statusCode()) + reason(response),
                    null);
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryUnavailableException("the answer of " + name() + " is not JSON (" + question + ")", e);
        }
        if (!answer.path(name).isValueNode()) {
            throw new RegistryUnavailableException(
                    "the answer of " + name() + " has no '" + name + "' (" + question + ")", null);
        }
        return answer.path(name);
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        access.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** The message of a network or TLS fault. */
    private static String textOf(Throwable fault) {
        String kind = fault.getClass().getSimpleName();
        return fault.getMessage() == null ? kind : kind + ": " + fault.getMessage();
    }

    /** Waits for the whole response: the timeout of a request only covers its headers. */
    private HttpResponse<String> send(HttpRequest.Builder request, String question) {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                authorized(request)
                        .timeout(timeout)
                        .header("Accept", CONTENT_TYPE)
                        .build(),
                BodyHandlers.ofString());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RegistryUnavailableException(
                    name() + " does not answer (" + question + "): " + textOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RegistryUnavailableException(
                    name() + " did not answer in " + timeout.toMillis() + " ms (" + question + ")", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking the schema registry", e);
        }
    }
}
