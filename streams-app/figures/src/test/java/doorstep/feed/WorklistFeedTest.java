// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static doorstep.feed.FeedFixture.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worklist beside the topics of figures: its keys are ids, and its deletions name no unit. */
class WorklistFeedTest {
    private static final String CALL_BACK = "callback:VISIT:v1:OVERALL";

    private final FeedFixture feed = new FeedFixture();
    private final FakeCluster cluster = feed.cluster;

    @Test
    void shouldStoreTheItemsThatAreOwed() {
        feed.pipelineRan();
        feed.item(ITEMS, "r1", "city/north", 1);
        feed.item(FakeCluster.partition(Topics.WORKLIST, 1), CALL_BACK, "city/south", 2);
        feed.item(ITEMS, "r2", "city/south", 3);
        feed.item(ITEMS, "r1", "city/north", 4);
        feed.done(ITEMS, "r2");
        cluster.mark(ITEMS);

        feed.read(feed.log());

        assertThat(feed.stored()).isEqualTo(Map.of("worklist r1", 4L, "worklist " + CALL_BACK, 2L));
        assertThat(feed.skipped.count()).isZero();
    }

    @Test
    void shouldNameTheUnitOfAnItemThatIsDone() {
        feed.pipelineRan();
        feed.item(ITEMS, "r1", "city/north", 0);
        feed.read(feed.log());
        feed.heard.clear();

        feed.done(ITEMS, "r1");
        feed.read(feed.log());

        assertThat(feed.heard).containsExactly("worklist of city/north");
    }

    @Test
    void shouldNameBothUnitsOfAnItemThatMoved() {
        feed.pipelineRan();
        feed.item(ITEMS, "r1", "city/north", 0);
        feed.read(feed.log());
        feed.heard.clear();

        feed.item(ITEMS, "r1", "city/south", 1);
        feed.read(feed.log());

        assertThat(feed.heard).containsExactly("worklist of city/north", "worklist of city/south");
    }

    @Test
    void shouldDropWhatWasDoneLongAgo() {
        feed.pipelineRan();
        feed.item(ITEMS, "r1", "city", 0);
        feed.item(ITEMS, "r2", "city", 0);
        feed.read(feed.log());

        feed.done(ITEMS, "r1");
        cluster.clean(ITEMS);
        cluster.pass(Duration.ofDays(8).toMillis());
        feed.item(ITEMS, "r3", "city", 3);
        cluster.clean(ITEMS);
        feed.heard.clear();
        feed.read(feed.log());

        assertThat(feed.stored()).containsOnlyKeys("worklist r2", "worklist r3").isEqualTo(feed.expected());
        assertThat(feed.heard).containsExactly("family 0");
    }

    @Test
    void shouldSkipWhatIsNoItem() {
        feed.pipelineRan();
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        cluster.append(ITEMS, null, null);
        cluster.append(ITEMS, "", null);
        cluster.append(ITEMS, "r7", text);
        feed.item(ITEMS, "r8", "city", 1);
        byte[] item = cluster.records(ITEMS, 3, 1).get(0).value();
        cluster.append(ITEMS, "r9", item); // another's
        cluster.append(ITEMS, "r10", FeedFixture.bytes(Topics.REACTION_COUNTS, FeedFixture.reactions()));

        feed.read(feed.log());

        assertThat(feed.stored()).containsOnlyKeys("worklist r8");
        assertThat(feed.skipped.count()).isEqualTo(5);
    }
}
