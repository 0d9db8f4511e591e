// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TallyTableTest {
    private record Key(EventTime time, Cell cell) {}

    private final TallyTable tallyTable = new TallyTable();

    @Test
    void shouldAddUpByTimeAndCellHoweverManyThereAre() {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            Map<Key, Tally> expected = new HashMap<>();
            for (int i = 0; i < 50_000; i++) {
                Key key = key(dice);
                Tally tally = Tally.of(dice.nextInt(3), dice.nextInt(3) - 1);
                expected.merge(key, tally, Tally::plus);
                Cell cell = key.cell();
                tallyTable
                        .at(key.time().code(), cell.family(), cell.unit(), cell.slice(), cell.facet())
                        .add(tally);
            }
            assertThat(tallyTable.size()).isEqualTo(expected.size()).isGreaterThan(1 << 13);
            expected.values().removeIf(Tally::isZero);

            assertThat(contents()).isEqualTo(expected);

            tallyTable.clear();
            assertThat(tallyTable.size()).isZero();
            assertThat(contents()).isEmpty();
        }
    }

    @Test
    void shouldUseAgainWhatWasEmptiedUntilMostOfItIsOutOfUse() {
        RunningTally first = tallyTable.at(0, 1, "a", Slice.TOTAL, "");
        first.add(Tally.of(1, 1));
        tallyTable.clear();

        assertThat(tallyTable.at(1, 2, "b", Slice.TOTAL, "f")).isSameAs(first);
        assertThat(contents()).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            tallyTable.at(i, 1, "b", Slice.TOTAL, "");
        }
        tallyTable.clear();
        assertThat(tallyTable.at(0, 1, "a", Slice.TOTAL, "")).isSameAs(first);
        tallyTable.clear();
        assertThat(tallyTable.at(0, 1, "a", Slice.TOTAL, "")).isNotSameAs(first);
    }

    private static Key key(SplittableRandom dice) {
        long at = dice.nextInt(40) - 20;
        EventTime time = dice.nextBoolean() ? EventTime.day(at) : EventTime.minute(at);
        Slice slice = dice.nextBoolean() ? Slice.TOTAL : Slice.of(Breakdown.AREA, "a" + dice.nextInt(3));
        Cell cell = new Cell(1 + dice.nextInt(3), "city/station-" + dice.nextInt(30), slice, "f" + dice.nextInt(3));
        return new Key(time, cell);
    }

    private Map<Key, Tally> contents() {
        Map<Key, Tally> contents = new HashMap<>();
        tallyTable.forEach((time, cell, tally) -> assertThat(contents.put(new Key(EventTime.ofCode(time), cell), tally))
                .isNull());
        return contents;
    }
}
