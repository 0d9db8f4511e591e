package doorstep.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.app.AppConfig;
import doorstep.app.TopicAdmin;
import doorstep.broker.EmbeddedBroker;
import doorstep.wire.BundledSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String V1 = record("{\"name\":\"a\",\"type\":\"int\"}");
    private static final String V2 =
            record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String WITHOUT_DEFAULT =
            record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"c\",\"type\":\"int\"}");

    @TempDir
    private static Path dir;

    private static EmbeddedBroker broker;
    private static AppConfig config;

    private final HttpClient client = HttpClient.newHttpClient();
    private RegistryServer registry;
    private String subject;

    /** @param code error_code; 0 = none */
    private record Answer(int status, int code, JsonNode body) {}

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(dir, 0);
        config = AppConfig.of(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (TopicAdmin topics = new TopicAdmin(config)) {
            topics.create();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        registry = RegistryServer.start(config, 0);
        subject = "s" + System.nanoTime();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void shouldGiveVersionsInOrderAndIdsThatFollowFromTheText() throws Exception {
        int id = BundledSchemas.idOf(new Schema.Parser().parse(V1));

        assertThat(post("/subjects/" + subject + "/versions", V1)
                        .body()
                        .path("id")
                        .asInt())
                .isEqualTo(id);
        assertThat(post("/subjects/" + subject + "/versions", V1)
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("/subjects/" + subject + "/versions", V2)
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(get("/subjects/" + subject + "/versions").body()).isEqualTo(JSON.readTree("[1,2]"));
        assertThat(get("/subjects/" + subject + "/versions/latest")
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(post("/subjects/" + subject, V1).body().path("version").asInt())
                .isEqualTo(1);
        JsonNode schema = get("/schemas/ids/" + id).body();
        assertThat(new Schema.Parser().parse(schema.path("schema").asText())).isEqualTo(new Schema.Parser().parse(V1));
        assertThat(get("/schemas/types").body()).isEqualTo(JSON.readTree("[\"AVRO\"]"));
    }

    @Test
    void shouldRefuseAVersionThatCannotReadTheOneBefore() throws Exception {
        post("/subjects/" + subject + "/versions", V1);

        Answer answer = post("/subjects/" + subject + "/versions", WITHOUT_DEFAULT);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("message").asText()).contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        Answer check = post("/compatibility/subjects/" + subject + "/versions/latest", WITHOUT_DEFAULT);
        assertThat(check.body().path("is_compatible").asBoolean(true)).isFalse();
        check = post("/compatibility/subjects/" + subject + "/versions/latest", V2);
        assertThat(check.body().path("is_compatible").asBoolean(false)).isTrue();
    }

    @Test
    void shouldCheckAsTheSubjectSays() throws Exception {
        post("/subjects/" + subject + "/versions", V1);
        assertThat(get("/config/" + subject))
                .extracting(Answer::status, Answer::code)
                .containsExactly(404, 40408);

        send("PUT", "/config/" + subject, "{\"compatibility\":\"NONE\"}");

        assertThat(get("/config/" + subject).body().path("compatibilityLevel").asText())
                .isEqualTo("NONE");
        assertThat(get("/config").body().path("compatibilityLevel").asText()).isEqualTo("BACKWARD");
        assertThat(post("/subjects/" + subject + "/versions", WITHOUT_DEFAULT).status())
                .isEqualTo(200);
        assertThat(send("PUT", "/config", "{\"compatibility\":\"SOMEHOW\"}").code())
                .isEqualTo(42203);
    }

    @Test
    void shouldAnswerWithTheCodesOfTheApi() throws Exception {
        post("/subjects/" + subject + "/versions", V1);

        assertThat(get("/subjects/nobody/versions").code()).isEqualTo(40401);
        assertThat(get("/subjects/" + subject + "/versions/9").code()).isEqualTo(40402);
        assertThat(get("/subjects/" + subject + "/versions/x").code()).isEqualTo(42202);
        assertThat(get("/schemas/ids/1").code()).isEqualTo(40403);
        assertThat(post("/subjects/" + subject, V2).code()).isEqualTo(40403);
        assertThat(post("/subjects/" + subject + "/versions", "{\"type\":\"nothing\"}")
                        .code())
                .isEqualTo(42201);
        assertThat(send("POST", "/subjects/" + subject + "/versions", "not json")
                        .status())
                .isEqualTo(400);
        assertThat(send("DELETE", "/subjects/" + subject, "").status()).isEqualTo(405);
        assertThat(get("/mode").body().path("mode").asText()).isEqualTo("READWRITE");
    }

    @Test
    void shouldRefuseSchemasThatCouldAnnounceAnything() throws Exception {
        Answer recursive =
                post("/subjects/" + subject + "/versions", record("{\"name\":\"next\",\"type\":[\"null\",\"R\"]}"));
        Answer nulls = post(
                "/subjects/" + subject + "/versions",
                record("{\"name\":\"x\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}"));

        assertThat(recursive).extracting(Answer::status, Answer::code).containsExactly(422, 42201);
        assertThat(recursive.body().path("message").asText()).contains("Recursive schemas");
        assertThat(nulls.code()).isEqualTo(42201);
        assertThat(post("/subjects/" + subject + "/versions", "[".repeat(100_000))
                        .code())
                .isEqualTo(42201);
    }

    @Test
    void shouldRefuseHugeRequestsAndRequestsOfWebPages() throws Exception {
        assertThat(post("/subjects/" + subject + "/versions", "x".repeat(2_000_000))
                        .status())
                .isEqualTo(413);
        HttpResponse<String> page = client.send(
                HttpRequest.newBuilder(registry.url().resolve("/subjects/" + subject + "/versions"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(415);
    }

    @Test
    void shouldRememberOverARestart() throws Exception {
        post("/subjects/" + subject + "/versions", V1);
        send("PUT", "/config/" + subject, "{\"compatibility\":\"FULL\"}");
        registry.close();

        registry = RegistryServer.start(config, 0);

        assertThat(get("/subjects/" + subject + "/versions").body()).isEqualTo(JSON.readTree("[1]"));
        assertThat(get("/config/" + subject).body().path("compatibilityLevel").asText())
                .isEqualTo("FULL");
        assertThat(post("/subjects/" + subject + "/versions", V2)
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldAgreeWithAnotherRegistryOnTheSameTopic() throws Exception {
        try (RegistryServer other = RegistryServer.start(config, 0)) {
            HttpSchemaRegistry here = new HttpSchemaRegistry(registry.url());
            HttpSchemaRegistry there = new HttpSchemaRegistry(other.url());
            Schema first = new Schema.Parser().parse(V1);
            Schema second = new Schema.Parser().parse(V2);

            assertThat(here.register(subject, first)).isEqualTo(there.register(subject, first));
            there.register(subject, second);
            here.register(subject + "x", first);
            there.register(subject + "y", second);

            assertThat(here.find(BundledSchemas.idOf(second))).contains(second);
            assertThat(get("/subjects/" + subject + "/versions").body()).isEqualTo(JSON.readTree("[1,2]"));
            assertThat(get("/subjects").body().toString()).contains(subject + "x", subject + "y");
        }
    }

    @Test
    void shouldListTheSchemasOfTheJar() throws Exception {
        String name = TopicNames.DEFAULT.of(Topics.VISITS) + "-value";

        assertThat(get("/subjects/" + name + "/versions/latest")
                        .body()
                        .path("id")
                        .asInt())
                .isEqualTo(BundledSchemas.idOf(Topics.VISITS.value()));
    }

    private Answer get(String path) throws Exception {
        return send("GET", path, "");
    }

    private Answer post(String path, String schema) throws Exception {
        return send("POST", path, JSON.createObjectNode().put("schema", schema).toString());
    }

    private Answer send(String method, String path, String body) throws Exception {
        URI uri = registry.url().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        JsonNode json = JSON.readTree(response.body());
        return new Answer(response.statusCode(), json.path("error_code").asInt(0), json);
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }
}
