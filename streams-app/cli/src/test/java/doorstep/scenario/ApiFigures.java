// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.api.ApiSettings;
import doorstep.dashboard.Dashboard;
import doorstep.dashboard.MetricsScope;
import doorstep.tally.Period;
import doorstep.wire.BundledSchemas;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The figures of a cluster as the API has them, for every unit below all others. */
final class ApiFigures implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Dashboard server;

    ApiFigures(StandaloneFixture machine, Path dir) throws Exception {
        server = Dashboard.start(
                machine.config(),
                new BundledSchemas(),
                dir.resolve("dashboard"),
                MetricsScope.DEFAULT,
                ApiSettings.loopback(0));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (get("/ready").statusCode() != 200) {
            assertThat(System.nanoTime()).as(get("/ready").body()).isLessThan(end);
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(server.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** By unit, over a range of dates. */
    Map<String, JsonNode> range(String topic, Period dates, String more) throws Exception {
        return rows("/api/v1/" + topic + "?unit=*&reach=subtree&limit=10000&from=" + dates.first() + "&to="
                + dates.last() + more);
    }

    /** By unit, in a calendar month. */
    Map<String, JsonNode> month(String topic, String yearAndMonth, String more) throws Exception {
        return rows("/api/v1/" + topic + "?unit=*&reach=subtree&limit=10000&window=MONTH&start=" + yearAndMonth + "-01"
                + more);
    }

    private Map<String, JsonNode> rows(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        Map<String, JsonNode> rows = new HashMap<>();
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(body.path("next").isNull()).as("all rows of %s", path).isTrue();
        body.path("rows").forEach(row -> rows.put(row.path("unit").asText(), row));
        return rows;
    }

    @Override
    public void close() {
        server.close();
    }
}
