// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
    private static final String PATH = "/api/v1/echo";
    private static final Reply EMPTY = new Reply(Standing.NONE, Map.of(), Optional.empty());
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void shouldTurnQuestionsAwayThatFindNoTurn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits(1, MOMENT, LONG)))) {
            api.responder = ask -> {
                asked.countDown();
                await(goOn);
                return EMPTY;
            };
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> api.get(PATH));
            asked.await();

            HttpResponse<String> second = api.get(PATH);
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).contains("2");
            assertThat(api.get("/health").statusCode()).isEqualTo(200);

            goOn.countDown();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(api.get(PATH).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetAWaitingQuestionHaveTheNextTurn() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits(2, LONG, LONG)))) {
            api.responder = ask -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                now.decrementAndGet();
                return EMPTY;
            };
            assertThat(IntStream.range(0, 10)
                            .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.get(PATH)))
                            .toList())
                    .allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
            assertThat(most.get()).isBetween(1, 2);
        }
    }

    @Test
    void shouldCancelAQuestionThatTakesTooLong() {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits(1, LONG, MOMENT)))) {
            api.responder = ask -> {
                ask.onTimeout(cancelled::countDown);
                await(cancelled);
                throw new IllegalStateException("the database says: interrupted");
            };

            HttpResponse<String> answer = api.get(PATH);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("was cancelled").doesNotContain("interrupted");
            api.responder = ask -> EMPTY;
            assertThat(api.get(PATH).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldCancelNothingAfterTheQuestion() {
        AtomicInteger cancelled = new AtomicInteger();
        Deadline deadline = new Deadline();
        deadline.onTimeout(cancelled::incrementAndGet);

        assertThat(deadline.end()).isFalse();
        deadline.pass();

        assertThat(cancelled.get()).isZero();
    }

    @Test
    void shouldCloseConnectionsThatNeverAsk() {
        Limits limits = limits(1, LONG, LONG);
        try (TestApi api = TestApi.with(settings -> settings.withLimits(limits));
                RawClient silent = api.raw();
                RawClient dripping = api.raw().say("GET /api HTTP/1.1\r\nX: ");
                RawClient again = api.raw()) {
            again.say("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").readUntil("}\n");
            again.say("G");

            TestApi.until("closed", () -> isClosed(dripping));
            assertThat(silent.read()).isEqualTo(-1);
            again.rest();
        }
    }

    /** Sends one more byte. */
    private static boolean isClosed(RawClient client) {
        try {
            client.say("x");
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void shouldRefuseMoreRowsThanTheLimit() {
        try (TestApi api = TestApi.open()) {
            assertThat(api.get(PATH + "?limit=10000").statusCode()).isEqualTo(200);
            assertThat(api.get(PATH + "?limit=10001").body()).contains("from 1 to 10000");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestApi.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Limits limits(int questions, Duration queueing, Duration answering) {
        return new Limits(
                100,
                questions,
                queueing,
                answering,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                10,
                Duration.ofSeconds(1),
                100);
    }
}
