// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.api.RawClient;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that nobody asks in earnest, to every path of figures. */
class HostileQueriesTest {
    /** Nothing that was sent comes back at any length. */
    private static final int MOST_CHARS = 12_000;

    @TempDir
    private static Path dir;

    private static FigureServer server;

    @BeforeAll
    static void start() {
        server = new FigureServer(dir);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** On every path, which all refuse what they do not know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unit=%2525252e%2525252e%2525252fcity",
                "unit=%252A&window=%254DONTH",
                "unit=..%2f..%2fetc%2fpasswd&window=MONTH",
                "unit=%00&window=MONTH",
                "unit=*&window=MONTH%0d%0aX-Injected:%201",
                "unit=%0d%0aX-Injected:%201",
                "unit=%ff%fe&window=MONTH",
                "unit=%c0%af&window=MONTH",
                "unit=%ed%a0%80&window=MONTH",
                "unit=*&unit=*&window=MONTH",
                "unit=*&window=MONTH&limit=99999999999999999999",
                "unit=*&window=MONTH&limit=-1",
                "unit=*&window=MONTH&limit=0x10",
                "unit=*&window=MONTH&start=2024-05-01T00:00",
                "unit=*&from=2024-05-31&to=2024-05-01",
                "unit=*&from=2024-02-30&to=2024-03-01",
                "unit=*&from=-999999999-01-01&to=%2B999999999-12-31",
                "unit=*&window=WEEK&start=-999999999-01-01",
                "unit=*&window=YEAR&start=%2B999999999-01-01",
                "unit=*&from=0000-12-31&to=2024-01-01",
                "unit=*&from=2024-01-01&to=%2B10000-01-01",
                "unit=*&window=MONTH&sort='+OR+1=1--",
                "unit=*&window=MONTH&breakdown=%24%7Bjndi:ldap://x%7D",
                "unit=*&window=MONTH&cursor=W1tbW1tbW1tb",
                "unit=*&window=MONTH&cursor=..%2f",
                "unit=*&window=MONTH&__proto__=1",
                "=&=&=",
                "unit[]=*&window=MONTH"
            })
    void shouldRefuseCleanly(String query) throws Exception {
        for (String path : server.paths()) {
            refused(path + "?" + query);
        }
    }

    private static void refused(String address) throws Exception {
        HttpResponse<String> answer = server.get(address, server.root);
        assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .as(address)
                .startsWith("application/problem+json");
        assertThat(answer.headers().map()).as(address).doesNotContainKey("x-injected");
        assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                .as(address)
                .contains("nosniff");
        assertThat(answer.body()).as(address).hasSizeLessThan(MOST_CHARS).doesNotContain("\r", "Exception");
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("code").asText()).as(address).isNotIn("", "FAILED", "BUSY");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 100_000})
    void shouldRefuseManyValues(int count) throws Exception {
        String values = "value=" + ("A,".repeat(2 * count));
        String parameters = "value=A&".repeat(count);
        String brackets = "a=" + "[".repeat(4 * count);
        for (String path : server.paths()) {
            for (String query : List.of(values, parameters, brackets)) {
                String answer = tooLong(path + "?" + query);
                String expected = count < 10_000 ? "(?s)HTTP/1.1 414 .*" : "(?s)(|HTTP/1.1 (414|431) .*)";
                assertThat(answer).as(path).matches(expected).hasSizeLessThan(MOST_CHARS);
            }
        }
        assertThat(server.get("/health", "").statusCode()).isEqualTo(200);
    }

    /** Empty if the server closes the connection without reading it all. */
    private static String tooLong(String address) {
        try (RawClient client = RawClient.to(server.server.url().getPort())) {
            return client.ask(
                    "GET " + address + " HTTP/1.1", "Host: localhost", "Authorization: Bearer " + server.root);
        } catch (UncheckedIOException e) {
            return "";
        }
    }

    /** As many as an address can hold. */
    @Test
    void shouldAddUpThousandsOfValues() throws Exception {
        String values = "DOOR" + ",A".repeat(4_900);
        JsonNode answer = server.json(
                "/api/v1/visit-counts?unit=*&window=MONTH&breakdown=mode&together=true&value=" + values, server.root);

        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(30);
    }

    @Test
    void shouldCutTenThousandYears() throws Exception {
        String all = "?unit=*&from=0001-01-01&to=9999-12-31";
        for (String path : List.of("/api/v1/visit-counts", "/api/v1/service-levels", "/api/v1/satisfaction-scores")) {
            assertThat(server.json(path + all + "&against=before,last-year", server.root)
                            .path("cut")
                            .textValue())
                    .isEqualTo("BOTH_ENDS");
        }
        assertThat(server.problem("/api/v1/visit-counts" + all + "&series=WEEK&limit=1000"))
                .contains("\"series\"", "[\"MONTH\",\"QUARTER\",\"YEAR\"]");
    }

    @Test
    void shouldRefuseWhatIsNotEncodedUtf8() {
        for (String path : server.paths()) {
            for (String bytes : List.of("\u00ff\u00fe", "\u00c0\u00af", "\u00ed\u00a0\u0080", "%", "%4", "%zz")) {
                String answer = RawClient.to(server.server.url().getPort())
                        .ask(
                                "GET " + path + "?unit=" + bytes + " HTTP/1.1",
                                "Host: localhost",
                                "Authorization: Bearer " + server.root);
                assertThat(answer).as(path).startsWith("HTTP/1.1 400 ");
            }
        }
    }

    /** What is repeated in a header, the link to the next page, is as it was asked. */
    @Test
    void shouldRepeatNothingInHeadersThatBreaksThem() throws Exception {
        String facet = URLEncoder.encode("a\u2028b\u0085<>\"", StandardCharsets.UTF_8);
        HttpResponse<String> answer = server.get(
                "/api/v1/visit-counts?unit=*&reach=subtree&window=MONTH&limit=1&breakdown=mode&value=DOOR",
                server.root);
        String link = answer.headers().firstValue("Link").orElseThrow();
        assertThat(link).matches("</api/v1/visit-counts\\?[A-Za-z0-9_=&*-]+>; rel=\"next\"");
        refused("/api/v1/visit-counts?unit=*&reach=subtree&window=MONTH&limit=1&facet=" + facet);
    }
}
