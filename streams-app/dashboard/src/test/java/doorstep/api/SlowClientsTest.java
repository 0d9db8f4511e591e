// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read slowly, or not at all, among others that are served meanwhile. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
    private static final int CLIENTS = 200;
    private static final int SLOW = 20;
    private static final int SILENT = 50;
    private static final int SMALL_BUFFER = 2_048;
    private static final long FLAT_BYTES = 64L << 20;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
    }

    @Test
    void shouldServeOthersInFlatMemory() throws Exception {
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits(Duration.ofSeconds(3), LONG)))) {
            IntStream.range(0, SILENT).forEach(i -> connect(api, 0));
            List<RawClient> slow = IntStream.range(0, SLOW)
                    .mapToObj(i -> follow(api, SMALL_BUFFER))
                    .toList();
            List<RawClient> fast = IntStream.range(0, CLIENTS - SLOW)
                    .mapToObj(i -> follow(api, 0))
                    .toList();
            TestApi.until("joined", () -> api.hub.size() == CLIENTS);
            List<Thread> readers = fast.stream().map(SlowClientsTest::reading).toList();
            Thread drip = dripping(slow);
            long before = usedBytes();

            int round = 0;
            while (api.hub.size() > CLIENTS - SLOW) {
                api.hub.changed(cells(round++));
                assertThat(api.get("/api/v1/echo").statusCode()).isEqualTo(200);
                LockSupport.parkNanos(100_000_000);
                assertThat(round).as("rounds until slow clients are gone").isLessThan(400);
            }

            assertThat(api.hub.size()).isEqualTo(CLIENTS - SLOW);
            assertThat(usedBytes() - before).isLessThan(FLAT_BYTES);
            clients.forEach(RawClient::close);
            drip.join();
            for (Thread reader : readers) {
                reader.join();
            }
        }
    }

    @Test
    void shouldNotHoldAThreadForAnAnswerNobodyReads() {
        String text = "x".repeat(8 << 20); // more than the kernel takes
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits(LONG, LONG)))) {
            api.responder = ask -> new Reply(Standing.NONE, Map.of("text", text), Optional.empty());
            TestApi.until("no more answers are kept for clients that do not read", () -> {
                connect(api, SMALL_BUFFER).say("GET /api/v1/echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
                HttpResponse<String> answer = api.get("/api/v1/echo");
                return answer.statusCode() == 503 && answer.body().contains("too slowly");
            });
            assertThat(api.get("/health").statusCode()).isEqualTo(200);
        }
    }

    private RawClient follow(TestApi api, int buffer) {
        RawClient client = connect(api, buffer).say("GET /api/v1/changes HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.readUntil("\n\n");
        return client;
    }

    private RawClient connect(TestApi api, int buffer) {
        RawClient client = new RawClient(api.port(), buffer);
        clients.add(client);
        return client;
    }

    private static Thread reading(RawClient client) {
        Thread thread = new Thread(() -> {
            while (client.discard()) {
                // until it is closed
            }
        });
        thread.start();
        return thread;
    }

    /** A byte a second from each. */
    private static Thread dripping(List<RawClient> slow) {
        Thread thread = new Thread(() -> {
            while (slow.stream().anyMatch(client -> client.read() >= 0)) {
                LockSupport.parkNanos(1_000_000_000);
            }
        });
        thread.start();
        return thread;
    }

    /** Fewer than a message may list, even if many rounds come in one second. */
    private static List<ChangedCell> cells(int round) {
        return IntStream.range(0, 400)
                .mapToObj(i -> new ChangedCell("visit-counts", "city/unit " + i + "/" + round % 7, "DAY"))
                .toList();
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Limits limits(Duration writing, Duration asking) {
        return new Limits(1_000, 2, Duration.ofSeconds(9), LONG, writing, asking, CLIENTS, Duration.ofSeconds(1), 100);
    }
}
