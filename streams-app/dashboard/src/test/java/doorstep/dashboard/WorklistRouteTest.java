// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.avro.WorkItem;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worklist as programs ask for it. */
class WorklistRouteTest {
    private static final String PATH = "/api/v1/worklist";
    private static final String CALL_BACK = "callback:VISIT:v7:OVERALL";

    @TempDir
    private Path dir;

    private FigureServer server;

    @BeforeEach
    void start() {
        server = new FigureServer(dir);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> ids(String query) throws Exception {
        return server.json(PATH + query, server.root).path("rows").findValuesAsText("id");
    }

    @Test
    void shouldListWhatIsOwedWithTotals() throws Exception {
        JsonNode answer = server.json(PATH, server.root);

        assertThat(answer.path("rows").findValuesAsText("id"))
                .containsExactly("city/south", "n1", CALL_BACK, "n2", "town");
        assertThat(answer.path("totals").toString()).isEqualTo("{\"open\":5,\"overdue\":3}");
        assertThat(answer.path("totalsByKind").toString())
                .isEqualTo("{\"CALLBACK\":{\"open\":1,\"overdue\":1},\"DUTY\":{\"open\":2,\"overdue\":0},"
                        + "\"REQUEST\":{\"open\":2,\"overdue\":2}}");
        assertThat(answer.path("later").intValue()).isEqualTo(1);
        assertThat(answer.path("asOf").textValue()).isEqualTo("2024-05-31T12:00:00Z");
        assertThat(answer.path("next").isNull()).isTrue();
    }

    /** The number is the organisation's. */
    @Test
    void shouldSayThatEndingsLieAfterAsOf() throws Exception {
        assertThat(server.json(PATH, server.root).path("endingsBeyond").toString())
                .isEqualTo("2");
        assertThat(server.json(PATH + "?unit=town&kind=DUTY", server.root)
                        .path("endingsBeyond")
                        .toString())
                .isEqualTo("2");
        assertThat(server.json(PATH, server.north).path("endingsBeyond").toString())
                .isEqualTo("true");
    }

    @Test
    void shouldSayWhatWasRatedHowLowOnWhichQuestion() throws Exception {
        assertThat(server.json(PATH + "?kind=CALLBACK", server.root).at("/rows/0"))
                .isEqualTo(new ObjectMapper().readTree("""
                        {"id": "callback:VISIT:v7:OVERALL", "kind": "CALLBACK", "category": null, "unit": "city/north",
                         "area": null, "source": "SURVEY", "openedAt": "2024-05-28T08:00:00Z", "acknowledgedAt": null,
                         "assignedAt": null, "firstDueAt": "2024-05-31T08:00:00Z", "dueAt": "2024-05-31T08:00:00Z",
                         "returned": 0, "reopened": 0, "openedBy": "f7", "subjectType": "VISIT", "subjectId": "v7",
                         "question": "OVERALL", "scale": "GRADE_5", "score": 1, "age": 3, "daysLeft": 0,
                         "overdue": true}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "?unit=city/north, n1 callback:VISIT:v7:OVERALL n2",
        "?unit=city/north/desk, n2",
        "?unit=city/north2, ''",
        "?kind=DUTY, n2 town",
        "?category=NOISE&kind=REQUEST, city/south n1",
        "?category=ROADS, ''",
        "'?category=ROADS,NOISE&unit=city/north', n1 n2",
        "?overdue=true, city/south n1 callback:VISIT:v7:OVERALL",
        "?overdue=false&limit=1, city/south",
        "?due-within=1, ''",
        "?due-within=2, n2",
        "?later=true, n3",
        "?sort=age, city/south n1 town callback:VISIT:v7:OVERALL n2"
    })
    void shouldFilterAndSort(String query, String ids) throws Exception {
        assertThat(String.join(" ", ids(query))).isEqualTo(ids);
    }

    @Test
    void shouldCountWhatTheLimitLeavesOut() throws Exception {
        JsonNode first = server.json(PATH + "?limit=2&sort=age", server.root);
        HttpResponse<String> second = server.get(
                PATH + "?limit=2&sort=age&cursor=" + first.path("next").textValue(), server.root);

        assertThat(first.path("totals").path("open").intValue()).isEqualTo(5);
        assertThat(new ObjectMapper().readTree(second.body()).path("rows").findValuesAsText("id"))
                .containsExactly("town", CALL_BACK);
        assertThat(second.headers().firstValue("Link").orElseThrow())
                .startsWith("</api/v1/worklist?limit=2&sort=age&cursor=")
                .endsWith(">; rel=\"next\"");
    }

    /** A page may end between rows that are never due. */
    @Test
    void shouldGoOnBehindARowThatIsNeverDue() throws Exception {
        server.put(item("zz"));
        JsonNode page = server.json(PATH + "?limit=5", server.root);

        assertThat(page.path("rows").findValuesAsText("id")).endsWith("town");
        assertThat(ids("?limit=5&cursor=" + page.path("next").textValue())).containsExactly("zz");
    }

    private static WorkItem item(String id) {
        return WorkItem.newBuilder()
                .setId(id)
                .setKind("DUTY")
                .setUnit("town")
                .setSource("TEST")
                .setOpenedAt(FigureServer.AS_OF)
                .setReturned(0)
                .setReopened(0)
                .build();
    }

    @Test
    void shouldShowATokenItsUnitAndThoseBelow() throws Exception {
        JsonNode answer = server.json(PATH, server.north);

        assertThat(answer.path("rows").findValuesAsText("id")).containsExactly("n1", CALL_BACK, "n2");
        assertThat(answer.path("totals").path("open").intValue()).isEqualTo(3);
        assertThat(server.json(PATH + "?unit=city/north/desk", server.north)
                        .path("totals")
                        .path("open")
                        .intValue())
                .isEqualTo(1);
        for (String hidden : List.of("*", "city", "city/south", "city/north2", "nowhere")) {
            assertThat(server.get(PATH + "?unit=" + hidden, server.north).statusCode())
                    .as(hidden)
                    .isEqualTo(404);
        }
    }

    /** A cursor of a page that only the root sees. */
    @Test
    void shouldRefuseACursorOfAnotherUnit() throws Exception {
        String cursor = server.json(PATH + "?limit=1", server.root).path("next").textValue();

        HttpResponse<String> refused = server.get(PATH + "?limit=1&cursor=" + cursor, server.north);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"parameter\":\"cursor\"").doesNotContain("south");
    }

    @ParameterizedTest
    @CsvSource({
        "?kind=VISIT, kind",
        "?category=noise, category",
        "'?category=NOISE,', category",
        "?overdue=yes, overdue",
        "?due-within=-1, due-within",
        "?due-within=3654, due-within",
        "?due-within=3d, due-within",
        "?overdue=true&due-within=3, due-within",
        "?sort=unit, sort",
        "?cursor=WzEsIioiXQ, cursor", // [1,"*"]
        "?cursor=WyJhIiwiKiIsIngiXQ, cursor", // ["a","*","x"]
        "?cursor=WzEuNSwiKiIsIngiXQ, cursor", // [1.5,"*","x"]
        "?window=EVER, query"
    })
    void shouldNameTheParameterThatIsWrong(String query, String parameter) throws Exception {
        assertThat(server.problem(PATH + query)).contains("\"parameter\":\"" + parameter + "\"");
    }

    @Test
    void shouldGiveTheRowsAsCsv() throws Exception {
        assertThat(server.get(PATH + ".csv?kind=DUTY", server.root).body()).isEqualTo("""
                id,kind,category,unit,area,source,openedAt,acknowledgedAt,assignedAt,firstDueAt,dueAt,returned,reopened,openedBy,subjectType,subjectId,question,scale,score,age,daysLeft,overdue
                n2,DUTY,NOISE,city/north/desk,,HOTLINE,2024-05-29T08:00:00Z,,,,2024-06-02T08:00:00Z,1,0,,,,,,,2,2,false
                town,DUTY,NOISE,town,,HOTLINE,2024-05-20T08:00:00Z,,,,,1,0,,,,,,,11,,false
                """);
    }

    @Test
    void shouldHaveAnotherETagOnceARowIsThere() throws Exception {
        String before = etag();
        assertThat(etag()).isEqualTo(before);

        server.put(item("new"));

        assertThat(etag()).isNotEqualTo(before);
    }

    private String etag() throws Exception {
        return server.get(PATH, server.root).headers().firstValue("ETag").orElseThrow();
    }
}
