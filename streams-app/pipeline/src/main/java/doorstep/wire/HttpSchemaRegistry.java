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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;

/** Client of any server with the Confluent schema registry API. Waits at most 5 s for an answer. Thread-safe. */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Duration timeout;
    private final HttpClient client;

    public HttpSchemaRegistry(URI url) {
        this(url, TIMEOUT);
    }

    HttpSchemaRegistry(URI url, Duration timeout) {
        String text = url.toString();
        this.url = URI.create(text.endsWith("/") ? text : text + "/");
        this.timeout = timeout;
        client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public int register(String subject, Schema schema) {
        String path = "subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        HttpRequest.Builder request;
        try {
            String body = JSON.writeValueAsString(Map.of("schema", schema.toString(), "schemaType", "AVRO"));
            request = HttpRequest.newBuilder(url.resolve(path))
                    .header("Content-Type", CONTENT_TYPE)
                    .POST(BodyPublishers.ofString(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        HttpResponse<String> response = send(request);
        int status = response.statusCode();
        if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
            throw new IllegalStateException("the schema registry at " + url + " refused the schema of " + subject
                    + ": HTTP " + status + " " + response.body());
        }
        return field(response, "id").asInt();
    }

    @Override
    public Optional<Schema> find(int id) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(url.resolve("schemas/ids/" + id)));
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        String text = field(response, "schema").asText();
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (RuntimeException | StackOverflowError e) {
            // Not an Avro schema (JSON, Protobuf, broken): as good as none. Avro throws what it likes for such texts.
            return Optional.empty();
        }
    }

    /** A field of an answer to a request that was granted. Anything else does not come from a registry that works. */
    private JsonNode field(HttpResponse<String> response, String name) {
        if (response.statusCode() != 200) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + url + " answered HTTP " + response.statusCode(), null);
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryUnavailableException("the answer of the schema registry at " + url + " is not JSON", e);
        }
        if (!answer.path(name).isValueNode()) {
            throw new RegistryUnavailableException(
                    "the answer of the schema registry at " + url + " has no '" + name + "'", null);
        }
        return answer.path(name);
    }

    /** Waits for the whole answer: the timeout of a request covers no more than its headers. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request.timeout(timeout).header("Accept", CONTENT_TYPE).build(), BodyHandlers.ofString());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RegistryUnavailableException("the schema registry at " + url + " does not answer", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RegistryUnavailableException("the schema registry at " + url + " does not answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking the schema registry", e);
        }
    }
}
