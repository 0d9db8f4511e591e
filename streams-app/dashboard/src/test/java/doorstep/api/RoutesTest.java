// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.access.TokenStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the router, so that a new one cannot be forgotten. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoutesTest {
    @TempDir
    private Path directory;

    private TestApi api;
    private String all;
    private String north;
    private String revoked;

    @BeforeEach
    void start() {
        Path file = directory.resolve("tokens");
        all = TestApi.token(file, "*", "all");
        north = TestApi.token(file, "city/north", "north");
        revoked = TestApi.token(file, "*", "revoked");
        new TokenStore(file).revoke("revoked");
        api = TestApi.with(settings -> settings.withTokens(file));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldKnowWhatEveryRouteNeeds() {
        assertThat(api.server.routes())
                .hasSizeGreaterThan(20)
                .allSatisfy(route -> assertThat(route.needs()).hasSize(1).isSubsetOf(Needs.values()))
                .allSatisfy(route -> assertThat(route.method()).isIn("GET", "HEAD"));
    }

    @Test
    void shouldOpenOnlyWhatIsListedWithoutAToken() {
        assertThat(paths(Needs.OPEN, Needs.PROBE))
                .containsExactlyInAnyOrder("/api", "/api/style.css", "/api/v1/openapi.json", "/health", "/ready");
        assertThat(paths(Needs.OPEN, Needs.PROBE))
                .allSatisfy(path -> assertThat(api.get(path).statusCode()).isEqualTo(200));
        assertThat(paths(Needs.TOKEN, Needs.ROOT)).isNotEmpty().allSatisfy(path -> {
            assertThat(api.get(path).statusCode()).isEqualTo(401);
            assertThat(api.send("HEAD", path).statusCode()).isEqualTo(401);
            assertThat(api.get(path).headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"doorstep\"");
        });
    }

    @Test
    void shouldRefuseWrongAndRevokedTokensOnEveryRoute() {
        String almost = all.substring(0, all.length() - 1) + (all.endsWith("A") ? "E" : "A");
        for (String header : new String[] {
            "Bearer " + revoked,
            "Bearer " + almost,
            "Bearer",
            "Bearer ",
            all,
            "Basic " + all,
            "Bearer " + all + " " + all
        }) {
            assertThat(paths(Needs.TOKEN, Needs.ROOT)).allSatisfy(path -> {
                HttpResponse<String> answer = api.get(path, "Authorization", header);
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).doesNotContain(all).doesNotContain(revoked);
            });
        }
    }

    @Test
    void shouldAcceptATokenInNoOtherPlace() {
        assertThat(paths(Needs.TOKEN, Needs.ROOT)).allSatisfy(path -> {
            assertThat(api.get(path, "Cookie", "token=" + all).statusCode()).isEqualTo(401);
            assertThat(api.get(path, "X-Api-Key", all).statusCode()).isEqualTo(401);
            for (String query : new String[] {"token=" + all, "access_token=x", "x=" + all.replace("_", "%5F")}) {
                HttpResponse<String> answer = api.get(path + "?" + query, "Authorization", "Bearer " + all);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("revoke that token").doesNotContain(all);
            }
        });
    }

    @Test
    void shouldKeepWhatBelongsToNoUnitForTheRoot() {
        assertThat(paths(Needs.ROOT))
                .contains("/metrics", "/api/v1/all", "/api/v1/all.csv")
                .allSatisfy(path -> {
                    assertThat(api.asked(north, path).statusCode()).isEqualTo(403);
                    assertThat(api.asked(all, path).statusCode()).isEqualTo(200);
                });
    }

    @Test
    void shouldTellDetailsOfHealthToTheRootOnly() {
        assertThat(paths(Needs.PROBE)).allSatisfy(path -> {
            assertThat(api.get(path).body()).doesNotContain("secret", "rows");
            assertThat(api.asked(north, path).body()).doesNotContain("secret", "rows");
            assertThat(api.asked(all, path).body()).containsAnyOf("secret", "rows");
        });
        api.ready = new Probe(false, "not ready", Map.of("lag", 9));
        assertThat(api.get("/ready").statusCode()).isEqualTo(503);
        assertThat(api.get("/ready").body()).isEqualTo("{\"status\":\"not ready\"}\n");
    }

    @Test
    void shouldSendStrictHeadersWithEverything() {
        Stream.concat(paths(Needs.values()).stream().filter(path -> !path.endsWith("changes")), Stream.of("/nothing"))
                .flatMap(path -> Stream.of(api.get(path), api.asked(all, path), api.send("POST", path)))
                .forEach(answer -> assertThat(answer.headers().map())
                        .as(answer.toString())
                        .containsKeys(StrictHeaders.ALL.keySet().toArray(String[]::new)));
    }

    @Test
    void shouldReadOnly() {
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"}) {
            HttpResponse<String> answer = api.send(method, "/api/v1/echo", "Authorization", "Bearer " + all);
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void shouldNotTellWhichPathsExistWithoutAToken() {
        assertThat(api.get("/api/v1/nothing").statusCode()).isEqualTo(401);
        assertThat(api.asked(north, "/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(api.asked(north, "/api/v1/echo/").statusCode()).isEqualTo(404);
    }

    private Set<String> paths(Needs... needs) {
        return api.server.routes().stream()
                .filter(route -> Stream.of(needs).anyMatch(route.needs()::contains))
                .map(ApiServer.KnownRoute::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
