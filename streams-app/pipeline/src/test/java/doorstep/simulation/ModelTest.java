// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.Seeds;
import doorstep.model.ExpectedFigures;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random histories through the real processors, with crashes, restarts, lost offsets, random delta batches and a moving
 * as-of. Now and then everything is processed to the end and compared with a brute-force recount. 10,000 histories:
 * {@code -Ddoorstep.histories=10000}.
 */
class ModelTest {
    private static final int USUAL = 50;

    @Test
    void shouldShowTheFiguresOfARecountWhateverHappenedOnTheWay() {
        AtomicLong histories = new AtomicLong();
        AtomicLong records = new AtomicLong();
        AtomicLong rows = new AtomicLong();
        AtomicLong crashes = new AtomicLong();
        AtomicLong comparisons = new AtomicLong();
        AtomicLong levels = new AtomicLong();
        Seeds.of(USUAL).forEach(seed -> {
            try {
                Run run = new Run(HistoryGenerator.history(seed));
                run.run();
                histories.incrementAndGet();
                records.addAndGet(run.records.size());
                rows.addAndGet(run.rows);
                crashes.addAndGet(run.cluster.crashes());
                comparisons.addAndGet(run.history.asOfs().size());
                levels.addAndGet(run.levels);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("history " + seed + ", " + Seeds.again(seed) + ": " + e.getMessage(), e);
            }
        });
        System.out.printf(
                "%s histories of %s records, %s comparisons of %s rows, %s crashes: no difference; the worklist adds up to %s"
                        + " levels%n",
                histories, records, comparisons, rows, crashes, levels);
        assertThat(levels.get()).isPositive();
        assertThat(crashes.get()).isPositive();
    }

    private static final class Run {
        private final History history;
        private final Dice dice;
        private final SimulatedCluster cluster;
        private final List<RawRecord> records;
        private final FiguresEqualModel figures;
        private final ModelConfig config;
        private long rows;
        private long levels;

        Run(History history) {
            this.history = history;
            dice = new Dice(history.seed() * 31 + 1);
            int partitions = dice.of(1, 3, 7);
            config = history.config().withPartitions(partitions);
            List<History.Draft> drafts = history.drafts();
            if (partitions == 1) { // no partition is wrong
                drafts = drafts.stream().filter(draft -> !draft.misplaced()).toList();
            }
            records = History.assign(drafts, partitions, dice.random());
            Instant start = history.asOfs().get(0).minusSeconds(dice.of(0L, 60L, 86_400L, 8_640_000L));
            long earlyDeltaBatch = dice.of(3L, 200L, 1_000_000L);
            cluster = new SimulatedCluster(Settings.of(config, earlyDeltaBatch), start, dice);
            figures = new FiguresEqualModel(config, Seeds.again(history.seed()));
        }

        void run() {
            int steps = history.asOfs().size();
            int appended = 0;
            Instant clock = history.asOfs().get(0);
            for (int step = 0; step < steps; step++) {
                Instant asOf = history.asOfs().get(step);
                int until = step == steps - 1 ? records.size() : dice.between(appended, records.size());
                int clockMovesAt = dice.between(appended, until);
                for (; appended < until; appended++) {
                    cluster.append(records.get(appended));
                    if (dice.percent(5)) {
                        clock = between(clock, asOf);
                        cluster.setClock(clock);
                    }
                    if (appended == clockMovesAt) {
                        cluster.crashAll();
                    }
                    for (int acts = dice.below(7); acts > 0; acts--) {
                        cluster.act();
                    }
                }
                clock = asOf;
                cluster.setClock(asOf.plusMillis(dice.of(0, 59_999)));
                for (int acts = dice.below(60); acts > 0; acts--) {
                    cluster.act();
                }
                cluster.drain();
                ExpectedFigures expected = figures.check(cluster, records.subList(0, appended), asOf);
                expected.rows().values().forEach(latest -> rows += latest.size());
                levels += WorklistAddsUp.check(expected, config, asOf, Seeds.again(history.seed()));
            }
        }

        private Instant between(Instant from, Instant to) {
            long span = to.toEpochMilli() - from.toEpochMilli();
            return from.plusMillis(dice.below(span + 1));
        }
    }
}
