// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import doorstep.broker.EmbeddedBroker;
import doorstep.config.AppConfig;
import doorstep.config.SslStores;
import doorstep.fixtures.TestStores;
import doorstep.topics.TopicAdmin;
import doorstep.wire.BundledSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
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

    /** Requests that third-party clients sent in a trial, and responses that they accepted. */
    @Test
    void shouldAnswerClientsAsRecorded() throws Exception {
        List<String> request = new ArrayList<>();
        int answers = 0;
        for (String line : recorded()) {
            if (line.startsWith("> ")) {
                request.add(line.substring(2));
            } else if (line.startsWith("< ")) {
                String[] methodAndPath = request.get(0).split(" ", 2);
                Answer answer = send(methodAndPath[0], methodAndPath[1], request.size() > 1 ? request.get(1) : "");
                assertThat(answer.status() + " " + answer.body())
                        .as(request.get(0))
                        .isEqualTo(line.substring(2));
                answers++;
                request.clear();
            }
        }
        assertThat(answers).isGreaterThan(20);
    }

    private static List<String> recorded() throws IOException {
        try (InputStream file = RegistryIT.class.getResourceAsStream("/registry/clients.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
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

    @Test
    void shouldRefuseEventSchemasThatThePipelineCannotRead() throws Exception {
        String visits = "/subjects/" + TopicNames.DEFAULT.of(Topics.VISITS) + "-value/versions";
        JsonNode visit = JSON.readTree(Topics.VISITS.value().toString());
        ObjectNode withoutUnit = visit.deepCopy();
        withoutUnit
                .withArray("fields")
                .removeIf(field -> field.path("name").asText().equals("unit"));
        ObjectNode ofConnect = ((ObjectNode) visit.deepCopy()).put("name", "ConnectDefault");

        Answer missing = post(visits, withoutUnit.toString());
        Answer renamed = post(visits, ofConnect.toString());

        assertThat(missing).extracting(Answer::status, Answer::code).containsExactly(409, 409);
        assertThat(missing.body().path("message").asText())
                .contains("Doorstep cannot read data of the new schema", "READER_FIELD_MISSING_DEFAULT_VALUE", "unit");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(renamed.body().path("message").asText()).contains("NAME_MISMATCH", "Kafka Connect and Flink");
        assertThat(get(visits + "/latest").body().path("id").asInt())
                .isEqualTo(BundledSchemas.idOf(Topics.VISITS.value()));
    }

    @Test
    void shouldKeepTheLevelsOfItsOwnSubjects() throws Exception {
        String visits = "/config/" + TopicNames.DEFAULT.subject(Topics.VISITS);
        String counts = "/config/" + TopicNames.DEFAULT.subject(Topics.VISIT_COUNTS);

        Answer none = send("PUT", visits, "{\"compatibility\":\"NONE\"}");
        send("PUT", "/config", "{\"compatibility\":\"NONE\"}");

        assertThat(none).extracting(Answer::status, Answer::code).containsExactly(422, 42205);
        assertThat(send("DELETE", visits, "").code()).isEqualTo(42205);
        assertThat(get(visits).body().path("compatibilityLevel").asText()).isEqualTo("BACKWARD_TRANSITIVE");
        assertThat(get(counts).body().path("compatibilityLevel").asText()).isEqualTo("FULL_TRANSITIVE");
        assertThat(send("PUT", visits, "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}")
                        .status())
                .isEqualTo(200);
        assertThat(send("DELETE", "/config", "")
                        .body()
                        .path("compatibilityLevel")
                        .asText())
                .isEqualTo("NONE");
        assertThat(get("/config").body().path("compatibilityLevel").asText()).isEqualTo("BACKWARD");
    }

    @Test
    void shouldForgetALevelThatWasRemoved() throws Exception {
        post("/subjects/" + subject + "/versions", V1);
        send("PUT", "/config/" + subject, "{\"compatibility\":\"FULL\"}");

        assertThat(send("DELETE", "/config/" + subject, "").body())
                .isEqualTo(JSON.readTree("{\"compatibilityLevel\":\"FULL\"}"));

        assertThat(get("/config/" + subject).code()).isEqualTo(40408);
        assertThat(send("DELETE", "/config/" + subject, "").code()).isEqualTo(40401);
        registry.close();
        registry = RegistryServer.start(config, 0);
        assertThat(get("/config/" + subject).code()).isEqualTo(40408);
    }

    @Test
    void shouldListSchemasAndSubjectsByPrefix() throws Exception {
        post("/subjects/" + subject + "-a/versions", V1);
        post("/subjects/" + subject + "-a/versions", V2);
        post("/subjects/:.:" + subject + "-b/versions", V1);

        for (String prefix : List.of(subject, ":*:" + subject, ":.:" + subject)) {
            assertThat(get("/subjects?subjectPrefix=" + prefix).body().toString())
                    .isEqualTo("[\"" + subject + "-a\",\"" + subject + "-b\"]");
        }
        assertThat(versions("/schemas?subjectPrefix=" + subject)).containsExactly("-a 1", "-a 2", "-b 1");
        assertThat(versions("/schemas?latestOnly=true&subjectPrefix=:*:" + subject))
                .containsExactly("-a 2", "-b 1");
        assertThat(versions("/schemas?offset=1&limit=1&subjectPrefix=" + subject))
                .containsExactly("-a 2");
        assertThat(get("/contexts").body().toString()).isEqualTo("[\":.:\"]");
        assertThat(post("/subjects/:.other:" + subject + "/versions", V1).status())
                .isEqualTo(400);
    }

    private List<String> versions(String path) throws Exception {
        List<String> versions = new ArrayList<>();
        get(path)
                .body()
                .forEach(it -> versions.add(it.path("subject").asText().substring(subject.length()) + " "
                        + it.path("version").asInt()));
        return versions;
    }

    @Test
    void shouldKnowThatNothingRefersToASchemaAndThatNoneHasMetadata() throws Exception {
        post("/subjects/" + subject + "/versions", V1);

        assertThat(get("/subjects/" + subject + "/versions/1/referencedby")
                        .body()
                        .toString())
                .isEqualTo("[]");
        assertThat(get("/subjects/" + subject + "/versions/2/referencedby").code())
                .isEqualTo(40402);
        assertThat(get("/subjects/" + subject + "/metadata")
                        .body()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(get("/subjects/" + subject + "/metadata?key=owner&value=me").code())
                .isEqualTo(40403);
    }

    @Test
    void shouldAnswerHeadAsGetWithoutABody() throws Exception {
        post("/subjects/" + subject + "/versions", V1);

        for (String path : List.of("/", "/subjects", "/config", "/mode", "/subjects/" + subject + "/versions/1")) {
            HttpResponse<String> head = head(path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
        assertThat(head("/subjects/nobody/versions").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> head(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(registry.url().resolve(path))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /**
     * Refuses requests with a foreign host name that resolves to this machine, and requests of web pages in a browser.
     */
    @Test
    void shouldAnswerNeitherForeignHostsNorWebPages() throws Exception {
        assertThat(statusLine("Host: evil.example:8081")).contains(" 403 ");
        assertThat(statusLine("Host: 127.0.0.1.evil.example")).contains(" 403 ");
        assertThat(statusLine("Host: localhost\r\nOrigin: http://localhost")).contains(" 403 ");
        for (String host : List.of("localhost", "LOCALHOST:8081", "127.0.0.1:8081", "[::1]:8081")) {
            assertThat(statusLine("Host: " + host)).as(host).contains(" 200 ");
        }
    }

    private String statusLine(String headers) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", registry.url().getPort())) {
            socket.getOutputStream()
                    .write(("GET /subjects HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void shouldLetClientsChangeNothingWhenReadOnly() throws Exception {
        registry.close();
        registry = RegistryServer.start(
                config, new RegistryServer.Settings(RegistryServer.LOOPBACK, 0, Optional.empty(), true));
        String visits = "/subjects/" + TopicNames.DEFAULT.of(Topics.VISITS) + "-value/versions";

        assertThat(post(visits, Topics.VISITS.value().toString())
                        .body()
                        .path("id")
                        .asInt())
                .isEqualTo(BundledSchemas.idOf(Topics.VISITS.value()));
        assertThat(post("/subjects/" + subject + "/versions", V1))
                .extracting(Answer::status, Answer::code)
                .containsExactly(422, 42205);
        assertThat(send("PUT", "/config", "{\"compatibility\":\"NONE\"}").code())
                .isEqualTo(42205);
        assertThat(send("DELETE", "/config/" + subject, "").code()).isEqualTo(42205);
        assertThat(get("/mode").body().path("mode").asText()).isEqualTo("READONLY");
        assertThat(get("/subjects/" + subject + "/versions").code()).isEqualTo(40401);
    }

    @Test
    void shouldSpeakTlsWithClientsThatShowACertificate() throws Exception {
        registry.close();
        String ca = TestStores.copy("ca.pem", dir);
        SSLContext tls = SslStores.context(Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                TestStores.copy("server.pem", dir),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                ca));
        registry = RegistryServer.start(
                config, new RegistryServer.Settings(RegistryServer.LOOPBACK, 0, Optional.of(tls), true));
        String url = "https://localhost:" + registry.url().getPort();
        Map<String, String> nobody = Map.of("schema.registry.url", url, "schema.registry.ssl.truststore.location", ca);
        Map<String, String> somebody = new HashMap<>(nobody);
        somebody.put("schema.registry.ssl.keystore.location", TestStores.copy("client.pem", dir));

        assertThat(ask(somebody)).isEqualTo(BundledSchemas.idOf(Topics.VISITS.value()));
        assertThatThrownBy(() -> ask(nobody)).isInstanceOf(RegistryUnavailableException.class);
    }

    private static int ask(Map<String, String> settings) {
        return new HttpSchemaRegistry(AppConfig.of(settings).schemaRegistry().orElseThrow())
                .register(TopicNames.DEFAULT.subject(Topics.VISITS), Topics.VISITS.value());
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
