// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.api.ApiSettings;
import doorstep.config.AppConfig;
import doorstep.dashboard.Dashboard;
import doorstep.dashboard.MetricsScope;
import doorstep.wire.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Test fixture: a dashboard that has read all topics, and somebody who asks it. */
public final class TestDashboard implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Dashboard server;

    /** @param directory of the rows */
    public TestDashboard(AppConfig config, SchemaRegistry schemas, Path directory, ApiSettings settings) {
        server = Dashboard.start(config, schemas, directory, MetricsScope.DEFAULT, settings);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (get("/ready").statusCode() != 200) {
            assertThat(System.nanoTime() - deadline).as(get("/ready").body()).isNegative();
            LockSupport.parkNanos(50_000_000);
        }
    }

    public URI url() {
        return server.url();
    }

    public HttpResponse<String> get(String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer, which there must be. */
    public JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
