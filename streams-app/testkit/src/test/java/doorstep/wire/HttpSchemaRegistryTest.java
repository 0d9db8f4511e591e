// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import doorstep.avro.Rejected;
import doorstep.avro.Visit;
import doorstep.fixtures.ForeignRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class HttpSchemaRegistryTest {
    private static final Schema VISIT = Visit.getClassSchema();
    private static final Schema REJECTED = Rejected.getClassSchema();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<String> asked = new AtomicReference<>();
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
    }

    private void answer(int status, String body) {
        answer(exchange -> reply(exchange, status, body));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private HttpSchemaRegistry registry(String path) {
        return new HttpSchemaRegistry(RegistryAccess.open(uri(path)), Duration.ofSeconds(25));
    }

    private HttpSchemaRegistry impatient() {
        return new HttpSchemaRegistry(RegistryAccess.open(uri("")), Duration.ofMillis(500));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static String quoted(Schema schema) {
        return "\"" + schema.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void shouldFindASchema(String path) {
        answer(200, "{\"schema\": " + quoted(VISIT) + "}");

        assertThat(registry(path).find(7)).contains(VISIT);
        assertThat(asked).hasValue("GET /schemas/ids/7 ");
    }

    @Test
    void shouldKeepThePathOfTheServer() {
        answer(404, "{\"error_code\": 40403}");

        registry("/apis/ccompat/v7").find(7);

        assertThat(asked).hasValue("GET /apis/ccompat/v7/schemas/ids/7 ");
    }

    @Test
    void shouldRegisterASchema() {
        answer(200, "{\"id\": 42}");

        assertThat(registry("").register("doorstep.visits-value", VISIT)).isEqualTo(42);
        assertThat(asked.get())
                .startsWith("POST /subjects/doorstep.visits-value/versions {")
                .contains("\"schema\":" + quoted(VISIT));
    }

    @Test
    void shouldSayWhyAServerRefusesASchema() {
        answer(409, "{\"message\": \"incompatible\"}");

        assertThatThrownBy(() -> registry("").register("doorstep.visits-value", VISIT))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("doorstep.visits-value")
                .hasMessageContaining("409")
                .hasMessageContaining("incompatible");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void shouldNotTakeTroubleForARefusal(int status) {
        answer(status, "trouble");

        assertThatThrownBy(() -> registry("").register("doorstep.visits-value", VISIT))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldFindNoneWhereThereIsNone() {
        answer(404, "{\"error_code\": 40403}");

        assertThat(registry("").find(7)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ForeignRegistry.Refusal.class)
    void shouldFindNoneWhereARegistryRefusesAnId(ForeignRegistry.Refusal refusal) throws IOException {
        try (ForeignRegistry foreign = new ForeignRegistry(Map.of())) {
            foreign.refuse(refusal);
            HttpSchemaRegistry registry = new HttpSchemaRegistry(foreign.url());
            int own = registry.register("doorstep.rejected-value", REJECTED);

            assertThat(registry.find(7)).isEmpty();
            assertThat(registry.find(own)).contains(REJECTED);
        }
    }

    @Test
    void shouldGiveNoVerdictBehindAProxyThatRefusesAll() throws IOException {
        try (ForeignRegistry foreign = new ForeignRegistry(Map.of(77, VISIT))) {
            HttpSchemaRegistry registry = new HttpSchemaRegistry(foreign.url());
            int own = registry.register("doorstep.rejected-value", REJECTED);
            foreign.hide(true);

            assertThatThrownBy(() -> registry.find(77))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(foreign.url().toString())
                    .hasMessageContaining("HTTP 404 without error_code 40403 (schema id 77)")
                    .hasMessageContaining("schema id " + own);

            foreign.hide(false);
            assertThat(registry.find(77)).contains(VISIT);
            assertThat(registry.find(78)).isEmpty();
        }
    }

    @Test
    void shouldGiveNoVerdictOnABareRefusalBeforeItRegistered() {
        answer(404, "");

        assertUnavailable(registry(""));
    }

    @Test
    void shouldNotBelieveARegistryWithAnotherSchemaForItsId() {
        answer(exchange -> {
            String path = exchange.getRequestURI().getPath();
            reply(exchange, path.endsWith("/7") ? 404 : 200, "{\"id\": 1, \"schema\": " + quoted(VISIT) + "}");
        });
        HttpSchemaRegistry registry = registry("");
        registry.register("doorstep.rejected-value", REJECTED);

        assertUnavailable(registry);
    }

    @Test
    void shouldAskPastCachesWhetherTheRegistryIsThere() {
        Map<String, String> cacheControl = new ConcurrentHashMap<>();
        answer(exchange -> {
            String path = exchange.getRequestURI().getPath();
            cacheControl.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Cache-Control")));
            reply(exchange, path.endsWith("/7") ? 404 : 200, "{\"id\": 1, \"schema\": " + quoted(REJECTED) + "}");
        });
        HttpSchemaRegistry registry = registry("");
        registry.register("doorstep.rejected-value", REJECTED);

        assertThat(registry.find(7)).isEmpty();
        assertThat(cacheControl).containsEntry("/schemas/ids/1", "no-cache, no-store");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 405, 429, 500, 503})
    void shouldNameRegistryAndIdOfAnOutage(int status) {
        answer(status, "trouble");

        assertThatThrownBy(() -> registry("").find(4_711))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(uri("/").toString())
                .hasMessageContaining("HTTP " + status)
                .hasMessageContaining("schema id 4711");
    }

    /** Bodies that are not an Avro schema and never will be: a verdict. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "\\\"no such type\\\"",
                "{\\\"type\\\": 5}",
                "{\\\"type\\\": \\\"record\\\"}",
                "{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"A\\\", \\\"fields\\\": [5]}",
                "{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"A\\\", \\\"fields\\\": {}}",
                "{\\\"type\\\": \\\"fixed\\\", \\\"name\\\": \\\"A\\\", \\\"size\\\": -1}",
                "{\\\"type\\\": \\\"enum\\\", \\\"name\\\": \\\"A\\\", \\\"symbols\\\": [1]}",
                "{\\\"type\\\": \\\"array\\\"}",
                "{\\\"type\\\": \\\"map\\\", \\\"values\\\": null}",
                "[[]]",
                "syntax = \\\"proto3\\\";",
                "{",
            })
    void shouldTakeWhatIsNoAvroSchemaForNone(String schema) {
        answer(200, "{\"schema\": \"" + schema + "\"}");

        HttpSchemaRegistry registry = registry("");

        // An empty union is a valid Avro schema, but no topic can be read with it.
        assertThat(registry.find(7))
                .matches(found -> found.isEmpty() || found.get().isUnion());
    }

    @Test
    void shouldTakeADeepSchemaForNone() {
        answer(
                200,
                "{\"schema\": \"" + "{\\\"type\\\": \\\"array\\\", \\\"items\\\": ".repeat(20_000) + "\\\"int\\\""
                        + "}".repeat(20_000) + "\"}");

        assertThat(registry("").find(7)).isEmpty();
    }

    @Test
    void shouldNotTakeAnAnswerWithoutASchemaForAVerdict() {
        answer(200, "{\"message\": \"maintenance\"}");

        assertThatThrownBy(() -> registry("").register("doorstep.visits-value", VISIT))
                .isInstanceOf(RegistryUnavailableException.class);
        assertUnavailable(registry(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "", "null", "[]", "7", "{"})
    void shouldNotTakeTextForAVerdict(String body) {
        answer(200, body);

        assertUnavailable(registry(""));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503})
    void shouldGiveNoVerdictWhileTheServerIsInTrouble(int status) {
        answer(status, "trouble");

        assertUnavailable(registry(""));
    }

    @Test
    void shouldNotWaitLongForAServerThatHangs() {
        answer(exchange -> over.await());

        assertUnavailable(impatient());
    }

    @Test
    void shouldNotWaitLongForAnAnswerThatHangsHalfway() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"schema\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            over.await();
        });

        assertUnavailable(impatient());
    }

    @Test
    void shouldGiveNoVerdictWhereNobodyListens() {
        HttpSchemaRegistry registry = registry("");
        server.stop(0);

        assertUnavailable(registry);
    }

    private static void assertUnavailable(HttpSchemaRegistry registry) {
        assertThatThrownBy(() -> registry.find(7)).isInstanceOf(RegistryUnavailableException.class);
    }
}
