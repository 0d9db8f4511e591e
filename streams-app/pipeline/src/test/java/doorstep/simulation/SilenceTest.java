// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.history.Dice;
import doorstep.history.HistoryBuilder;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.window.StoredTallies;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Without input for 91 days while the clock advances, rolling figures are right in every minute and leave nothing
 * behind.
 */
class SilenceTest {
    private static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo"); // 19 Oct 2014 starts at 01:00
    private static final Instant LAST_INPUT = Instant.parse("2014-08-20T15:23:00Z");
    private static final Instant END = LAST_INPUT.plus(Duration.ofDays(91));
    private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");

    private final ModelConfig config = HistoryBuilder.smallConfig(ZONE);

    @Test
    void shouldBeRightInEveryMinuteOfNinetyOneDaysWithoutInput() {
        HistoryBuilder history = new HistoryBuilder(91, APPENDED);
        Dice dice = history.dice();
        for (int i = 0; i < 30; i++) {
            history.add(LAST_INPUT.minusSeconds(dice.below(27 * 3_600)));
            history.add(LAST_INPUT.minusSeconds(dice.below(93 * 86_400)));
        }
        for (int minutes : List.of(0, 1, 58, 59, 60, 1_438, 1_439, 1_440)) {
            history.add(LAST_INPUT.minusSeconds(60L * minutes));
        }
        for (int hours = 1; hours < 50; hours += 7) { // as-of has not reached them yet
            history.add(LAST_INPUT.plusSeconds(3_600L * hours + dice.below(3_600)));
        }
        List<RawRecord> records = history.records();
        SimulatedCluster cluster = clusterAt(LAST_INPUT, records, dice);
        int before = StoredTallies.of(cluster.contents("windows")).size();

        MinuteByMinute clock = new MinuteByMinute(cluster, config, records);
        clock.walk(LAST_INPUT, END);

        System.out.printf(
                "%,d minutes; all rows compared %,d times, %,d rows; windows kept: %,d, then %,d%n",
                Duration.between(LAST_INPUT, END).toMinutes(),
                clock.comparisons(),
                clock.rows(),
                before,
                StoredTallies.of(cluster.contents("windows")).size());
        assertThat(clock.comparisons()).isGreaterThan(100);
        assertThat(cluster.contents("windows")).noneMatch(StoredTallies::isMinute);
        assertThat(cluster.contents("unsent")).isEmpty();
        SimulatedCluster neverSawThemFresh = clusterAt(END, records, dice);
        assertThat(StoredTallies.of(cluster.contents("windows")))
                .isEqualTo(StoredTallies.of(neverSawThemFresh.contents("windows")));
        assertThat(cluster.results()).isEqualTo(neverSawThemFresh.results());
        assertThat(StoredTallies.of(cluster.contents("windows"))).hasSizeLessThan(before);
    }

    private SimulatedCluster clusterAt(Instant clock, List<RawRecord> records, Dice dice) {
        SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 1_000_000), clock, dice);
        records.forEach(cluster::append);
        cluster.drain();
        return cluster;
    }
}
