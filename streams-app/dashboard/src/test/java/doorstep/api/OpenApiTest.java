// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.config.AppConfig;
import doorstep.dashboard.FigureRoutes;
import doorstep.dashboard.PipelineMoments;
import doorstep.rows.CollectedRows;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    /** The routes that the server has in earnest. */
    private static final List<QuestionRoute> QUESTIONS = new FigureRoutes(
                    new CollectedRows(),
                    new PipelineMoments(AppConfig.of(Map.of()), Optional::empty),
                    limit -> List.of())
            .all();

    private static ApiServer server;

    @BeforeAll
    static void start() {
        Probe good = new Probe(true, "good", Map.of());
        server = ApiServer.start(
                ApiSettings.loopback(0),
                new ApiContent(QUESTIONS, () -> good, () -> good, () -> "", new ChangeHub(), List.of()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldBeValid() {
        SwaggerParseResult result = parsed();

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.isOpenapi31()).isTrue();
        assertThat(result.getOpenAPI().getPaths()).isNotEmpty();
    }

    @Test
    void shouldDescribeEveryRouteAndNothingElse() {
        Set<String> routes = server.routes().stream()
                .map(ApiServer.KnownRoute::path)
                .filter(path -> !path.endsWith(QuestionRoute.CSV)) // by the description of all paths
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(parsed().getOpenAPI().getPaths().keySet())).isEqualTo(routes);
    }

    @Test
    void shouldSayWhichRoutesNeedNoToken() {
        OpenAPI api = parsed().getOpenAPI();
        Map<String, Boolean> open = new TreeMap<>();
        api.getPaths().forEach((path, item) -> open.put(path, isOpen(item)));

        server.routes().stream()
                .filter(route -> !route.path().endsWith(QuestionRoute.CSV))
                .forEach(route -> assertThat(open.get(route.path()))
                        .as(route.path())
                        .isEqualTo(route.needs().contains(Needs.OPEN)
                                || route.needs().contains(Needs.PROBE)));
    }

    private static boolean isOpen(PathItem item) {
        return item.getGet().getSecurity() != null
                && item.getGet().getSecurity().stream().allMatch(Map::isEmpty);
    }

    @Test
    void shouldHaveAParameterForEachOfAQuestion() {
        OpenAPI api = parsed().getOpenAPI();

        assertThat(QUESTIONS)
                .allSatisfy(question -> assertThat(parameters(api.getPaths().get(question.path())))
                        .containsExactlyInAnyOrderElementsOf(question.parameters()));
    }

    private static List<String> parameters(PathItem path) {
        List<Parameter> parameters = path.getGet().getParameters();
        return parameters == null
                ? List.of()
                : parameters.stream().map(OpenApiTest::name).toList();
    }

    /** That of a reference is its last part. */
    private static String name(Parameter parameter) {
        return parameter.get$ref() == null
                ? parameter.getName()
                : parameter.get$ref().replaceFirst(".*/", "");
    }

    @Test
    void shouldBeServedForProgramsAndForPeople() throws Exception {
        JsonNode served =
                new ObjectMapper().readTree(get("/api/v1/openapi.json").body());
        assertThat(served.path("openapi").asText()).startsWith("3.1");

        HttpResponse<String> page = get("/api");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.body()).doesNotContain("<script", "style=", "http://", "https://");
        served.path("paths").fieldNames().forEachRemaining(path -> assertThat(page.body())
                .contains(path));
        assertThat(get("/api/style.css").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/css");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static SwaggerParseResult parsed() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser().readContents(OpenApi.bundled().json(), List.of(), options);
    }
}
