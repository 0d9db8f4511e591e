// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CellNumbersTest {
    private final CellNumbers cells = new CellNumbers();

    @Test
    void shouldCountUpInTheOrderOfFirstAppearance() {
        SplittableRandom dice = new SplittableRandom(1);
        Map<Cell, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < 50_000; i++) {
            Cell cell = cell(dice);
            int number = expected.computeIfAbsent(cell, any -> expected.size());
            assertThat(cells.of(cell)).isEqualTo(number);
        }

        assertThat(cells.size()).isEqualTo(expected.size()).isGreaterThan(5_000);
        expected.forEach((cell, number) -> assertThat(cells.cell(number)).isEqualTo(cell));
    }

    @Test
    void shouldRefuseATimeThatItCannotHold() {
        assertThatThrownBy(() -> CellTime.of(0, EventTime.minute(1L << 31).code()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellTime.of(0, EventTime.day(-(1L << 31) - 1).code()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Cell cell(SplittableRandom dice) {
        Slice slice = dice.nextBoolean() ? Slice.TOTAL : Slice.of(Breakdown.AREA, "a" + dice.nextInt(20));
        return new Cell(1 + dice.nextInt(6), "city/" + dice.nextInt(40), slice, dice.nextBoolean() ? "" : "q");
    }

    @Test
    void shouldHoldACellAndATimeInOneNumber() {
        SplittableRandom dice = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            int cell = dice.nextInt(Integer.MAX_VALUE) >>> dice.nextInt(31);
            long at = dice.nextInt() >> dice.nextInt(31);
            EventTime time = dice.nextBoolean() ? EventTime.minute(at) : EventTime.day(at);

            long both = CellTime.of(cell, time.code());

            assertThat(CellTime.cell(both)).isEqualTo(cell);
            assertThat(EventTime.ofCode(CellTime.timeCode(both))).isEqualTo(time);
        }
    }
}
