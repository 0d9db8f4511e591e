// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

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
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.event.TreePath;
import doorstep.feed.AppendedProgress;
import doorstep.feed.PipelineState;
import doorstep.question.Access;
import doorstep.rows.CollectedRows;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** A server with a few figures, and a client of it with the tokens of the root and of city/north. */
final class FigureServer implements AutoCloseable {
    private static final AppConfig CONFIG = AppConfig.of(Map.of(
            "zone",
            "UTC",
            "windows",
            "DAY, MONTH, EVER",
            "breakdown.windows",
            "DAY, MONTH",
            "answers.min",
            "10",
            "assessment.targets",
            "city=90, city/north=80, city/south=70"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    static final Instant AS_OF = Instant.parse("2024-05-31T12:00:00Z");
    static final String FACET = "OVERALL:GRADE_5";
    private static final int VISITS = 1; // codes of families
    private static final int SCORES = 3;
    private static final int LEVELS = 5;
    /** Slots of the tally of scores: imputed, then scores from 0. */
    private static final int LOWEST = 1;

    private static final int HIGHEST = 5;

    final CollectedRows rows = new CollectedRows();
    final PipelineMoments moments;
    final ApiServer server;
    final String root;
    final String north;
    private final OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), 0);

    /** @param dir for the tokens */
    FigureServer(Path dir) {
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
        item("n1", "REQUEST", "city/north", "2024-05-05T08:00:00Z", "2024-05-30T08:00:00Z");
        item("n2", "DUTY", "city/north/desk", "2024-05-29T08:00:00Z", "2024-06-02T08:00:00Z");
        item("n3", "SUGGESTION", "city/north", "2024-05-31T13:00:00Z", null);
        item("city/south", "REQUEST", "city/south", "2024-05-01T08:00:00Z", "2024-05-02T08:00:00Z");
        item("town", "DUTY", "town", "2024-05-20T08:00:00Z", null);
        callBack("callback:VISIT:v7:OVERALL", "city/north");
        Path tokens = dir.resolve("tokens");
        root = new TokenStore(tokens).create(Access.root(), "root", AS_OF);
        north = new TokenStore(tokens).create(Access.of("city/north"), "north", AS_OF);
        Progress windows = Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(0)
                .setAsOf(AS_OF)
                .setUnsent(2L)
                .setBeyond(Map.of("doorstep.visit-counts", 4L))
                .setEndingsBeyond(2L)
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

    private void item(String id, String kind, String unit, String opened, String due) {
        put(WorkItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setCategory("NOISE")
                .setUnit(unit)
                .setSource("HOTLINE")
                .setOpenedAt(Instant.parse(opened))
                .setDueAt(due == null ? null : Instant.parse(due))
                .setReturned(1)
                .setReopened(0)
                .build());
    }

    private void callBack(String id, String unit) {
        put(WorkItem.newBuilder()
                .setId(id)
                .setKind("CALLBACK")
                .setUnit(unit)
                .setSource("SURVEY")
                .setOpenedAt(Instant.parse("2024-05-28T08:00:00Z"))
                .setFirstDueAt(Instant.parse("2024-05-31T08:00:00Z"))
                .setDueAt(Instant.parse("2024-05-31T08:00:00Z"))
                .setReturned(0)
                .setReopened(0)
                .setOpenedBy("f7")
                .setSubjectType("VISIT")
                .setSubjectId("v7")
                .setQuestion("OVERALL")
                .setScale("GRADE_5")
                .setScore(1)
                .build());
    }

    void put(WorkItem item) {
        rows.apply(List.of(new ItemChange(item.getId(), Optional.of(item))), Map.of());
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

    // ---- Asking

    Set<String> paths() {
        return server.routes().stream()
                .map(ApiServer.KnownRoute::path)
                .filter(path ->
                        path.startsWith("/api/v1/") && !path.endsWith("openapi.json") && !path.endsWith("changes"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String problem(String path) throws Exception {
        HttpResponse<String> answer = get(path, root);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        return answer.body();
    }

    JsonNode json(String path, String token) throws Exception {
        HttpResponse<String> answer = get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
    }
}
