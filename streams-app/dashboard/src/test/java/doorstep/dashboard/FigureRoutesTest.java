// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions as programs ask them. */
class FigureRoutesTest {
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
    void shouldAnswerAboutAWindow() throws Exception {
        JsonNode answer = server.json("/api/v1/visit-counts?unit=*&window=MONTH", root);

        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(30);
        assertThat(answer.at("/rows/0/start").textValue()).isEqualTo("2024-05-01");
        assertThat(answer.at("/rows/0/breakdown").isNull()).isTrue();
        assertThat(answer.path("asOf").textValue()).isEqualTo("2024-05-31T12:00:00Z");
        assertThat(answer.path("unsent").longValue()).isEqualTo(2);
        assertThat(answer.path("beyond").longValue()).isEqualTo(4);
    }

    @Test
    void shouldAddUpARange() throws Exception {
        JsonNode answer = server.json("/api/v1/visit-counts?unit=*&from=2024-04-30&to=2024-05-02", root);

        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(107);
        assertThat(answer.at("/dates/days").longValue()).isEqualTo(3);
        assertThat(answer.at("/rows/0/window").isNull()).isTrue();
    }

    @Test
    void shouldAnswerEachPeriodOfASeries() throws Exception {
        JsonNode answer = server.json("/api/v1/visit-counts?unit=*&from=2024-04-29&to=2024-06-30&series=MONTH", root);

        assertThat(answer.path("series").textValue()).isEqualTo("MONTH");
        assertThat(answer.path("rows").findValuesAsText("start")).containsExactly("2024-04-29", "2024-05-01");
        assertThat(answer.path("rows").findValuesAsText("end")).containsExactly("2024-04-30", "2024-05-31");
        assertThat(answer.path("rows").findValuesAsText("visits")).containsExactly("101", "30");
    }

    @Test
    void shouldNameWhatASeriesCannotHave() throws Exception {
        String question = "/api/v1/visit-counts?unit=*&from=2024-04-29&to=2024-05-31&series=";

        assertThat(server.problem(question + "MONHT")).contains("\"series\"", "did you mean \\\"MONTH");
        assertThat(server.problem(question + "FISCAL_YEAR")).contains("\"series\"", "fiscal.start", "[\"DAY\"");
        assertThat(server.problem(question + "DAY&limit=32")).contains("\"series\"", "[\"WEEK\",\"MONTH\"");
        assertThat(server.problem(question + "MONTH&reach=below")).contains("\"reach\"", "[\"unit\"]");
        assertThat(server.problem(question + "MONTH&against=last-year")).contains("\"against\"", "unit-above");
        assertThat(server.problem(question + "MONTH&sort=visits")).contains("\"sort\"");
    }

    @Test
    void shouldTakeSeveralValuesTogether() throws Exception {
        JsonNode answer = server.json(
                "/api/v1/visit-counts?unit=*&window=MONTH&breakdown=mode&value=DOOR,PHONE&together=true", root);

        assertThat(answer.path("rows")).hasSize(1);
        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(30);
        assertThat(answer.at("/rows/0/value").textValue()).isEqualTo("DOOR,PHONE");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&together=true"))
                .contains("\"together\"", "breakdown=category");
    }

    @Test
    void shouldRankInPages() throws Exception {
        String question = "/api/v1/visit-counts?unit=*&reach=subtree&window=MONTH&sort=visits&limit=2";
        JsonNode first = server.json(question, root);
        JsonNode second = server.json(question + "&cursor=" + first.path("next").textValue(), root);

        assertThat(first.path("rows").findValuesAsText("unit")).containsExactly("*", "city");
        assertThat(first.path("rows").findValuesAsText("rank")).containsExactly("1", "1");
        assertThat(first.path("total").intValue()).isEqualTo(8);
        assertThat(second.path("rows").findValuesAsText("unit")).containsExactly("city/south", "city/north");
        assertThat(second.path("rows").findValuesAsText("rank")).containsExactly("3", "4");
    }

    @Test
    void shouldCompareAndAssess() throws Exception {
        JsonNode answer = server.json(
                "/api/v1/satisfaction-scores?unit=city/south&window=MONTH&facet=" + FigureServer.FACET
                        + "&against=before,unit-above,siblings",
                root);

        JsonNode row = answer.at("/rows/0");
        assertThat(row.path("satisfiedShare").doubleValue()).isEqualTo(0.1);
        assertThat(row.path("verdict").textValue()).isEqualTo("MISSED");
        assertThat(row.path("difference").textValue()).isEqualTo("FAR_BELOW");
        assertThat(row.at("/before/satisfiedShare").doubleValue()).isEqualTo(1);
        assertThat(row.at("/unitAbove/answers").longValue()).isEqualTo(212);
        assertThat(row.at("/siblings/answers").longValue()).isEqualTo(112);
        assertThat(row.path("rankAmongSiblings").intValue()).isEqualTo(4); // behind one without answers, too
        assertThat(answer.at("/comparisons/before/dates/to").textValue()).isEqualTo("2024-04-30");
    }

    @Test
    void shouldSayWhyAShareMoved() throws Exception {
        JsonNode answer = server.json("/api/v1/satisfaction-scores/why-moved?unit=city&window=MONTH", root);

        double parts = 0;
        for (JsonNode part : answer.path("rows")) {
            parts += part.path("score").doubleValue() + part.path("mix").doubleValue();
        }
        assertThat(answer.path("rows").findValuesAsText("unit")).contains("city/north", "city/south", "city/west");
        assertThat(answer.at("/before/answers").longValue()).isEqualTo(100);
        assertThat(answer.at("/now/satisfied").longValue()).isEqualTo(110);
        assertThat(answer.path("difference").doubleValue()).isCloseTo(110 / 212.0 - 0.8, within(1e-12));
        assertThat(parts).isCloseTo(answer.path("difference").doubleValue(), within(1e-9));
    }

    @Test
    void shouldSayWhichUnitsDiffer() throws Exception {
        JsonNode answer = server.json("/api/v1/satisfaction-scores/funnel?unit=city&window=MONTH", root);

        assertThat(answer.at("/center/answers").longValue()).isEqualTo(212);
        assertThat(answer.at("/curve/0/answers").longValue()).isEqualTo(42);
        assertThat(answer.path("rows").findValuesAsText("unit"))
                .containsExactly("city/north", "city/south", "city/west");
        assertThat(answer.path("rows").findValuesAsText("difference"))
                .containsExactly("FAR_ABOVE", "FAR_BELOW", "FAR_ABOVE");
    }

    @Test
    void shouldTellTheLevelAtTheEndOfADate() throws Exception {
        String question = "/api/v1/service-levels?unit=city/north&facet=REQUEST&from=2024-05-01&to=";

        assertThat(server.json(question + "2024-05-04", root).at("/rows/0/open").longValue())
                .isZero();
        assertThat(server.json(question + "2024-05-06", root).at("/rows/0/open").longValue())
                .isEqualTo(4);
    }

    @Test
    void shouldGiveTheSameAsCsv() throws Exception {
        HttpResponse<String> csv = server.get("/api/v1/visit-counts.csv?unit=city&reach=below&window=MONTH", root);

        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.body().lines()).hasSize(5).anyMatch(line -> line.startsWith("city/south,,,,MONTH,2024-05-01,"));
    }

    @Test
    void shouldNameWhatIsWrongAndWhatWouldBeRight() throws Exception {
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MNTH")).contains("window", "MONTH");
        assertThat(server.problem("/api/v1/visit-counts?unit=*")).contains("window");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&from=2024-05-02&to=2024-05-01"))
                .contains("to", "before from");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&sort=vists"))
                .contains("sort", "visits");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&start=2024-05-02"))
                .contains("2024-05-01");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=LAST_HOUR"))
                .contains("windows", "LAST_HOUR");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&value=X"))
                .contains("breakdown");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&breakdown=chanel"))
                .contains("did you mean \\\"channel");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&breakdown=channel"))
                .contains("[\"category\",\"mode\",\"area\"]", "\"code\":\"INVALID_PARAMETER\"");
        assertThat(server.problem("/api/v1/satisfaction-scores?unit=*&window=MONTH&facet=OVERALL:GRADE_6"))
                .contains("[\"OVERALL:GRADE_5\"]", "did you mean \\\"OVERALL:GRADE_5");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&limit=10001"))
                .contains("1 to 10000");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=LAST_HOUR"))
                .contains("\"code\":\"NOT_COVERED\"", "[\"DAY\",\"MONTH\",\"EVER\"]")
                .contains("\"missing\":{\"dates\":null,\"windows\":[\"LAST_HOUR\"],\"settings\":[\"windows\"]");
        assertThat(server.problem("/api/v1/visit-counts?unit=*&window=MONTH&against=mars"))
                .contains("last-year");
    }

    @Test
    void shouldAnswerEveryQuestionOfTheManual() throws Exception {
        Matcher questions = Pattern.compile("\"\\$api(/[^\"]+)\"").matcher(Files.readString(manual()));
        int asked = 0;
        while (questions.find()) {
            String path = questions.group(1).replace("Sample+City/Foundry", "city/south");
            if (!path.endsWith("/changes")) {
                HttpResponse<String> answer = server.get("/api/v1" + path, root);
                assertThat(answer.statusCode())
                        .as("%s: %s", path, answer.body())
                        .isEqualTo(200);
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(10);
    }

    private static Path manual() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("docs/api.md"))) {
                return at.resolve("docs/api.md");
            }
        }
        throw new AssertionError("no docs above " + Path.of("").toAbsolutePath());
    }
}
