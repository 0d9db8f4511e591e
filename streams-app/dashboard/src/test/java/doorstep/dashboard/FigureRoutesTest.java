// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.access.TokenStore;
import doorstep.api.ApiContent;
import doorstep.api.ApiServer;
import doorstep.api.ApiSettings;
import doorstep.api.ChangeHub;
import doorstep.api.Probe;
import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.config.AppConfig;
import doorstep.event.TreePath;
import doorstep.feed.AppendedProgress;
import doorstep.feed.FeedState;
import doorstep.feed.PipelineState;
import doorstep.question.Access;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions as programs ask them, with the tokens of the root and of city/north. */
class FigureRoutesTest {
    private static final AppConfig CONFIG = AppConfig.of(Map.of(
            "zone", "UTC", "windows", "DAY, MONTH, EVER", "breakdown.windows", "DAY, MONTH", "answers.min", "10",
            "assessment.targets", "city=90, city/north=80, city/south=70"));
    private static final Instant AS_OF = Instant.parse("2024-05-31T12:00:00Z");
    private static final String FACET = "OVERALL:GRADE_5";
    private static final int VISITS = 1; // codes of families
    private static final int SCORES = 3;
    private static final int LEVELS = 5;
    /** Slots of the tally of scores: imputed, then scores from 0. */
    private static final int LOWEST = 1;

    private static final int HIGHEST = 5;

    @TempDir
    private Path dir;

    private final CollectedRows rows = new CollectedRows();
    private final OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), 0);
    private ApiServer server;
    private PipelineMoments moments;
    private String root;
    private String north;

    @BeforeEach
    void start() {
        visits("city/north/desk", "2024-05-02", 7);
        visits("city/north", "2024-05-30", 3);
        visits("city/south", "2024-05-30", 20);
        visits("city/north2", "2024-04-29", 1);
        visits("town", "2024-04-30", 100);
        answers("city/north/desk", "2024-04-10", 30, 20);
        answers("city/north/desk", "2024-05-10", 60, 10);
        answers("city/south", "2024-04-10", 50, 0);
        answers("city/south", "2024-05-10", 10, 90);
        answers("city/west", "2024-05-10", 40, 2);
        answers("town", "2024-05-11", 5, 1);
        opened("city/north", "2024-05-05", 4);
        Path tokens = dir.resolve("tokens");
        root = new TokenStore(tokens).create(Access.root(), "root", AS_OF);
        north = new TokenStore(tokens).create(Access.of("city/north"), "north", AS_OF);
        Progress windows = Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(0)
                .setAsOf(AS_OF)
                .setUnsent(2L)
                .setBeyond(Map.of("doorstep.visit-counts", 4L))
                .build();
        Progress input = Progress.newBuilder()
                .setPart("visits")
                .setPartition(1)
                .setReceived(9L)
                .setCurrent(5L)
                .setRepeated(3L)
                .setRejected(1L)
                .setNextOffset(12L)
                .setDeltaBatchesSent(List.of())
                .build();
        PipelineState state = new PipelineState(
                CONFIG.published(),
                false,
                List.of(new AppendedProgress(windows, AS_OF), new AppendedProgress(input, AS_OF.plusSeconds(1))),
                Optional.of(Map.of(new TopicPartition("doorstep.visits", 1), 15L)));
        moments = new PipelineMoments(CONFIG, () -> Optional.of(state));
        Probe good = new Probe(true, "good", Map.of("secret", 1));
        server = ApiServer.start(
                ApiSettings.loopback(0).withTokens(tokens),
                new ApiContent(
                        new FigureRoutes(rows, moments, this::rejects).all(),
                        () -> good,
                        () -> good,
                        () -> "secret",
                        new ChangeHub(),
                        List.of()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<Rejected> rejects(int limit) {
        Rejected reject = Rejected.newBuilder()
                .setTopic("doorstep.visits")
                .setPartition(1)
                .setOffset(7)
                .setAppendedAt(AS_OF)
                .setReason("INVALID_FIELD")
                .setField("unit")
                .setHash("5ec2e7")
                .build();
        return Collections.nCopies(Math.min(limit, 60), reject);
    }

    private void visits(String unit, String date, long count) {
        add(VISITS, unit, Slice.TOTAL, "", date, Tally.of(0, count));
        add(VISITS, unit, Slice.of(Breakdown.MODE, "DOOR"), "", date, Tally.of(0, count));
    }

    private void answers(String unit, String date, long satisfied, long others) {
        Tally tally = Tally.of(LOWEST + HIGHEST, satisfied).plus(Tally.of(LOWEST + 1, others));
        add(SCORES, unit, Slice.TOTAL, FACET, date, tally);
    }

    private void opened(String unit, String date, long count) {
        add(LEVELS, unit, Slice.TOTAL, "REQUEST", date, Tally.of(0, count));
    }

    /** In each window of the unit and of those above. */
    private void add(int family, String unit, Slice slice, String facet, String date, Tally tally) {
        long day = LocalDate.parse(date).toEpochDay();
        List<String> units = new ArrayList<>(TreePath.prefixes(unit));
        units.add("*");
        for (String at : units) {
            Cell cell = new Cell(family, at, slice, facet);
            List<WindowKind> kinds = slice.isTotal()
                    ? List.of(WindowKind.DAY, WindowKind.MONTH, WindowKind.EVER)
                    : List.of(WindowKind.DAY, WindowKind.MONTH);
            for (WindowKind kind : kinds) {
                long start = calendar.startOf(kind, day);
                Tally sum;
                try (CollectedRows.Snapshot now = rows.snapshot()) {
                    sum = rows.cells()
                            .find(cell)
                            .map(it -> now.get(it, kind, start))
                            .orElse(Tally.ZERO)
                            .plus(tally);
                }
                rows.apply(List.of(new RowChange(cell, kind, start, sum)), Map.of());
            }
        }
    }

    @Test
    void shouldAnswerAboutAWindow() throws Exception {
        JsonNode answer = json("/api/v1/visit-counts?unit=*&window=MONTH", root);

        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(30);
        assertThat(answer.at("/rows/0/start").textValue()).isEqualTo("2024-05-01");
        assertThat(answer.at("/rows/0/breakdown").isNull()).isTrue();
        assertThat(answer.path("asOf").textValue()).isEqualTo("2024-05-31T12:00:00Z");
        assertThat(answer.path("unsent").longValue()).isEqualTo(2);
        assertThat(answer.path("beyond").longValue()).isEqualTo(4);
    }

    @Test
    void shouldHaveSeriesOfUnitsDownToTheDepth() {
        FeedState feed = new FeedState(true, 0, 0, 0, Optional.empty(), true);
        try (DashboardMetrics metrics = new DashboardMetrics(rows, () -> feed, moments, 1)) {
            assertThat(metrics.text())
                    .contains(
                            "doorstep_visits{unit=\"*\",window=\"MONTH\"} 30.0",
                            "doorstep_visits{unit=\"city\",window=\"MONTH\"} 30.0",
                            "doorstep_visits{unit=\"town\",window=\"MONTH\"} 0.0",
                            "doorstep_answers{unit=\"town\",window=\"MONTH\"} 6.0",
                            "doorstep_open{kind=\"REQUEST\",unit=\"city\"} 4.0")
                    .doesNotContain("unit=\"city/north\"");
        }
    }

    @Test
    void shouldAddUpARange() throws Exception {
        JsonNode answer = json("/api/v1/visit-counts?unit=*&from=2024-04-30&to=2024-05-02", root);

        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(107);
        assertThat(answer.at("/dates/days").longValue()).isEqualTo(3);
        assertThat(answer.at("/rows/0/window").isNull()).isTrue();
    }

    @Test
    void shouldAnswerEachPeriodOfASeries() throws Exception {
        JsonNode answer = json("/api/v1/visit-counts?unit=*&from=2024-04-29&to=2024-06-30&series=MONTH", root);

        assertThat(answer.path("series").textValue()).isEqualTo("MONTH");
        assertThat(answer.path("rows").findValuesAsText("start")).containsExactly("2024-04-29", "2024-05-01");
        assertThat(answer.path("rows").findValuesAsText("end")).containsExactly("2024-04-30", "2024-05-31");
        assertThat(answer.path("rows").findValuesAsText("visits")).containsExactly("101", "30");
    }

    @Test
    void shouldNameWhatASeriesCannotHave() throws Exception {
        String question = "/api/v1/visit-counts?unit=*&from=2024-04-29&to=2024-05-31&series=";

        assertThat(problem(question + "MONHT")).contains("\"series\"", "did you mean \\\"MONTH");
        assertThat(problem(question + "FISCAL_YEAR")).contains("\"series\"", "fiscal.start", "[\"DAY\"");
        assertThat(problem(question + "DAY&limit=32")).contains("\"series\"", "[\"WEEK\",\"MONTH\"");
        assertThat(problem(question + "MONTH&reach=below")).contains("\"reach\"", "[\"unit\"]");
        assertThat(problem(question + "MONTH&against=last-year")).contains("\"against\"", "unit-above");
        assertThat(problem(question + "MONTH&sort=visits")).contains("\"sort\"");
    }

    @Test
    void shouldTakeSeveralValuesTogether() throws Exception {
        JsonNode answer = json(
                "/api/v1/visit-counts?unit=*&window=MONTH&breakdown=mode&value=DOOR,PHONE&together=true", root);

        assertThat(answer.path("rows")).hasSize(1);
        assertThat(answer.at("/rows/0/visits").longValue()).isEqualTo(30);
        assertThat(answer.at("/rows/0/value").textValue()).isEqualTo("DOOR,PHONE");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&together=true"))
                .contains("\"together\"", "breakdown=category");
    }

    @Test
    void shouldRankInPages() throws Exception {
        String question = "/api/v1/visit-counts?unit=*&reach=subtree&window=MONTH&sort=visits&limit=2";
        JsonNode first = json(question, root);
        JsonNode second = json(question + "&cursor=" + first.path("next").textValue(), root);

        assertThat(first.path("rows").findValuesAsText("unit")).containsExactly("*", "city");
        assertThat(first.path("rows").findValuesAsText("rank")).containsExactly("1", "1");
        assertThat(first.path("total").intValue()).isEqualTo(8);
        assertThat(second.path("rows").findValuesAsText("unit")).containsExactly("city/south", "city/north");
        assertThat(second.path("rows").findValuesAsText("rank")).containsExactly("3", "4");
    }

    @Test
    void shouldCompareAndAssess() throws Exception {
        JsonNode answer = json(
                "/api/v1/satisfaction-scores?unit=city/south&window=MONTH&facet=" + FACET
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
        JsonNode answer = json("/api/v1/satisfaction-scores/why-moved?unit=city&window=MONTH", root);

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
        JsonNode answer = json("/api/v1/satisfaction-scores/funnel?unit=city&window=MONTH", root);

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

        assertThat(json(question + "2024-05-04", root).at("/rows/0/open").longValue())
                .isZero();
        assertThat(json(question + "2024-05-06", root).at("/rows/0/open").longValue())
                .isEqualTo(4);
    }

    @Test
    void shouldSayHowFarThePipelineIs() throws Exception {
        JsonNode answer = json("/api/v1/progress", root);

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
        JsonNode answer = json("/api/v1/rejects", root);

        assertThat(answer.path("rows")).hasSize(50);
        assertThat(answer.at("/rows/0")).isEqualTo(new ObjectMapper().readTree("""
                {"appended": "2024-05-31T12:00:00Z", "topic": "doorstep.visits", "partition": 1, "offset": 7,
                 "reason": "INVALID_FIELD", "field": "unit"}"""));
        assertThat(json("/api/v1/rejects?limit=2", root).path("rows")).hasSize(2);
        assertThat(problem("/api/v1/rejects?limit=1001")).contains("\"limit\"", "1 to 1000");
    }

    @Test
    void shouldGiveLabelsAndOwnTargets() throws Exception {
        JsonNode all = json("/api/v1/settings", root);
        JsonNode own = json("/api/v1/settings", north);

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
            assertThat(get(path, root).statusCode()).as(path).isEqualTo(200);
            assertThat(get(path, north).statusCode()).as(path).isEqualTo(403);
            assertThat(get(path, north).body()).as(path).doesNotContain("visits");
        }
    }

    @Test
    void shouldGiveTheSameAsCsv() throws Exception {
        HttpResponse<String> csv = get("/api/v1/visit-counts.csv?unit=city&reach=below&window=MONTH", root);

        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.body().lines()).hasSize(5).anyMatch(line -> line.startsWith("city/south,,,,MONTH,2024-05-01,"));
    }

    @Test
    void shouldNameWhatIsWrongAndWhatWouldBeRight() throws Exception {
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MNTH")).contains("window", "MONTH");
        assertThat(problem("/api/v1/visit-counts?unit=*")).contains("window");
        assertThat(problem("/api/v1/visit-counts?unit=*&from=2024-05-02&to=2024-05-01"))
                .contains("to", "before from");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&sort=vists"))
                .contains("sort", "visits");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&start=2024-05-02"))
                .contains("2024-05-01");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=LAST_HOUR")).contains("windows", "LAST_HOUR");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&value=X")).contains("breakdown");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&breakdown=chanel"))
                .contains("did you mean \\\"channel");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&breakdown=channel"))
                .contains("[\"category\",\"mode\",\"area\"]", "\"code\":\"INVALID_PARAMETER\"");
        assertThat(problem("/api/v1/satisfaction-scores?unit=*&window=MONTH&facet=OVERALL:GRADE_6"))
                .contains("[\"OVERALL:GRADE_5\"]", "did you mean \\\"OVERALL:GRADE_5");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&limit=10001")).contains("1 to 10000");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=LAST_HOUR"))
                .contains("\"code\":\"NOT_COVERED\"", "[\"DAY\",\"MONTH\",\"EVER\"]");
        assertThat(problem("/api/v1/visit-counts?unit=*&window=MONTH&against=mars"))
                .contains("last-year");
    }

    @Test
    void shouldAnswerEveryQuestionOfTheManual() throws Exception {
        Matcher questions = Pattern.compile("\"\\$api(/[^\"]+)\"").matcher(Files.readString(manual()));
        int asked = 0;
        while (questions.find()) {
            String path = questions.group(1).replace("Sample+City/Foundry", "city/south");
            if (!path.endsWith("/changes")) {
                HttpResponse<String> answer = get("/api/v1" + path, root);
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

    private String problem(String path) throws Exception {
        HttpResponse<String> answer = get(path, root);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        return answer.body();
    }

    // ---- Who sees what

    @Test
    void shouldShowATokenItsUnitAndAllBelow() throws Exception {
        JsonNode answer = json("/api/v1/visit-counts?window=MONTH&reach=subtree", north);

        assertThat(answer.path("rows").findValuesAsText("unit")).containsExactly("city/north", "city/north/desk");
        assertThat(answer.path("unsent").booleanValue()).isTrue();
        assertThat(answer.path("beyond").isBoolean()).isTrue();
    }

    /** In no route, whatever it asks: the routes are those of the router. */
    @Test
    void shouldShowNothingOfOtherUnits() throws Exception {
        for (String path : paths()) {
            for (String other : List.of("city/south", "city", "*", "town", "city/north2")) {
                HttpResponse<String> hidden = get(path + query(path, other), north);
                HttpResponse<String> absent = get(path + query(path, "nowhere"), north);

                assertThat(hidden.statusCode()).as(path).isEqualTo(absent.statusCode());
                assertThat(withoutHint(hidden).replace("\\\"" + other, "\\\"nowhere"))
                        .as(path)
                        .isEqualTo(withoutHint(absent));
                assertThat(hidden.body().replace(other, "")).as(path).doesNotContain("/south", "town", "/west");
            }
            HttpResponse<String> own = get(path + query(path, "city/north") + "&against=siblings,unit-above", north);
            HttpResponse<String> siblings = get(path + query(path, "city/north") + "&reach=siblings", north);
            HttpResponse<String> search = get(path + query(path, "city/north") + "&search=s", north);
            for (HttpResponse<String> answer : List.of(own, siblings, search)) {
                assertThat(answer.body()).as(path).doesNotContain("/south", "town", "/west");
            }
        }
    }

    /** The nearest name depends on the one that was asked for. */
    private static String withoutHint(HttpResponse<String> answer) {
        return answer.body().replaceFirst("; did you mean [^?]*\\?", "");
    }

    private Set<String> paths() {
        return server.routes().stream()
                .map(ApiServer.KnownRoute::path)
                .filter(path ->
                        path.startsWith("/api/v1/") && !path.endsWith("openapi.json") && !path.endsWith("changes"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String query(String path, String unit) {
        String dates = path.contains("units") || path.contains("settings") ? "" : "&window=MONTH";
        return (path.contains("settings") ? "?" : "?unit=" + URLEncoder.encode(unit, StandardCharsets.UTF_8)) + dates;
    }

    @Test
    void shouldShowOfTheUnitAboveItsShareAndNoCounts() throws Exception {
        JsonNode row = json(
                        "/api/v1/satisfaction-scores?window=MONTH&against=siblings,unit-above&facet=" + FACET, north)
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
        for (String path : paths()) {
            assertThat(get(path + query(path, "*"), "").statusCode()).as(path).isEqualTo(401);
            assertThat(get(path + query(path, "*"), north.substring(1)).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    // ---- Asking

    private JsonNode json(String path, String token) throws Exception {
        HttpResponse<String> answer = get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
