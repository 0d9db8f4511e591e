// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.rows.RowChange;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoreInputTest {
    private final StoreInput input = new StoreInput(StoreInput.LEAST_KEYS);

    @Test
    void shouldMakeEachRowOnce() {
        Set<List<Object>> rows = new HashSet<>();
        for (long key = 0; key < input.keys(); key++) {
            RowChange change = input.change(key, 0);
            rows.add(List.of(change.cell(), change.kind(), change.start()));
        }

        assertThat(input.keys()).isBetween(StoreInput.LEAST_KEYS - 1_000L, (long) StoreInput.LEAST_KEYS);
        assertThat(rows).hasSize((int) input.keys());
    }

    @Test
    void shouldCoverTheRangeOnce() {
        List<LocalDate> dates = new ArrayList<>();
        for (RowWindow window : input.worstRange()) {
            LocalDate first = LocalDate.ofEpochDay(window.start());
            LocalDate after =
                    switch (window.kind()) {
                        case DAY -> first.plusDays(1);
                        case WEEK -> first.plusWeeks(1);
                        case MONTH -> first.plusMonths(1);
                        default -> throw new AssertionError(window);
                    };
            first.datesUntil(after).forEach(dates::add);
        }

        assertThat(dates)
                .doesNotHaveDuplicates()
                .hasSize(363)
                .contains(LocalDate.of(2023, 1, 2), LocalDate.of(2023, 12, 30));
    }

    /** A row has figures at first, and a tenth of its later versions are deletions. */
    @Test
    void shouldDeleteATenth() {
        long deleted = LongStream.range(0, 100_000)
                .filter(key -> input.change(key % input.keys(), 1 + (int) (key % 100))
                        .tally()
                        .isZero())
                .count();

        assertThat(deleted).isBetween(9_500L, 10_500L);
        assertThat(input.change(7, 0).tally().isZero()).isFalse();
        assertThat(input.change(0, 0).kind()).isEqualTo(WindowKind.EVER);
    }
}
