// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.access.TokenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangesTest {
    private static final ChangedCell NORTH_DAY = new ChangedCell("visit-counts", "city/north", "DAY");
    private static final ChangedCell NORTH_MONTH = new ChangedCell("visit-counts", "city/north", "MONTH");
    private static final ChangedCell SOUTH = new ChangedCell("visit-counts", "city/south", "DAY");
    private static final ChangedCell ROOT = new ChangedCell("visit-counts", "*", "DAY");
    private static final int STREAMS = 3;

    @TempDir
    private Path directory;

    private final List<RawClient> clients = new ArrayList<>();
    private TestApi api;
    private Path file;
    private String north;

    @BeforeEach
    void start() {
        file = directory.resolve("tokens");
        north = TestApi.token(file, "city/north", "north");
        api = TestApi.with(settings -> settings.withTokens(file)
                .withLimits(new Limits(
                        100,
                        2,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(9),
                        STREAMS,
                        Duration.ofMillis(100),
                        100)));
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        api.close();
    }

    @Test
    void shouldTellOnlyWhatTheTokenCovers() {
        RawClient client = follow(north);
        api.hub.changed(List.of(SOUTH, ROOT, new ChangedCell("visit-counts", "city/north2", "DAY"), NORTH_DAY));
        api.hub.changed(List.of(NORTH_MONTH, NORTH_DAY));

        assertThat(client.readUntil("}\n"))
                .contains("event: changes\ndata: {\"cells\":[{\"topic\":\"visit-counts\",\"unit\":\"city/north\","
                        + "\"windows\":[\"DAY\",\"MONTH\"]}]}\n")
                .doesNotContain("south", "north2", "*");
    }

    @Test
    void shouldGoOnAfterTheLastIdSeen() {
        RawClient first = follow(north);
        api.hub.changed(List.of(NORTH_DAY));
        String id = id(first.readUntil("}\n"));
        first.close();
        api.hub.changed(List.of(NORTH_MONTH));
        TestApi.until("left", () -> api.hub.size() == 0);

        assertThat(follow(north, "Last-Event-ID: " + id).readUntil("}\n")).contains("[\"MONTH\"]");
    }

    @Test
    void shouldTellToAskAgainWhenTheIdIsNotKnown() {
        for (String id : new String[] {"x", "0-0", "", "-1", id(followed()) + "0000"}) {
            try (RawClient client = follow(north, "Last-Event-ID: " + id)) {
                assertThat(client.readUntil("}\n")).contains("event: reset\ndata: {}\n");
            }
            TestApi.until("left", () -> api.hub.size() < STREAMS);
        }
    }

    private String followed() {
        RawClient client = connect(north);
        return client.readUntil("\n\r\n"); // the end of the first chunk
    }

    @Test
    void shouldTellToAskAgainWhenTooMuchChangedAtOnce() {
        RawClient client = follow(north);
        api.hub.changed(IntStream.range(0, 30_000)
                .mapToObj(i -> new ChangedCell("visit-counts", "city/north/" + i, "DAY"))
                .toList());
        assertThat(client.readUntil("}\n")).contains("event: reset");

        api.hub.changed(List.of(NORTH_DAY));
        assertThat(client.readUntil("}\n")).contains("[\"DAY\"]");
        api.hub.changedEverything();
        assertThat(client.readUntil("}\n")).contains("event: reset");
    }

    @Test
    void shouldEndTheStreamOfARevokedToken() {
        RawClient client = follow(north);

        new TokenStore(file).revoke("north");

        client.rest();
        assertThat(api.hub.size()).isZero();
    }

    @Test
    void shouldTurnClientsAwayBeyondTheLimit() {
        IntStream.range(0, STREAMS).forEach(i -> follow(north));

        assertThat(api.asked(north, "/api/v1/changes").statusCode()).isEqualTo(503);
        assertThat(api.asked(north, "/api/v1/echo").statusCode()).isEqualTo(200);

        clients.get(0).close();
        TestApi.until("left", () -> api.hub.size() < STREAMS);
        follow(north);
    }

    @Test
    void shouldKeepQuietStreamsOpen() {
        RawClient client = follow(north);
        String first = client.readUntil("id: ");

        assertThat(client.readUntil("\n\n")).matches("[0-9a-f]+-\\d+\n\n");
        assertThat(first).doesNotContain("event");
        assertThat(api.hub.size()).isEqualTo(1);
    }

    private RawClient follow(String token, String... headers) {
        RawClient client = connect(token, headers);
        client.readUntil("retry: 2000\nid: ");
        client.readUntil("\n\n");
        return client;
    }

    private RawClient connect(String token, String... headers) {
        RawClient client = api.raw();
        clients.add(client);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return client.say("GET /api/v1/changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                + more + "\r\n");
    }

    private static String id(String text) {
        return text.replaceAll("(?s).*id: (\\S+)\n.*", "$1");
    }
}
