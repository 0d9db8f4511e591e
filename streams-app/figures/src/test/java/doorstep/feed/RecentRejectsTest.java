// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Rejected;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentRejectsTest {
    private final FeedFixture feed = new FeedFixture();
    private final FakeCluster cluster = feed.cluster;

    private List<Long> newest(int limit) {
        return feed.view.rejects(limit).stream().map(Rejected::getOffset).toList();
    }

    @Test
    void shouldGiveTheNewestOfAllPartitionsFirst() {
        feed.pipelineRan();
        for (int i = 0; i < 5; i++) {
            cluster.pass(1_000);
            feed.reject(i % 2, i);
        }
        try (FeedSession session = new FeedSession(feed.scope(), feed.log())) {
            feed.readToEnd(session);
            assertThat(newest(3)).containsExactly(4L, 3L, 2L);

            cluster.pass(1_000);
            feed.reject(0, 5);
            session.round(Duration.ZERO);
            assertThat(newest(2)).containsExactly(5L, 4L);
        }
    }

    @Test
    void shouldKeepTheLastThousand() {
        feed.pipelineRan();
        int all = RecentRejects.KEPT + 500;
        for (int i = 0; i < all; i++) {
            cluster.pass(1);
            feed.reject(i % 2, i);
        }
        FakeLog log = feed.log();
        feed.read(log);

        assertThat(newest(all)).hasSize(RecentRejects.KEPT).startsWith(all - 1L).endsWith(500L);
    }

    @Test
    void shouldReadOnlyTheEndOfALongTopic() {
        feed.pipelineRan();
        int all = 2 * RecentRejects.KEPT;
        for (int i = 0; i < all; i++) {
            feed.reject(1, i);
        }
        FakeLog log = feed.log();
        feed.read(log);

        String partition = FakeCluster.partition(Topics.REJECTED, 1) + "@";
        assertThat(log.returned.stream().filter(it -> it.startsWith(partition))).hasSize(RecentRejects.KEPT);
    }

    @Test
    void shouldSkipWhatAnotherProgramWrote() {
        feed.pipelineRan();
        cluster.append(FakeCluster.partition(Topics.REJECTED, 0), "key", new byte[] {1});
        cluster.append(FakeCluster.partition(Topics.REJECTED, 0), "key", null);
        feed.reject(0, 1);

        feed.read(feed.log());

        assertThat(newest(9)).containsExactly(1L);
        assertThat(feed.skipped.count()).isEqualTo(2);
    }
}
