// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.access.TokenStore;
import doorstep.question.Access;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A server on the loopback interface with a few questions of the tests, and a client of it. */
final class TestApi implements AutoCloseable {
    static final Set<String> UNITS = Set.of("city", "city/north", "city/north/desk", "city/north2", "city/south");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Instant NOW = Instant.parse("2024-05-31T12:00:00Z");

    final ChangeHub hub = new ChangeHub();
    final ApiServer server;

    volatile Responder responder = TestApi::echo;
    volatile Probe ready = new Probe(true, "ready", Map.of("rows", 7));
    volatile Standing standing = new Standing(Map.of("asOf", "2024-05-31T12:00:00Z"));

    private TestApi(ApiSettings settings) {
        server = ApiServer.start(
                settings,
                new ApiContent(
                        List.of(
                                new QuestionRoute(
                                        "/api/v1/echo",
                                        Needs.TOKEN,
                                        Set.of("unit", "text", "limit", "cursor", "day", "flag", "order"),
                                        ask -> responder.answer(ask)),
                                new QuestionRoute("/api/v1/all", Needs.ROOT, Set.of(), ask -> responder.answer(ask))),
                        () -> new Probe(true, "healthy", Map.of("secret", 1)),
                        () -> ready,
                        () -> "doorstep_rows 7\n",
                        hub,
                        List.of()));
    }

    static TestApi open() {
        return with(settings -> settings);
    }

    static TestApi with(UnaryOperator<ApiSettings> settings) {
        return new TestApi(settings.apply(ApiSettings.loopback(0)));
    }

    static String token(Path file, String unit, String name) {
        return new TokenStore(file).create(Access.of(unit), name, NOW);
    }

    /** Answers with what it was asked. */
    static Reply echo(Ask ask) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("unit", ask.unit(unit -> unit.equals("*") || UNITS.contains(unit), access -> UNITS));
        figures.put("text", ask.optional("text").orElse(null));
        figures.put("cursor", ask.cursor().map(PageCursor::unit).orElse(null));
        figures.put("day", ask.date("day").map(Object::toString).orElse(null));
        figures.put("flag", ask.flag("flag").orElse(null));
        figures.put("order", ask.choice("order", List.of("first", "last"), "first"));
        return new Reply(Standing.NONE, figures, Optional.of(rows(ask.limit())));
    }

    private static Rows rows(int limit) {
        List<List<?>> all =
                List.of(Arrays.asList("city/north", 0.5, null), Arrays.asList("=city/south", -1, List.of("a", "b")));
        return new Rows(
                List.of("unit", "share", "list"),
                all.subList(0, Math.min(limit, all.size())),
                limit < all.size() ? Optional.of(new PageCursor(0.5, List.of("city/north"))) : Optional.empty());
    }

    URI url() {
        return server.url();
    }

    int port() {
        return url().getPort();
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    HttpResponse<String> asked(String token, String path) {
        return get(path, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    RawClient raw() {
        return RawClient.to(port());
    }

    static void until(String what, BooleanSupplier isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
