// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TallyTableTest {
    private final TallyTable tallyTable = new TallyTable();

    @Test
    void shouldAddUpByNumberHoweverManyThereAre() {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            Map<Long, Tally> expected = new HashMap<>();
            for (int i = 0; i < 50_000; i++) {
                long number = dice.nextLong(12_000) << dice.nextInt(2) * 40;
                Tally tally = Tally.of(dice.nextInt(3), dice.nextInt(3) - 1);
                expected.merge(number, tally, Tally::plus);
                tallyTable.at(number).add(tally);
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
    void shouldUseAgainWhatWasEmptiedUntilMostOfItIsOutOfUseForLong() {
        RunningTally first = tallyTable.at(0);
        first.add(Tally.of(1, 1));
        tallyTable.clear();

        assertThat(tallyTable.at(1)).isSameAs(first);
        assertThat(contents()).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            tallyTable.at(i);
        }
        for (int sparse = 0; sparse < 8; sparse++) {
            tallyTable.clear();
            assertThat(tallyTable.at(0)).isSameAs(first);
        }
        tallyTable.clear();
        assertThat(tallyTable.at(0)).isNotSameAs(first);
    }

    @Test
    void shouldIterateByNumberWithoutZeros() {
        for (long number : new long[] {7, -3, 1L << 40, 0, 5}) {
            tallyTable.at(number).add(Tally.of(1, 1));
        }
        tallyTable.at(5).subtract(Tally.of(1, 1));

        List<Long> numbers = new ArrayList<>();
        tallyTable.forEachAscending((number, tally) -> {
            assertThat(tally.toTally()).isEqualTo(Tally.of(1, 1));
            numbers.add(number);
        });

        assertThat(numbers).containsExactly(-3L, 0L, 7L, 1L << 40);
    }

    private Map<Long, Tally> contents() {
        Map<Long, Tally> contents = new HashMap<>();
        tallyTable.forEach((number, tally) ->
                assertThat(contents.put(number, tally.toTally())).isNull());
        return contents;
    }
}
