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
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Client of any server with the Confluent schema registry API. Waits at most 5 s for an answer. Thread-safe. */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final HttpClient client;

    public HttpSchemaRegistry(URI url) {
        String text = url.toString();
        this.url = URI.create(text.endsWith("/") ? text : text + "/");
        client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
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
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the schema registry at " + url + " refused the schema of " + subject
                    + ": HTTP " + response.statusCode() + " " + response.body());
        }
        return field(response, "id").asInt();
    }

    @Override
    public Optional<Schema> find(int id) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(url.resolve("schemas/ids/" + id)));
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new RegistryUnavailableException(
                    "the schema registry at " + url + " answered HTTP " + response.statusCode(), null);
        }
        try {
            return Optional.of(
                    new Schema.Parser().parse(field(response, "schema").asText()));
        } catch (AvroRuntimeException e) {
            return Optional.empty(); // not an Avro schema (JSON, Protobuf, broken): as good as none
        }
    }

    private static JsonNode field(HttpResponse<String> response, String name) {
        try {
            return JSON.readTree(response.body()).path(name);
        } catch (IOException e) {
            throw new RegistryUnavailableException("the schema registry's answer is not JSON", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(TIMEOUT).header("Accept", CONTENT_TYPE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailableException("the schema registry at " + url + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking the schema registry", e);
        }
    }
}
