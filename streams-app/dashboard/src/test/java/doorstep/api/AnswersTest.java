// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final String PATH = "/api/v1/echo";

    @TempDir
    private Path directory;

    private TestApi api;
    private volatile Map<String, Object> standing = Map.of("asOf", "2024-05-31T12:00:00Z", "unread", 3);
    private volatile double share = 0.5;

    @BeforeEach
    void start() {
        api = TestApi.open();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldAnswerNumbersAsNumbersAndAbsentAsNull() {
        HttpResponse<String> answer = api.get(PATH + "?unit=city&flag=true&day=2024-02-29");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("""
                {"unit":"city","text":null,"cursor":null,"day":"2024-02-29","flag":true,"order":"first",\
                "rows":[{"unit":"city/north","share":0.5,"list":null},\
                {"unit":"=city/south","share":-1,"list":["a","b"]}],"next":null}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/echo | text/csv | text/csv",
                "/api/v1/echo | application/json;q=0.5, text/csv | text/csv",
                "/api/v1/echo | text/csv;q=0.5, application/json | application/json",
                "/api/v1/echo | */* | application/json",
                "/api/v1/echo | text/html,*/*;q=0.1 | application/json",
                "/api/v1/echo.csv | application/json | text/csv",
                "/api/v1/echo | image/png | application/problem+json",
                "/api/v1/echo | text/csv;q=0 | application/problem+json"
            })
    void shouldChooseTheFormByPathAndAccept(String path, String accept, String type) {
        assertThat(api.get(path, "Accept", accept)
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith(type);
    }

    @Test
    void shouldGuardFormulasInCsv() {
        assertThat(api.get(PATH + ".csv").body())
                .isEqualTo("unit,share,list\ncity/north,0.5,\n'=city/south,-1,\"[\"\"a\"\",\"\"b\"\"]\"\n");
    }

    @Test
    void shouldRefuseCsvOfWhatIsNotATable() {
        api.responder = ask -> new Reply(Standing.NONE, Map.of("a", 1), Optional.empty());

        assertThat(api.get(PATH + ".csv").statusCode()).isEqualTo(406);
        assertThat(api.get(PATH).body()).isEqualTo("{\"a\":1}\n");
    }

    @Test
    void shouldAnswer304WithTheNewAsOfWhileFiguresStay() {
        api.responder = this::shares;
        String etag = api.get(PATH).headers().firstValue("ETag").orElseThrow();

        standing = Map.of("asOf", "2024-05-31T12:01:00Z", "unread", 0);
        for (String tags : List.of(etag, etag.substring(2), "\"x\", " + etag, "*")) {
            HttpResponse<String> same = api.get(PATH, "If-None-Match", tags);
            assertThat(same.statusCode()).as(tags).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(same.headers().firstValue("Doorstep-As-Of")).contains("2024-05-31T12:01:00Z");
            assertThat(same.headers().firstValue("Doorstep-Unread")).contains("0");
            assertThat(same.headers().firstValue("ETag")).contains(etag);
        }
        assertThat(api.get(PATH, "If-None-Match", "\"x\"").body()).contains("\"asOf\":\"2024-05-31T12:01:00Z\"");

        share = 0.6;
        assertThat(api.get(PATH, "If-None-Match", etag).statusCode()).isEqualTo(200);
        assertThat(api.get(PATH + ".csv", "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    private Reply shares(Ask ask) {
        return new Reply(
                new Standing(standing),
                Map.of("rebuilding", false),
                Optional.of(new Rows(List.of("share"), List.of(List.of(share)), Optional.empty())));
    }

    @Test
    void shouldAnswerHeadWithTheHeadersOnly() {
        HttpResponse<String> get = api.get(PATH);
        HttpResponse<String> head = api.send("HEAD", PATH);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("ETag", "Content-Length", "Content-Type")) {
            assertThat(head.headers().firstValue(name)).isEqualTo(get.headers().firstValue(name));
        }
    }

    @Test
    void shouldLeadToTheNextPage() {
        HttpResponse<String> first = api.get(PATH + "?limit=1&text=a%26b");
        String link = first.headers().firstValue("Link").orElseThrow();
        HttpResponse<String> second = api.get(link.substring(1, link.indexOf('>')));

        assertThat(first.body()).contains("\"next\":\"");
        assertThat(second.body()).contains("\"cursor\":\"city/north\"", "\"text\":\"a&b\"");
        assertThat(second.headers().firstValue("Link").orElseThrow()).containsOnlyOnce("cursor=");
    }

    @Test
    void shouldNameTheParameterAndWhatItMayBe() {
        HttpResponse<String> answer = api.get(PATH + "?order=fist");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).isEqualTo("""
                {"title":"Bad Request","status":400,"code":"INVALID_PARAMETER",\
                "detail":"order: \\"fist\\" is not one of its values; did you mean \\"first\\"?",\
                "parameter":"order","allowed":["first","last"]}
                """);
        assertThat(api.get(PATH + "?untl=city").body()).contains("did you mean \\\"unit\\\"");
    }

    @Test
    void shouldAnswerTheSameForUnitsThatAreHiddenOrDoNotExist() {
        Path file = directory.resolve("tokens");
        String north = TestApi.token(file, "city/north", "north");
        try (TestApi guarded = TestApi.with(settings -> settings.withTokens(file))) {
            assertThat(guarded.asked(north, PATH).body()).contains("\"unit\":\"city/north\"");
            assertThat(guarded.asked(north, PATH + "?unit=city/north/desk").statusCode())
                    .isEqualTo(200);
            String hidden = problem(guarded, north, "city/north2");
            assertThat(hidden).isEqualTo(problem(guarded, north, "city/north3").replace("north3", "north2"));
            assertThat(hidden).contains("did you mean \\\"city/north\\\"");
            assertThat(problem(guarded, north, "city/sout")).doesNotContain("city/south");
            assertThat(problem(guarded, north, "city")).doesNotContain("south");
            assertThat(problem(guarded, north, "*")).contains("there is no");

            String elsewhere = new PageCursor(1, List.of("city/south")).text();
            assertThat(guarded.asked(north, PATH + "?cursor=" + elsewhere).statusCode())
                    .isEqualTo(400);
        }
    }

    private static String problem(TestApi api, String token, String unit) {
        HttpResponse<String> answer = api.asked(token, PATH + "?unit=" + unit);
        assertThat(answer.statusCode()).isEqualTo(404);
        return answer.body();
    }

    @Test
    void shouldTellNothingOfABug() {
        api.responder = ask -> {
            throw new IllegalStateException("secret");
        };

        HttpResponse<String> answer = api.get(PATH);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("its log says why").doesNotContain("secret");
    }
}
