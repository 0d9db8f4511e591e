// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static doorstep.feed.FeedFixture.ROWS;
import static doorstep.feed.FeedFixture.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.rows.Position;
import doorstep.rows.RowStore.Replacement;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FeedSessionTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final TopicPartition OTHER = FakeCluster.partition(Topics.VISIT_COUNTS, 1);
    private static final TopicPartition DESKS = FakeCluster.partition(Topics.SERVICE_DESK_COUNTS, 0);

    private final FeedFixture feed = new FeedFixture();
    private final FakeCluster cluster = feed.cluster;

    private void assertStoreIsRight() {
        assertThat(feed.stored()).isEqualTo(feed.expected());
    }

    private void rows(int from, int to) {
        for (int i = from; i < to; i++) {
            feed.row(ROWS, "unit-" + i, i + 1);
        }
    }

    @Test
    void shouldStoreTheLatestRowOfEachKey() {
        feed.pipelineRan();
        rows(0, 10);
        feed.row(OTHER, "east", 5);
        feed.row(DESKS, "east", 7);
        feed.row(ROWS, "unit-3", 99);
        feed.tombstone(ROWS, "unit-4");
        cluster.mark(ROWS);
        cluster.mark(DESKS);

        feed.read(feed.log());

        assertThat(feed.stored())
                .hasSize(11)
                .containsEntry("visit-counts unit-3", 99L)
                .containsEntry("service-desk-counts east", 7L)
                .doesNotContainKey("visit-counts unit-4");
        assertThat(feed.store.positions().get(ROWS).next()).isEqualTo(cluster.end(ROWS));
        assertThat(feed.store.positions().values()).allMatch(Position::complete);
        assertThat(feed.heard).contains("unit-3", "east");
    }

    @Test
    void shouldGoOnWhereItWasAfterAKill() {
        feed.pipelineRan();
        rows(0, 30);
        FeedSession killed = new FeedSession(feed.scope(), feed.log());
        for (int i = 0; i < 4; i++) {
            cluster.pass(2_000); // each round is a batch
            killed.round(Duration.ZERO);
        }
        assertThat(feed.stored()).hasSize(12);
        assertThat(feed.store.positions().get(ROWS).complete()).isFalse();

        FakeLog log = feed.log();
        feed.read(log);

        assertStoreIsRight();
        assertThat(log.returned.stream().filter(it -> it.startsWith(ROWS.toString())))
                .hasSize(18)
                .startsWith(ROWS + "@12");
    }

    @Test
    void shouldDropARowDeletedLongAgo() {
        feed.pipelineRan();
        rows(0, 3);
        feed.row(DESKS, "desk", 1);
        feed.read(feed.log());

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        cluster.pass(8 * DAY);
        feed.row(ROWS, "unit-7", 7);
        cluster.clean(ROWS);
        feed.heard.clear();
        FakeLog log = feed.log();
        feed.read(log);

        assertStoreIsRight();
        assertThat(feed.stored())
                .doesNotContainKey("visit-counts unit-1")
                .containsEntry("visit-counts unit-7", 7L)
                .containsEntry("service-desk-counts desk", 1L);
        assertThat(feed.heard).containsExactly("family 1");
        assertThat(log.returned).as("not read again").noneMatch(it -> it.startsWith(DESKS.topic()));
    }

    @Test
    void shouldGoOnAfterADayAway() {
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());

        cluster.pass(DAY);
        rows(5, 6);
        feed.tombstone(ROWS, "unit-1");
        FakeLog log = feed.log();
        feed.read(log);

        assertStoreIsRight();
        assertThat(log.returned.stream().filter(it -> it.startsWith(ROWS.toString())))
                .containsExactly(ROWS + "@3", ROWS + "@4");
    }

    @Test
    void shouldLeaveATenthForClocksThatDiffer() {
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());
        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);

        cluster.pass(cluster.keptMs * 95 / 100);
        feed.heard.clear();
        feed.read(feed.log());

        assertThat(feed.heard).containsExactly("family 1");
    }

    @Test
    void shouldTrustTheEndOfTheSameTopicHoweverOld() {
        feed.pipelineRan();
        rows(0, 3);
        cluster.mark(ROWS);
        feed.read(feed.log());

        cluster.pass(400 * DAY);
        FakeLog log = feed.log();
        feed.read(log);

        assertStoreIsRight();
        assertThat(log.returned).noneMatch(it -> it.startsWith(ROWS.topic()));
    }

    @Test
    void shouldNotBelieveAClockThatWasSetBack() {
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        cluster.pass(8 * DAY);
        cluster.machineAheadMs = -8 * DAY;
        feed.pipelineRan();
        feed.row(ROWS, "unit-7", 7);
        cluster.clean(ROWS);
        feed.read(feed.log());

        assertStoreIsRight();
    }

    /** And nothing that is appended tells the brokers' time. */
    @Test
    void shouldNotBelieveAClockThatIsFarBehind() {
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        feed.row(ROWS, "unit-7", 7);
        cluster.pass(8 * DAY);
        cluster.machineAheadMs = -9 * DAY;
        cluster.clean(ROWS);
        feed.read(feed.log());

        assertStoreIsRight();
    }

    @Test
    void shouldNotBelieveAClockThatWasAhead() {
        cluster.machineAheadMs = 6 * DAY;
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        cluster.pass(8 * DAY);
        cluster.machineAheadMs = 0;
        feed.row(ROWS, "unit-7", 7);
        cluster.clean(ROWS);
        feed.read(feed.log());

        assertStoreIsRight();
    }

    @Test
    void shouldCountTheTimeWithoutThePipeline() {
        feed.pipelineRan();
        rows(0, 3);
        feed.read(feed.log());

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        feed.row(ROWS, "unit-2", 9); // nothing is appended after this
        cluster.pass(8 * DAY);
        cluster.clean(ROWS);
        feed.read(feed.log());

        assertStoreIsRight();
    }

    @Test
    void shouldReadATopicThatWasCreatedAnew() {
        feed.pipelineRan();
        rows(0, 5);
        feed.read(feed.log());

        cluster.create(Topics.VISIT_COUNTS);
        rows(2, 9);
        feed.read(feed.log());

        assertStoreIsRight();
        assertThat(feed.stored()).hasSize(7);
    }

    @Test
    void shouldNoticeATopicCreatedAnewWhileItReads() {
        feed.pipelineRan();
        rows(0, 5);
        FeedSession session = new FeedSession(feed.scope(), feed.log());
        feed.readToEnd(session);

        cluster.create(Topics.VISIT_COUNTS);
        rows(2, 9);
        cluster.pass(Duration.ofMinutes(2).toMillis());
        session.round(Duration.ZERO);

        assertThat(session.isOutdated()).isTrue();
        feed.read(feed.log());
        assertStoreIsRight();
    }

    @Test
    void shouldReadAgainWhatWasCutOffAtTheStart() {
        feed.pipelineRan();
        rows(0, 5);
        feed.read(feed.log());

        rows(5, 9);
        feed.tombstone(ROWS, "unit-2");
        rows(9, 12);
        cluster.trim(ROWS, 10);
        feed.read(feed.log());

        assertStoreIsRight();
        assertThat(feed.stored()).doesNotContainKey("visit-counts unit-2");
    }

    @Test
    void shouldReadATopicAgainThatLostItsLastRecords() {
        feed.pipelineRan();
        rows(0, 5);
        feed.read(feed.log());
        Position past = feed.store.positions().get(ROWS);
        feed.store.apply(List.of(), Map.of(ROWS, new Position(past.topic(), 99, true, past.knownAtMs())));

        FakeLog log = feed.log();
        feed.read(log);

        assertStoreIsRight();
        assertThat(log.returned).contains(ROWS + "@0");
    }

    /** The record that the first lap would have read is gone, and the newer one lies beyond its end. */
    @Test
    void shouldFindARowThatWasMovedBehindTheEnd() {
        feed.pipelineRan();
        rows(0, 12);
        FakeLog log = feed.log().before(3, () -> {
            feed.row(ROWS, "unit-10", 1_000);
            cluster.mark(ROWS);
            cluster.clean(ROWS);
        });

        feed.read(log);

        assertStoreIsRight();
        assertThat(feed.stored()).containsEntry("visit-counts unit-10", 1_000L);
    }

    @Test
    void shouldReadLapsUntilNoRowIsMissing() {
        feed.pipelineRan();
        rows(0, 40);
        FakeLog log = moving(feed.log());

        feed.readToEnd(new FeedSession(feed.scope(), log));

        assertStoreIsRight();
    }

    @Test
    void shouldReplaceRowsOnlyWhenNoneIsMissing() {
        feed.pipelineRan();
        rows(0, 40);
        feed.read(feed.log());
        cluster.create(Topics.VISIT_COUNTS);
        rows(0, 40);
        FakeLog log = moving(feed.log());

        feed.read(log);

        assertThat(feed.whenReplaced).isEqualTo(feed.expected());
        assertStoreIsRight();
    }

    /**
     * Two rows that the first lap was to read move behind its end, and one of them behind that of the second lap, where
     * nothing else is new.
     */
    private FakeLog moving(FakeLog log) {
        return log.before(13, () -> {
                    again(0, 3);
                    feed.row(ROWS, "unit-38", 1_000);
                    again(3, 8);
                    feed.row(ROWS, "unit-39", 1_000);
                    cluster.clean(ROWS);
                })
                .before(14, () -> {
                    again(8, 21);
                    feed.row(ROWS, "unit-39", 2_000);
                    cluster.clean(ROWS);
                });
    }

    private void again(int from, int to) {
        for (int i = from; i < to; i++) {
            feed.row(ROWS, "unit-" + i, 500);
        }
    }

    @Test
    void shouldDropUnwantedRowsByTheirKeys() {
        FeedFixture some = new FeedFixture(row -> row.cell().unit().equals("unit-1"));
        some.pipelineRan();
        some.row(ROWS, "unit-1", 1);
        some.cluster.append(ROWS, key("unit-2"), "text".getBytes(StandardCharsets.UTF_8)); // would be skipped

        some.read(some.log());

        assertThat(some.stored()).containsOnlyKeys("visit-counts unit-1");
        assertThat(some.heard).containsOnly("unit-1");
        assertThat(some.skipped.count()).isZero();
        assertThat(some.store.cells().size()).isEqualTo(1);
    }

    /** The pipeline never rests: there is always something behind the end. */
    @Test
    void shouldComeToAnEndUnderLoad() {
        FeedFixture some = new FeedFixture(row -> row.cell().unit().equals("unit-1"));
        some.pipelineRan();
        some.row(ROWS, "unit-1", 1);
        some.row(ROWS, "unit-2", 1);
        int[] n = {0};
        FakeLog log = some.log().afterEnds(() -> {
            for (int i = 0; i < 4; i++) { // more than one poll brings
                some.row(ROWS, "unit-1", ++n[0]);
                some.row(ROWS, "unit-2", n[0]);
            }
        });

        some.readToEnd(new FeedSession(some.scope(), log));

        assertThat(some.stored()).containsOnlyKeys("visit-counts unit-1");
    }

    @Test
    void shouldShowTheOldRowsUntilTheNewOnesAreThere() {
        feed.pipelineRan();
        rows(0, 9);
        feed.read(feed.log());
        Map<String, Long> before = feed.stored();
        cluster.create(Topics.VISIT_COUNTS);
        rows(5, 15);

        try (FeedSession session = new FeedSession(feed.scope(), feed.log())) {
            session.round(Duration.ZERO);
            session.round(Duration.ZERO);
            assertThat(feed.stored()).isEqualTo(before);
            assertThat(session.lag()).isPositive();
        } // killed

        assertThat(feed.stored()).isEqualTo(before);
        feed.read(feed.log());
        assertStoreIsRight();
    }

    @Test
    void shouldReplaceTopicsOneAfterTheOther() {
        feed.pipelineRan();
        rows(0, 9);
        feed.row(DESKS, "desk", 1);
        feed.read(feed.log());
        cluster.create(Topics.VISIT_COUNTS);
        cluster.create(Topics.SERVICE_DESK_COUNTS);
        rows(5, 15);
        feed.row(DESKS, "desk-2", 1);

        feed.heard.clear();
        feed.read(feed.log());

        assertStoreIsRight();
        assertThat(feed.heard).containsExactlyInAnyOrder("family 1", "family 6");
    }

    @Test
    void shouldThrowAwayWhatItReadAcrossASleep() {
        feed.pipelineRan();
        rows(0, 3);
        FakeLog log = feed.log();
        FeedSession session = new FeedSession(feed.scope(), log);
        feed.readToEnd(session);

        feed.tombstone(ROWS, "unit-1");
        cluster.clean(ROWS);
        cluster.pass(8 * DAY);
        cluster.nanos -= 8 * DAY * 1_000_000; // this clock stood still
        feed.row(ROWS, "unit-7", 7);
        cluster.clean(ROWS);
        session.round(Duration.ZERO);

        assertThat(session.isOutdated()).isTrue();
        feed.read(feed.log());
        assertStoreIsRight();
    }

    @Test
    void shouldWaitForTransactionsThatAreOpen() {
        feed.pipelineRan();
        rows(0, 3);
        cluster.open(ROWS);
        rows(3, 6);
        FeedSession session = new FeedSession(feed.scope(), feed.log().before(20, () -> cluster.mark(ROWS)));

        for (int i = 0; i < 19; i++) {
            session.round(Duration.ZERO);
        }
        assertThat(session.isUpToDate()).isFalse();
        assertThat(session.lag()).isEqualTo(3);
        feed.readToEnd(session);

        assertThat(feed.stored()).hasSize(6);
    }

    @Test
    void shouldSkipWhatAnotherProgramWrote() {
        feed.pipelineRan();
        byte[] row = FeedFixture.bytes(Topics.REACTION_COUNTS, FeedFixture.reactions());
        for (String key : List.of("", "a|b", "x||||", "x||||EVER", "x||OVERALL|EVER|2020-01-01", "%zz|||EVER|")) {
            cluster.append(ROWS, key, row);
        }
        cluster.append(ROWS, null, null);
        cluster.append(ROWS, key("unit-8"), "text".getBytes(StandardCharsets.UTF_8));
        cluster.append(ROWS, key("unit-9"), row);
        cluster.append(FakeCluster.partition(Topics.PROGRESS, 0), "windows:9", new byte[] {1, 2});
        rows(1, 3);

        feed.read(feed.log());

        assertThat(feed.stored()).hasSize(2);
        assertThat(feed.skipped.count()).isEqualTo(10);
    }

    @Test
    void shouldNameTheRecordWhoseSchemaNobodyKnows() {
        feed.pipelineRan();
        cluster.append(ROWS, key("unit-1"), new byte[] {0, 0, 0, 0, 9, 1});

        assertThatThrownBy(() -> feed.read(feed.log()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("the value at doorstep.visit-counts-0, offset 0, has the schema id 9")
                .hasMessageContaining("is schema.registry.url that of the pipeline?");
    }

    @Test
    void shouldStorePositionsOfAnIdleTopic() {
        feed.pipelineRan();
        rows(0, 3);
        FeedSession session = new FeedSession(feed.scope(), feed.log());
        feed.readToEnd(session);
        cluster.pass(Duration.ofMinutes(30).toMillis());
        feed.pipelineRan();
        for (int i = 0; i < 5; i++) {
            cluster.pass(61_000);
            session.round(Duration.ZERO);
        }

        assertThat(feed.store.positions().get(ROWS).knownAtMs()).isGreaterThan(cluster.nowMs - 10 * 61_000);
    }

    @Test
    void shouldHoldInAReplacementWhatWasAdded() {
        feed.pipelineRan();
        rows(0, 2);
        feed.read(feed.log());
        var row = new ParsedKey(FeedFixture.cell(1, "unit-1"), WindowKind.EVER, 0);

        try (Replacement replacement = feed.store.replace(1)) {
            assertThat(replacement.holds(row.with(Tally.of(0, 1)))).isFalse();
            replacement.add(List.of(row.with(Tally.of(0, 1))));
            assertThat(replacement.holds(row.with(Tally.of(0, 1)))).isTrue();
            replacement.add(List.of(row.with(Tally.ZERO)));
            assertThat(replacement.holds(row.with(Tally.of(0, 1)))).isFalse();
        }
    }
}
