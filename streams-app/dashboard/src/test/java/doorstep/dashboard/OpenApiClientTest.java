// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that knows the OpenAPI document and nothing else: it asks every path with the values that the document gives
 * for its parameters, one by one and in combinations, and holds the answers against the schemas. Objects with members that
 * the document does not know are refused.
 */
class OpenApiClientTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Given with all other parameters that a path has: without a window, there is no answer. */
    private static final List<String> WITH_MOST = List.of("window");

    @TempDir
    private static Path dir;

    private static FigureServer server;
    private static JsonNode document;
    private static JsonNode components;
    private final Map<String, Schema> schemas = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        server = new FigureServer(dir);
        document = server.json("/api/v1/openapi.json", server.root);
        components = closed(document.path("components"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldFindEveryAnswerAsTheDocumentSays() throws Exception {
        Set<String> answered = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        int answers = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode operation = path.getValue().path("get");
            if (!operation.at("/responses/200/content/text~1event-stream").isMissingNode()) {
                continue; // it does not end
            }
            Map<String, List<String>> parameters = parameters(operation);
            all.addAll(parameters.keySet());
            int before = answers;
            for (Map<String, String> query : queries(parameters)) {
                if (check(path.getKey(), operation, query)) {
                    answered.addAll(query.keySet());
                    answers++;
                }
            }
            assertThat(answers).as(path.getKey()).isGreaterThan(before);
        }
        all.remove("cursor"); // an answer gives it
        assertThat(answered).isEqualTo(all);
        assertThat(answers).isGreaterThan(500);
    }

    @Test
    void shouldFollowTheLinkToTheNextPage() throws Exception {
        int followed = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode operation = path.getValue().path("get");
            JsonNode link = resolved(operation.at("/responses/200")).at("/links/next");
            if (link.isMissingNode()) {
                continue;
            }
            Map<String, String> query =
                    new LinkedHashMap<>(Map.of("window", "MONTH", "reach", "subtree", "limit", "1"));
            query.keySet().retainAll(parameters(operation).keySet());
            JsonNode first = server.json(address(path.getKey(), query), server.root);
            JsonNode next = first.at(link.at("/parameters/cursor").textValue().replace("$response.body#", ""));
            if (next.isTextual()) {
                query.put("cursor", next.textValue());
                assertThat(check(path.getKey(), operation, query)).isTrue();
                assertThat(server.json(address(path.getKey(), query), server.root)
                                .at("/rows/0"))
                        .isNotEqualTo(first.at("/rows/0"));
                followed++;
            }
        }
        assertThat(followed).isPositive();
    }

    // ---- Questions

    /** The values that the document gives for each parameter of the query. */
    private static Map<String, List<String>> parameters(JsonNode operation) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolved(reference);
            JsonNode schema = parameter.path("schema");
            Set<String> values = new LinkedHashSet<>();
            schema.path("examples").forEach(it -> values.add(it.asText()));
            schema.path("enum").forEach(it -> values.add(it.asText()));
            if (schema.path("type").asText().equals("boolean")) {
                values.addAll(List.of("true", "false"));
            }
            if (schema.has("default")) {
                values.add(schema.path("default").asText());
            }
            if (parameter.path("in").asText().equals("query")) {
                parameters.put(parameter.path("name").asText(), List.copyOf(values));
            }
        }
        return parameters;
    }

    private static Set<Map<String, String>> queries(Map<String, List<String>> parameters) {
        Map<String, String> base = new LinkedHashMap<>();
        WITH_MOST.stream()
                .filter(parameters::containsKey)
                .forEach(name -> base.put(name, parameters.get(name).get(0)));
        Set<Map<String, String>> queries = new LinkedHashSet<>();
        parameters.forEach((name, values) -> values.forEach(value -> queries.add(with(base, name, value))));
        List<Map<String, String>> some = List.of(Map.of());
        for (int size = 0; size <= 3; size++) {
            for (Map<String, String> query : some) {
                queries.add(with(base, query));
                if (size < 3) {
                    queries.add(query);
                }
            }
            some = larger(some, parameters);
        }
        return queries;
    }

    /** Each with one more parameter that stands behind all it has. */
    private static List<Map<String, String>> larger(
            List<Map<String, String>> queries, Map<String, List<String>> parameters) {
        List<String> names = List.copyOf(parameters.keySet());
        List<Map<String, String>> larger = new ArrayList<>();
        for (Map<String, String> query : queries) {
            int last = query.keySet().stream().mapToInt(names::indexOf).max().orElse(-1);
            for (String name : names.subList(last + 1, names.size())) {
                if (!parameters.get(name).isEmpty()) {
                    larger.add(with(query, name, parameters.get(name).get(0)));
                }
            }
        }
        return larger;
    }

    private static Map<String, String> with(Map<String, String> query, String name, String value) {
        return with(query, Map.of(name, value));
    }

    private static Map<String, String> with(Map<String, String> query, Map<String, String> more) {
        Map<String, String> both = new LinkedHashMap<>(query);
        both.putAll(more);
        return both;
    }

    private static String address(String path, Map<String, String> query) {
        StringBuilder address = new StringBuilder(path);
        query.forEach((name, value) -> address.append(address.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return address.toString();
    }

    // ---- Answers

    /** Whether there is an answer; if not, the problem names a parameter. */
    private boolean check(String path, JsonNode operation, Map<String, String> query) throws Exception {
        String address = address(path, query);
        HttpResponse<String> response = server.get(address, server.root);
        JsonNode responses = operation.path("responses");
        String status = String.valueOf(response.statusCode());
        JsonNode declared = resolved(responses.path(responses.has(status) ? status : "default"));
        String type =
                response.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", "");
        JsonNode schema = declared.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as("%s: %s %s", address, status, type)
                .isFalse();
        if (!type.endsWith("json")) {
            return response.statusCode() == 200;
        }
        JsonNode body = JSON.readTree(response.body());
        assertThat(schemaOf(schema).validate(body)).as("%s: %s", address, body).isEmpty();
        if (response.statusCode() != 200) {
            assertThat(response.statusCode()).as(address).isEqualTo(400);
            assertThat(parameters(operation).keySet())
                    .as("%s: %s", address, body)
                    .contains(body.path("parameter").asText());
        }
        return response.statusCode() == 200;
    }

    private Schema schemaOf(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode root = schema.deepCopy();
            root.set("components", components);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(root);
        });
    }

    /** References are to the document itself. */
    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** With schemas of objects that have no other members than those described. */
    private static JsonNode closed(JsonNode components) {
        JsonNode copy = components.deepCopy();
        Set<String> parts = new HashSet<>();
        copy.findValues("allOf")
                .forEach(all ->
                        all.forEach(it -> parts.add(it.path("$ref").asText().replaceFirst(".*/", ""))));
        copy.path("schemas").properties().forEach(schema -> {
            if (!parts.contains(schema.getKey())
                    && (schema.getValue().has("properties") || schema.getValue().has("allOf"))) {
                ((ObjectNode) schema.getValue()).put("unevaluatedProperties", false);
            }
        });
        return copy;
    }
}
