// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.engine.EngineListener;
import doorstep.engine.EngineSettings;
import doorstep.history.HistoryBuilder;
import doorstep.integrity.RefusedException;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.tally.ZoneTransitions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** State under a newer JDK with other rules of the time zone. */
class OtherZoneRulesTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant APPENDED = Instant.parse("2015-01-01T00:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2014-10-18T16:00:00Z"); // of the 19th
    private static final ZoneTransitions BEFORE = ZoneTransitions.of(ZONE);
    /** From 2014 on it is an hour later: 23:30 becomes 00:30 of the next day. */
    private static final ZoneTransitions AFTER = ZoneTransitions.parse(BEFORE.text() + " 2014-01-01T01:00+09:00");

    private final ModelConfig config = HistoryBuilder.smallConfig(ZONE);
    private final EngineSettings before = Settings.of(config, 1_000_000);
    private final EngineSettings after = Settings.of(config, 1_000_000, AFTER);
    private final Map<String, ZoneTransitions> told = new HashMap<>();
    private final HistoryBuilder history = new HistoryBuilder(1, APPENDED);
    private final SimulatedCluster cluster =
            new SimulatedCluster(before, APPENDED, history.dice(), new EngineListener() {
                @Override
                public void onZone(String part, int partition, ZoneTransitions zone) {
                    told.put(part, zone);
                }
            });

    private List<RawRecord> eventsBeforeMidnight() {
        for (int minute = 1; minute <= 60; minute++) {
            history.add(MIDNIGHT.minus(Duration.ofMinutes(minute)));
        }
        return history.records();
    }

    /** Withdraws events permanently. */
    private List<RawRecord> withdraw(List<RawRecord> events) {
        List<RawRecord> withdrawals = new ArrayList<>();
        for (RawRecord event : events) {
            long offset = cluster.endOffset(event.topic(), 0);
            withdrawals.add(new RawRecord(event.topic(), 0, offset, event.key(), null, APPENDED));
            cluster.append(withdrawals.get(withdrawals.size() - 1));
        }
        return withdrawals;
    }

    @Test
    void shouldSubtractFromTheDayItWasAddedTo() {
        List<RawRecord> records = new ArrayList<>(eventsBeforeMidnight());
        records.forEach(cluster::append);
        cluster.drain();

        cluster.takeOver(after);
        records.addAll(withdraw(List.copyOf(records.subList(0, records.size() / 2))));
        cluster.drain();

        new FiguresEqualModel(config, "").check(cluster, records, APPENDED);
    }

    @Test
    void shouldGoOnUnderTheRulesOfItsStateAndSaySo() {
        eventsBeforeMidnight().forEach(cluster::append);
        cluster.drain();
        cluster.takeOver(after);

        assertThat(told).hasSize(4).containsValue(BEFORE).doesNotContainValue(AFTER);
    }

    @Test
    void shouldTakeTheRulesGivenWhereThereIsNoState() {
        cluster.takeOver(after);

        assertThat(told).hasSize(4).containsValue(AFTER).doesNotContainValue(BEFORE);
    }

    @Test
    void shouldStopTwoInstancesOfDifferentRulesAtFirstStart() {
        cluster.takeOver("windows", after);
        eventsBeforeMidnight().forEach(cluster::append);

        assertThatThrownBy(cluster::drain)
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("CHANGED_MEANING")
                .hasMessageContaining("windows/0")
                .hasMessageContaining("version of Java");
    }
}
