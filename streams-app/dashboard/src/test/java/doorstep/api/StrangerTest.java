// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import doorstep.cluster.ClusterException;
import doorstep.config.ConfigurationException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a hostile client, or a web page in somebody's browser, may try. */
class StrangerTest {
    private static final String PAGE = "https://intranet.example";

    private final Logger log = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private TestApi api;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        lines.start();
        log.addAppender(lines);
        api = TestApi.with(
                settings -> settings.withAllowedHosts(Set.of("figures.example")).withOrigins(Set.of(PAGE)));
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8088",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "figures.example.evil.example",
                "0.0.0.0",
                "192.0.2.1",
                "[::2]"
            })
    void shouldRefuseForeignHosts(String host) {
        for (String path : new String[] {"/health", "/ready", "/api", "/api/v1/echo", "/nothing"}) {
            assertThat(api.raw().ask("GET " + path + " HTTP/1.1", "Host: " + host))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST:1",
                "[::1]:8088",
                "127.0.0.1:8088",
                "figures.example",
                "FIGURES.example:443"
            })
    void shouldAnswerUnderItsOwnNames(String host) {
        assertThat(api.raw().ask("GET /api/v1/echo HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldRefuseRequestsWithoutOneHost() {
        assertThat(api.raw().ask("GET /api HTTP/1.1")).startsWith("HTTP/1.1 400 ");
        assertThat(api.raw().ask("GET /api HTTP/1.0")).startsWith("HTTP/1.1 421 ");
        assertThat(api.raw().ask("GET /api HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(api.raw().ask("GET http://evil.example/api HTTP/1.1", "Host: localhost"))
                .matches("(?s)HTTP/1.1 4(00|21) .*");
    }

    @Test
    void shouldAnswerProbesUnderAnyHostWithTokens() {
        try (TestApi guarded = TestApi.with(settings -> settings.withTokens(directory.resolve("tokens")))) {
            for (String path : new String[] {"/health", "/ready"}) {
                assertThat(guarded.raw().ask("GET " + path + " HTTP/1.1", "Host: 10.1.2.3:8088"))
                        .startsWith("HTTP/1.1 200 ")
                        .doesNotContain("secret");
            }
            assertThat(guarded.raw().ask("GET /api HTTP/1.1", "Host: 10.1.2.3")).startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void shouldRefusePagesOfOtherOrigins() {
        for (String origin : new String[] {
            "https://evil.example",
            "null",
            "http://127.0.0.1:1",
            "http://127.0.0.1",
            PAGE + ".evil.example",
            PAGE + ":1"
        }) {
            HttpResponse<String> answer = api.get("/api/v1/echo", "Origin", origin);
            assertThat(answer.statusCode()).as(origin).isEqualTo(403);
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            for (String site : new String[] {"cross-site", "same-site", "none"}) {
                assertThat(api.get("/api/v1/echo", "Origin", origin, "Sec-Fetch-Site", site)
                                .statusCode())
                        .as("%s, %s", origin, site)
                        .isEqualTo(403);
            }
        }
        assertThat(api.get("/api/v1/echo", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.get("/api", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Browsers send an {@code Origin} with modules, and a proxy a {@code Host} without its port, or one of its own. */
    @Test
    void shouldAnswerItsPagesBehindAReverseProxy() {
        HttpResponse<String> answer =
                api.get("/api/v1/echo", "Origin", "https://figures.example:8443", "Sec-Fetch-Site", "same-origin");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void shouldAnswerItsOwnPagesWithoutCors() {
        HttpResponse<String> answer = api.get("/api/v1/echo", "Origin", "http://127.0.0.1:" + api.port());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void shouldAnswerListedOriginsByCors() {
        HttpResponse<String> asked = api.send("OPTIONS", "/api/v1/echo", "Origin", PAGE);
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization");

        HttpResponse<String> answer = api.get("/api/v1/echo", "Origin", PAGE);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("Origin");
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=%FF",
                "text=%C0%AF",
                "text=%ED%A0%80",
                "text=%F0%9F%98",
                "text=\u00FF",
                "text=%",
                "text=%zz",
                "%FF=1",
                "text=%00",
                "text=a%0D%0ASet-Cookie:x=1",
                "text=%C2%9B31m",
                "text=1&text=2",
                "text=1&te%78t=2",
                "unknown=1",
                "=1",
                "order=middle",
                "limit=0",
                "limit=-1",
                "limit=1e3",
                "limit=99999999999999999999",
                "day=2024-02-30",
                "day=+10000-01-01",
                "flag=yes",
                "cursor=",
                "cursor=bm9wZQ",
                "cursor=W10",
                "cursor=%2e%2e"
            })
    void shouldRefuseBrokenParameters(String query) {
        String answer = api.raw().ask("GET /api/v1/echo?" + query + " HTTP/1.1", "Host: localhost");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "Content-Security-Policy", "\"status\":400")
                .doesNotContainIgnoringCase("\r\nset-cookie")
                .doesNotContain("Exception", "\u009B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/..%2f..%2fetc",
                "/api/v1/%2e%2e/echo",
                "/api/v1/./echo",
                "/api//v1/echo",
                "/api/v1/ec%68o",
                "/api/v1/echo;x=1",
                "/api/v1/echo%00",
                "/api/v1/echo%0d%0a",
                "/api/v1/%25%32%65",
                "/%",
                "/%FF",
                "/\u00FF"
            })
    void shouldHaveOneSpellingOfEachPath(String path) {
        assertThat(api.raw().ask("GET " + path + " HTTP/1.1", "Host: localhost"))
                .matches("(?s)HTTP/1.1 40[04] .*")
                .contains("application/problem+json", "Content-Security-Policy");
    }

    @Test
    void shouldDecodeNestedEncodingsOnce() {
        HttpResponse<String> answer = api.get("/api/v1/echo?text=%2525%252e%252F");

        assertThat(answer.body()).contains("\"text\":\"%25%2e%2F\"");
        assertThat(api.get("/api/v1/echo?unit=city%252Fnorth").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/v1/echo?unit=city%2Fnorth").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseManyValuesAndHugeHeaders() {
        assertThat(api.raw().ask("GET /api/v1/echo?" + "text=1&".repeat(100_000) + " HTTP/1.1", "Host: localhost"))
                .matches("(?s)HTTP/1.1 (414|431) .*")
                .contains("Content-Security-Policy");
        assertThat(api.raw().ask("GET /api/v1/echo?" + "text&".repeat(2_100) + " HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 414 ")
                .contains("10240");
        assertThat(api.raw().ask("GET /api HTTP/1.1", "Host: localhost", "X: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 431 ")
                .contains("Content-Security-Policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: a\rSet-Cookie: b=1",
                "X: a\nHost: evil.example",
                "Host : evil.example",
                "X\u0000: a",
                "X: \u0000",
                " folded",
                "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: -1"
            })
    void shouldNotLetHeadersBeInjected(String line) {
        assertThat(api.raw().ask("GET /api/v1/echo HTTP/1.1", "Host: localhost", line))
                .matches("(?s)HTTP/1.1 4\\d\\d .*")
                .doesNotContainIgnoringCase("\r\nset-cookie");
    }

    @Test
    void shouldNotEchoHeadersOfRequests() {
        String answer = api.raw()
                .ask(
                        "GET /api/v1/echo?order=<script>alert(1)</script> HTTP/1.1",
                        "Host: localhost",
                        "If-None-Match: \"\u00FF\"",
                        "Accept: text/html;q=<b>",
                        "Last-Event-ID: x");

        assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("text/html");
    }

    @Test
    void shouldLeaveOneLineForEachRefusalWithoutTheToken() {
        Path file = directory.resolve("tokens");
        String token = TestApi.token(file, "city/north", "north");
        try (TestApi guarded = TestApi.with(settings -> settings.withTokens(file))) {
            guarded.asked(token + "x", "/api/v1/echo");
            guarded.asked(token, "/metrics");
            guarded.get("/api/v1/echo?x=" + token);
            guarded.get("/" + token);
            guarded.raw().ask("GET /api HTTP/1.1", "Host: " + token.replace("_", "-"));

            assertThat(lines.list).hasSize(5).allSatisfy(line -> assertThat(line.getFormattedMessage())
                    .contains("127.0.0.1")
                    .doesNotContain(token, token.substring(4)));
        }
    }

    @Test
    void shouldLimitTheLinesThatStrangersCanCause() {
        for (int i = 0; i < 50; i++) {
            api.get("/api/v1/echo", "Origin", "https://evil.example");
        }

        assertThat(lines.list).hasSizeLessThan(30);
    }

    @Test
    void shouldNameThePortAndTheFlagIfThePortIsTaken() {
        assertThatThrownBy(() -> TestApi.with(settings -> ApiSettings.loopback(api.port())))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("127.0.0.1:" + api.port())
                .hasMessageContaining("--port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "figures.example", "127.0.0.1.evil.example"})
    void shouldListenOnLoopbackOnlyWithoutTokens(String host) {
        assertThatThrownBy(() -> new ApiSettings(
                        host, 0, Optional.empty(), Set.of(), Set.of(), Optional.empty(), Limits.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--tokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "null", "", "https://a.example/", "https://*.example", "HTTPS://a.example", "a.example"})
    void shouldRefuseWhatIsNotAnOrigin(String origin) {
        ApiSettings settings = ApiSettings.loopback(0);

        assertThatThrownBy(() -> settings.withOrigins(Set.of(origin)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--allowed-origin");
        assertThatThrownBy(() -> settings.withAllowedHosts(Set.of(origin + ":80")))
                .hasMessageContaining("--allowed-host");
    }

    @Test
    void shouldListenElsewhereWithTokens() {
        Path file = directory.resolve("tokens");
        try (TestApi guarded = TestApi.with(settings -> new ApiSettings(
                "0.0.0.0", 0, Optional.of(file), Set.of(), Set.of(), Optional.empty(), Limits.DEFAULT))) {
            assertThat(guarded.raw().ask("GET /api HTTP/1.1", "Host: 127.0.0.1:" + guarded.port()))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(guarded.raw().ask("GET /api HTTP/1.1", "Host: evil.example"))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(guarded.raw().ask("GET /api/v1/echo HTTP/1.1", "Host: 127.0.0.1"))
                    .startsWith("HTTP/1.1 401 ");
        }
    }
}
