// SPDX-License-Identifier: Apache-2.0
package doorstep.page;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.access.TokenStore;
import doorstep.api.ApiContent;
import doorstep.api.ApiServer;
import doorstep.api.ApiSettings;
import doorstep.api.ChangeHub;
import doorstep.api.Probe;
import doorstep.api.StaticFile;
import doorstep.question.Access;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page as a browser without a token gets them. */
class PageFilesTest {
    @TempDir
    private static Path dir;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        Path tokens = dir.resolve("tokens");
        new TokenStore(tokens).create(Access.root(), "root", Instant.EPOCH);
        Probe good = new Probe(true, "good", Map.of());
        server = ApiServer.start(
                ApiSettings.loopback(0).withTokens(tokens),
                new ApiContent(List.of(), () -> good, () -> good, () -> "", new ChangeHub(), PageFiles.all(false)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldLeadToThePageFromTheRoot() throws Exception {
        HttpResponse<byte[]> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(text(page)).contains("<title>Doorstep</title>").doesNotContain("{version}");
    }

    @Test
    void shouldServeEveryFileWithoutAToken() throws Exception {
        assertThat(PageFiles.all(false)).hasSizeGreaterThan(20);
        for (StaticFile file : PageFiles.all(false)) {
            HttpResponse<byte[]> answer = get(file.path());

            assertThat(answer.statusCode()).as(file.path()).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).as(file.path()).startsWith(type(file.path()));
            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("script-src 'self';", "style-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(answer.body().length).as(file.path()).isPositive();
        }
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> "text/html";
        };
    }

    @Test
    void shouldLetBrowsersKeepWhatNeverChanges() throws Exception {
        HttpResponse<byte[]> module = get(path("main.js"));

        assertThat(header(module, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(path("main.js")).matches("/page/[0-9a-f]{16}/main.js");
    }

    @Test
    void shouldNotSendAgainWhatTheBrowserHas() throws Exception {
        String etag = header(get("/"), "ETag");

        assertThat(get("/", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCompressForWhoTakesIt() throws Exception {
        HttpResponse<byte[]> plain = get(path("lib/d3.js"));
        HttpResponse<byte[]> packed = get(path("lib/d3.js"), "Accept-Encoding", "br, gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Vary")).contains("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(get("/", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static String path(String name) {
        return PageFiles.all(false).stream()
                .map(StaticFile::path)
                .filter(path -> path.endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
