// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.engine.EngineSettings;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.Seeds;
import doorstep.integrity.RefusedException;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where continuing would give wrong figures, the pipeline stops, and can continue once the cause is removed. */
class RefusalTest {
    private static final int USUAL = 5;
    private static final Bytes ROW = Bytes.wrap(new byte[16]); // as long as the hash of an id

    @Test
    void shouldStopWhileClocksAreMoreThan23HoursApartAndLoseNothing() {
        Seeds.of(USUAL).forEach(seed -> {
            Run run = new Run(seed, 3);
            run.cluster.slowDownWindows(Duration.ofHours(23).plusMinutes(1));
            run.records.forEach(run.cluster::append);

            assertThatThrownBy(run.cluster::run)
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("CLOCK_SKEW");

            run.cluster.crashAll();
            run.cluster.drain();
            run.figures.check(run.cluster, run.records, run.asOf);
        });
    }

    @Test
    void shouldGoOnWhileClocksAre23HoursApart() {
        Seeds.of(USUAL).forEach(seed -> {
            Run run = new Run(seed, 3);
            run.cluster.slowDownWindows(Duration.ofHours(23));
            run.records.forEach(run.cluster::append);
            run.cluster.run();
            run.cluster.drain();
            run.figures.check(run.cluster, run.records, run.asOf);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStopAnInputWhoseSenderWasAheadUntilTheClockGetsThere(boolean startsAgain) {
        Seeds.of(USUAL).forEach(seed -> {
            Run run = new Run(seed, 1);
            int half = run.records.size() / 2;
            run.records.subList(0, half).forEach(run.cluster::append);
            run.cluster.runInputs();
            run.records.subList(half, run.records.size()).forEach(run.cluster::append);
            run.cluster.setClock(run.asOf.minus(Duration.ofHours(23).plusMinutes(1)));

            assertThatThrownBy(startsAgain ? run.cluster::crashAll : run.cluster::runInputs)
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("CLOCK_SKEW")
                    .hasMessageContaining("run `doorstep rebuild` to count again");

            run.cluster.setClock(run.asOf);
            run.cluster.crashAll();
            run.cluster.drain();
            run.figures.check(run.cluster, run.records, run.asOf);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"visits", "feedback", "commitments", "windows"})
    void shouldStopUnderAFixedAsOfBeforeTheOneReached(String part) {
        Seeds.of(1).forEach(seed -> {
            Run run = new Run(seed, 1);
            run.records.forEach(run.cluster::append);
            run.cluster.drain();

            assertThatThrownBy(() -> run.cluster.takeOver(part, run.settings(run.asOf.minus(Duration.ofMinutes(1)))))
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("AS_OF_BEFORE")
                    .hasMessageContaining(part + "/0");

            run.cluster.takeOver(part, run.settings(run.asOf));
            run.cluster.drain();
            run.figures.check(run.cluster, run.records, run.asOf);
        });
    }

    @Test
    void shouldStopWhenADeltaBatchIsMissing() {
        Seeds.of(USUAL).forEach(seed -> {
            Run run = new Run(seed, 1); // one sender per topic, so that another of its delta batches follows
            run.records.forEach(run.cluster::append);
            run.cluster.runInputs();
            run.cluster.loseOneDeltaBatch();

            assertThatThrownBy(run.cluster::drain)
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("HISTORY_MISSING");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"visits-ledger", "feedback-words", "windows", "unsent", "windows-progress"})
    void shouldStopWhenAChangelogLostItsEnd(String store) {
        Seeds.of(1).forEach(seed -> {
            Run run = new Run(seed, 1);
            run.records.forEach(run.cluster::append);
            run.cluster.drain();
            SimulatedTask task = run.cluster.keeperOf(store);
            Bytes key = store.equals("windows") ? Bytes.wrap(new byte[Long.BYTES]) : ROW;
            task.forgeRow(store, key, new byte[] {7}); // so that losing the last record matters

            assertThatThrownBy(() -> task.loseTail(store))
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("HISTORY_MISSING")
                    .hasMessageContaining("does not end where the last commit left it");
        });
    }

    @Test
    void shouldStopWhenTheLedgerHoldsOtherIdsThanWereAccepted() {
        Seeds.of(1).forEach(seed -> {
            Run run = new Run(seed, 1);
            run.records.forEach(run.cluster::append);
            run.cluster.drain();
            SimulatedTask task = run.cluster.keeperOf("visits-ledger");
            task.forgeRow("visits-ledger", ROW, new byte[] {7});

            assertThatThrownBy(task::crash)
                    .as(Seeds.again(seed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("HISTORY_MISSING: visits/0 has accepted ")
                    .hasMessageContaining("but store visits-ledger holds ");
        });
    }

    private static final class Run {
        private final ModelConfig config;
        private final Instant asOf;
        private final List<RawRecord> records;
        private final SimulatedCluster cluster;
        private final FiguresEqualModel figures;

        Run(long seed, int partitions) {
            History history = HistoryGenerator.history(seed);
            Dice dice = new Dice(seed);
            config = history.config().withPartitions(partitions);
            asOf = history.asOfs().get(0);
            List<History.Draft> drafts = history.drafts().stream()
                    .filter(draft -> !draft.misplaced())
                    .toList();
            records = History.assign(drafts, partitions, dice.random());
            cluster = new SimulatedCluster(Settings.of(config, 1_000_000), asOf, dice);
            figures = new FiguresEqualModel(config, Seeds.again(seed));
        }

        EngineSettings settings(Instant fixed) {
            return Settings.of(config, 1_000_000, ZoneTransitions.of(config.zone()), AsOf.fixed(fixed));
        }
    }
}
