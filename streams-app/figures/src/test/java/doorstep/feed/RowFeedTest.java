// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static doorstep.feed.FeedFixture.ROWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RowFeedTest {
    private final FeedFixture feed = new FeedFixture();
    private final Semaphore rounds = new Semaphore(0); // the feed goes on by the permits of the test

    private RowFeed started() {
        return new RowFeed(feed.scope(), () -> feed.log().beforeEach(() -> {
            rounds.acquireUninterruptibly();
            feed.cluster.pass(1_000);
        }));
    }

    private void until(RowFeed reader, Predicate<FeedState> state) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!state.test(reader.state())) {
            assertThat(System.nanoTime()).as("%s", reader.state()).isLessThan(deadline);
            rounds.release();
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldFollowAndSayHowItGoes() {
        feed.pipelineRan();
        feed.row(ROWS, "east", 1);
        try (RowFeed reader = started()) {
            until(reader, FeedState::caughtUp);
            assertThat(reader.state().lag()).isZero();
            assertThat(reader.state().stored()).isEqualTo(1);
            assertThat(reader.pipeline()).isPresent();
            rounds.release(1_000);
        }
        assertThat(feed.stored()).isEqualTo(feed.expected());
    }

    @Test
    void shouldSayThatTheClusterIsAwayAndComeBack() {
        feed.pipelineRan();
        try (RowFeed reader = started()) {
            until(reader, FeedState::caughtUp);
            feed.cluster.away = true;
            until(reader, state -> state.error().isPresent());
            assertThat(reader.state().error()).contains("no broker answers");
            assertThat(reader.state().caughtUp()).isFalse();
            assertThat(reader.state().running()).isTrue();

            feed.row(ROWS, "east", 1);
            feed.cluster.away = false;
            until(reader, FeedState::caughtUp);
            rounds.release(1_000);
        }
        assertThat(feed.stored()).isEqualTo(feed.expected());
        assertThat(feed.stored()).hasSize(1);
    }

    @Test
    void shouldReadOnce() {
        feed.pipelineRan();
        feed.row(ROWS, "east", 1);

        CollectedFigures figures = RowFeed.once(feed.scope(), feed.log());

        assertThat(feed.stored()).isEqualTo(feed.expected()).hasSize(1);
        assertThat(figures.pipeline().progress()).hasSize(1);
        assertThat(figures.skipped()).isZero();
    }

    @Test
    void shouldBeginAgainWhenTheMachineSleptMeanwhile() {
        feed.pipelineRan();
        for (int i = 0; i < 20; i++) {
            feed.row(ROWS, "unit-" + i, 1);
        }
        FakeLog log = feed.log().before(3, () -> {
            feed.tombstone(ROWS, "unit-1");
            feed.cluster.clean(ROWS);
            feed.cluster.pass(Duration.ofDays(8).toMillis());
            feed.cluster.clean(ROWS);
        });

        RowFeed.once(feed.scope(), log);

        assertThat(feed.stored()).isEqualTo(feed.expected()).hasSize(19);
    }

    @Test
    void shouldNotWaitForEverForRecords() {
        feed.pipelineRan();
        feed.cluster.open(ROWS);
        feed.row(ROWS, "east", 1);

        assertThatThrownBy(() -> RowFeed.once(feed.scope(), feed.log().beforeEach(() -> feed.cluster.pass(1_000))))
                .isInstanceOf(ClusterException.class)
                .hasMessage("none of 1 records came for 30 s");
    }
}
