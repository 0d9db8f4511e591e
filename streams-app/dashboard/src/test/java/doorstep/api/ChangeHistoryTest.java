// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeHistoryTest {
    private final ChangeHistory history = new ChangeHistory(3, 10);

    @Test
    void shouldTellEachCellOnceSinceAPosition() {
        history.add(List.of(cell(1), cell(2)));
        history.add(List.of(cell(2), cell(3)));

        assertThat(history.since(0, cell -> true, 9)).contains(Set.of(cell(1), cell(2), cell(3)));
        assertThat(history.since(1, cell -> true, 9)).contains(Set.of(cell(2), cell(3)));
        assertThat(history.since(2, cell -> true, 9)).contains(Set.of());
    }

    @Test
    void shouldNotKnowWhatItForgotOrNeverKnew() {
        history.add(List.of(cell(1)));
        IntStream.range(0, 3).forEach(i -> history.add(List.of()));

        assertThat(history.since(0, cell -> true, 9)).isEmpty();
        assertThat(history.since(1, cell -> true, 9)).isPresent();
        assertThat(history.since(5, cell -> true, 9)).isEmpty();
        assertThat(history.since(-1, cell -> true, 9)).isEmpty();
    }

    @Test
    void shouldKeepALimitedNumberOfCells() {
        history.add(IntStream.range(0, 6).mapToObj(ChangeHistoryTest::cell).toList());
        history.add(IntStream.range(0, 6).mapToObj(ChangeHistoryTest::cell).toList());

        assertThat(history.since(0, cell -> true, 99)).isEmpty();
        assertThat(history.since(1, cell -> true, 99).orElseThrow()).hasSize(6);
        assertThat(history.since(1, cell -> true, 5)).isEmpty();
        assertThat(history.since(1, cell(0)::equals, 5)).contains(Set.of(cell(0)));
    }

    private static ChangedCell cell(int number) {
        return new ChangedCell("visit-counts", "unit " + number, "DAY");
    }
}
