// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.management.Health.Code;
import doorstep.management.Health.Finding;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private Health health = Health.GOOD;
    private List<String> notReady = List.of();
    private final ManagementServer server =
            new ManagementServer(() -> health, () -> notReady, () -> "doorstep_ready 1.0\n", "127.0.0.1", 0);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswer200WithWarningsWhileHealthy() throws Exception {
        health = new Health(List.of(), List.of(new Finding(Code.MANY_CELLS, "many")));

        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualToIgnoringNewLines("""
                        {"status":"healthy","reasons":[],"warnings":[{"code":"MANY_CELLS","message":"many"}]}
                        """);
    }

    @Test
    void shouldAnswer503AndWhyWithoutPasswordsInUrls() throws Exception {
        health = new Health(
                List.of(new Finding(Code.REGISTRY_UNREACHABLE, "the registry at http://me:secret@r:8081/ is away")),
                List.of());

        HttpResponse<String> answer = get("/health");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"unhealthy\"", "REGISTRY_UNREACHABLE", "http://(hidden)@r:8081/ is away")
                .doesNotContain("secret");
    }

    @Test
    void shouldAnswer503UntilReady() throws Exception {
        notReady = List.of("visits/1 has not started yet");
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).contains("not ready", "visits/1 has not started yet");

        notReady = List.of();
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldServeMetricsInTheFormatThatTheHeaderNames() throws Exception {
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("doorstep_ready 1.0\n");
    }

    @Test
    void shouldNameThePortAndTheKeyIfThePortIsTaken() {
        int port = server.url().getPort();

        assertThatThrownBy(() -> new ManagementServer(() -> health, () -> notReady, () -> "", "127.0.0.1", port))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("management.port");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
