// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, progress and refused records as programs ask for them. */
class PipelineRoutesTest {
    @TempDir
    private Path dir;

    private FigureServer server;
    private String root;
    private String north;

    @BeforeEach
    void start() {
        server = new FigureServer(dir);
        root = server.root;
        north = server.north;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldSayHowFarThePipelineIs() throws Exception {
        JsonNode answer = server.json("/api/v1/progress", root);

        assertThat(answer.path("rebuilding").booleanValue()).isFalse();
        assertThat(answer.path("rows").findValuesAsText("part")).containsExactly("visits", "windows");
        JsonNode visits = answer.at("/rows/0");
        assertThat(visits.path("received").longValue()).isEqualTo(9);
        assertThat(visits.path("unread").longValue()).isEqualTo(3);
        assertThat(visits.path("appended").textValue()).isEqualTo("2024-05-31T12:00:01Z");
        assertThat(answer.at("/inputs/0").toString())
                .isEqualTo("{\"part\":\"visits\",\"topic\":\"doorstep.visits\",\"received\":9,\"current\":5,"
                        + "\"repeated\":3,\"rejected\":1,\"conflicts\":0,\"unread\":3}");
        JsonNode windows = answer.at("/rows/1");
        assertThat(windows.path("asOf").textValue()).isEqualTo("2024-05-31T12:00:00Z");
        assertThat(windows.at("/beyond/doorstep.visit-counts").longValue()).isEqualTo(4);
        assertThat(windows.path("unread").isNull()).isTrue();
    }

    @Test
    void shouldListRejectsWithoutTheirHash() throws Exception {
        JsonNode answer = server.json("/api/v1/rejects", root);

        assertThat(answer.path("rows")).hasSize(50);
        assertThat(answer.at("/rows/0")).isEqualTo(new ObjectMapper().readTree("""
                {"appended": "2024-05-31T12:00:00Z", "topic": "doorstep.visits", "partition": 1, "offset": 7,
                 "reason": "INVALID_FIELD", "field": "unit"}"""));
        assertThat(server.json("/api/v1/rejects?limit=2", root).path("rows")).hasSize(2);
        assertThat(server.problem("/api/v1/rejects?limit=1001")).contains("\"limit\"", "1 to 1000");
    }

    @Test
    void shouldGiveLabelsAndOwnTargets() throws Exception {
        JsonNode all = server.json("/api/v1/settings", root);
        JsonNode own = server.json("/api/v1/settings", north);

        assertThat(all.at("/catalogue/mode/0").toString())
                .isEqualTo("{\"code\":\"DOOR\",\"en\":\"At the door\",\"zh\":\"上门\"}");
        assertThat(all.at("/catalogue/question/0/scale").textValue()).isEqualTo("GRADE_5");
        assertThat(all.at("/catalogue/scale").findValues("scores")).hasSize(4);
        assertThat(all.path("targets")).hasSize(3);
        assertThat(all.path("everything").booleanValue()).isTrue();
        assertThat(own.path("targets").toString()).isEqualTo("{\"city/north\":0.8}");
        assertThat(own.path("target").doubleValue()).isEqualTo(0.8);
        assertThat(own.path("unit").textValue()).isEqualTo("city/north");
    }

    @Test
    void shouldTellThePipelinesOwnNumbersToTheRootAlone() throws Exception {
        for (String path : List.of("/api/v1/progress", "/api/v1/rejects", "/api/v1/rejects.csv")) {
            assertThat(server.get(path, root).statusCode()).as(path).isEqualTo(200);
            assertThat(server.get(path, north).statusCode()).as(path).isEqualTo(403);
            assertThat(server.get(path, north).body()).as(path).doesNotContain("visits");
        }
    }
}
