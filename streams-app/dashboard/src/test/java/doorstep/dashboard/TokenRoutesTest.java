// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what: the questions with the tokens of the root and of city/north. */
class TokenRoutesTest {
    @TempDir
    private Path dir;

    private FigureServer server;
    private String north;

    @BeforeEach
    void start() {
        server = new FigureServer(dir);
        north = server.north;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldShowATokenItsUnitAndAllBelow() throws Exception {
        JsonNode answer = server.json("/api/v1/visit-counts?window=MONTH&reach=subtree", north);

        assertThat(answer.path("rows").findValuesAsText("unit")).containsExactly("city/north", "city/north/desk");
        assertThat(answer.path("unsent").booleanValue()).isTrue();
        assertThat(answer.path("beyond").isBoolean()).isTrue();
    }

    /** In no route, whatever it asks: the routes are those of the router. */
    @Test
    void shouldShowNothingOfOtherUnits() throws Exception {
        for (String path : server.paths()) {
            for (String other : List.of("city/south", "city", "*", "town", "city/north2")) {
                HttpResponse<String> hidden = server.get(path + query(path, other), north);
                HttpResponse<String> absent = server.get(path + query(path, "nowhere"), north);

                assertThat(hidden.statusCode()).as(path).isEqualTo(absent.statusCode());
                assertThat(withoutHint(hidden).replace("\\\"" + other, "\\\"nowhere"))
                        .as(path)
                        .isEqualTo(withoutHint(absent));
                assertThat(hidden.body().replace(other, "")).as(path).doesNotContain("/south", "town", "/west");
            }
            HttpResponse<String> own =
                    server.get(path + query(path, "city/north") + "&against=siblings,unit-above", north);
            HttpResponse<String> siblings = server.get(path + query(path, "city/north") + "&reach=siblings", north);
            HttpResponse<String> search = server.get(path + query(path, "city/north") + "&search=s", north);
            for (HttpResponse<String> answer : List.of(own, siblings, search)) {
                assertThat(answer.body()).as(path).doesNotContain("/south", "town", "/west");
            }
        }
    }

    /** The nearest name depends on the one that was asked for. */
    private static String withoutHint(HttpResponse<String> answer) {
        return answer.body().replaceFirst("; did you mean [^?]*\\?", "");
    }

    private static String query(String path, String unit) {
        boolean withoutDates = path.contains("units") || path.contains("settings") || path.contains("worklist");
        String dates = withoutDates ? "" : "&window=MONTH";
        return (path.contains("settings") ? "?" : "?unit=" + URLEncoder.encode(unit, StandardCharsets.UTF_8)) + dates;
    }

    @Test
    void shouldShowOfTheUnitAboveItsShareAndNoCounts() throws Exception {
        JsonNode row = server.json(
                        "/api/v1/satisfaction-scores?window=MONTH&against=siblings,unit-above&facet="
                                + FigureServer.FACET,
                        north)
                .at("/rows/0");

        assertThat(row.path("unitAbove").isNull()).isTrue();
        assertThat(row.path("siblings").isNull()).isTrue();
        assertThat(row.path("rankAmongSiblings").isNull()).isTrue();
        assertThat(row.at("/unitAboveGlimpse/unit").textValue()).isEqualTo("city");
        assertThat(row.at("/unitAboveGlimpse/satisfiedShare").doubleValue()).isEqualTo(0.519); // 110 of 212
        assertThat(row.path("shrunkShare").isNull()).isTrue();
        assertThat(row.path("difference").isNull()).isTrue();
    }

    @Test
    void shouldAnswerNothingWithoutAToken() throws Exception {
        for (String path : server.paths()) {
            assertThat(server.get(path + query(path, "*"), "").statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(server.get(path + query(path, "*"), north.substring(1)).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }
}
