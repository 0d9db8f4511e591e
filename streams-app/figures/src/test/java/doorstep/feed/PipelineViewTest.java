// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static doorstep.feed.FeedFixture.ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.settings.PublishedSettings;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PipelineViewTest {
    private static final Instant NINE = Instant.parse("2024-05-01T09:00:00Z");
    private static final TopicPartition VISITS = FakeCluster.partition(Topics.VISITS, 1);

    private final FeedFixture feed = new FeedFixture();
    private final FakeCluster cluster = feed.cluster;

    private Instant asOf() {
        return feed.view.state().orElseThrow().progress().stream()
                .map(Progress::getAsOf)
                .findFirst()
                .orElseThrow();
    }

    private void rounds(FeedSession session) {
        for (int i = 0; i < 6; i++) {
            cluster.pass(1_000);
            session.round(Duration.ZERO);
        }
    }

    private FeedSession upToDate() {
        FeedSession session = new FeedSession(feed.scope(), feed.log());
        feed.readToEnd(session);
        return session;
    }

    @Test
    void shouldGiveSettingsAsOfAndEndsOfInputs() {
        feed.settings(PublishedSettings.of(Map.of("zone", "Asia/Shanghai")).rows());
        feed.progress("visits", 0, NINE.plusSeconds(60));
        cluster.pass(5_000);
        feed.progress(Topics.WINDOWS_PART, 0, NINE);
        long appendedMs = cluster.nowMs;
        cluster.pass(5_000);
        feed.progress("visits", 1, NINE.plusSeconds(60));
        cluster.append(VISITS, "id", new byte[1]);

        upToDate();

        PipelineState state = feed.view.state().orElseThrow();
        assertThat(state.settings().value("zone")).contains("Asia/Shanghai");
        assertThat(state.rebuilding()).isFalse();
        assertThat(state.progress()).hasSize(3);
        assertThat(state.windowsAppended()).contains(Instant.ofEpochMilli(appendedMs));
        assertThat(state.inputEnds()).contains(Map.of(VISITS, 1L));
    }

    /** Of the others alone, the number would be too low. */
    @Test
    void shouldNotSayHowMuchIsUnreadWithoutOneInput() {
        feed.pipelineRan();
        cluster.append(VISITS, "id", new byte[1]);
        cluster.hidden = Set.of(TopicNames.DEFAULT.of(Topics.FEEDBACK));

        upToDate();

        assertThat(feed.view.state().orElseThrow().inputEnds()).isEmpty();
    }

    @Test
    void shouldDoWithoutTheInputs() {
        feed.pipelineRan();
        cluster.hidden = Set.copyOf(TopicNames.DEFAULT.of(Topics.inputs()));

        upToDate();

        assertThat(feed.view.state().orElseThrow().inputEnds()).isEmpty();
    }

    /** The marker of a transaction reaches one partition before another. */
    @Test
    void shouldNotSayMoreThanTheRowsHold() {
        feed.pipelineRan();
        feed.progress(Topics.WINDOWS_PART, 0, NINE);
        FeedSession session = upToDate();

        cluster.open(ROWS);
        feed.row(ROWS, "late", 1);
        feed.progress(Topics.WINDOWS_PART, 0, NINE.plusSeconds(60));
        rounds(session);
        assertThat(asOf()).isEqualTo(NINE);
        assertThat(feed.stored()).isEmpty();

        cluster.mark(ROWS);
        rounds(session);
        assertThat(asOf()).isEqualTo(NINE.plusSeconds(60));
        assertThat(feed.stored()).hasSize(1);
    }

    @Test
    void shouldNotPublishWhatItReadAfterTheEndsWereAsked() {
        feed.pipelineRan();
        feed.progress(Topics.WINDOWS_PART, 0, NINE);
        boolean[] now = {false};
        FakeLog log = feed.log().afterEnds(() -> {
            if (now[0]) {
                now[0] = false;
                cluster.open(ROWS);
                feed.row(ROWS, "late", 1);
                feed.progress(Topics.WINDOWS_PART, 0, NINE.plusSeconds(60));
            }
        });
        FeedSession session = new FeedSession(feed.scope(), log);
        feed.readToEnd(session);

        now[0] = true;
        rounds(session);

        assertThat(asOf()).isEqualTo(NINE);
    }

    @Test
    void shouldKeepAsOfWhileARebuildIsUnderWay() {
        PublishedSettings before = PublishedSettings.of(Map.of("zone", "UTC"));
        PublishedSettings after = PublishedSettings.of(Map.of("zone", "Asia/Shanghai"));
        feed.settings(before.rows());
        feed.progress(Topics.WINDOWS_PART, 0, NINE);
        FeedSession session = upToDate();

        feed.settings(after.withRebuild(1, "mark").rows());
        feed.progress(Topics.WINDOWS_PART, 0, NINE.minusSeconds(3_600));
        rounds(session);
        assertThat(feed.view.state().orElseThrow().rebuilding()).isTrue();
        assertThat(asOf()).isEqualTo(NINE);

        feed.progress(Topics.WINDOWS_PART, 0, NINE.plusSeconds(60));
        feed.noSetting(PublishedSettings.REBUILD_MARK);
        rounds(session);
        assertThat(feed.view.state().orElseThrow().rebuilding()).isFalse();
        assertThat(feed.view.state().orElseThrow().settings().value("zone")).contains("Asia/Shanghai");
        assertThat(asOf()).isEqualTo(NINE.plusSeconds(60));
    }

    @Test
    void shouldSayThatARebuildWasUnderWayWhenItBegan() {
        feed.settings(PublishedSettings.of(Map.of("zone", "UTC"))
                .withRebuild(1, "mark")
                .rows());
        feed.progress(Topics.WINDOWS_PART, 0, NINE);

        upToDate();

        assertThat(feed.view.state().orElseThrow().rebuilding()).isTrue();
        assertThat(asOf()).as("all that is known").isEqualTo(NINE);
    }

    @Test
    void shouldIgnoreSettingsThatAreNotWhole() {
        feed.pipelineRan();
        FeedSession session = upToDate();
        PublishedSettings whole = feed.view.state().orElseThrow().settings();

        feed.settings(Map.of("zone", "Asia/Shanghai"));
        rounds(session);
        assertThat(feed.view.state().orElseThrow().settings()).isEqualTo(whole);

        feed.settings(PublishedSettings.of(Map.of("zone", "Asia/Shanghai")).rows());
        rounds(session);
        assertThat(feed.view.state().orElseThrow().settings().value("zone")).contains("Asia/Shanghai");
    }
}
