// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.delta.CellNumbers;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowChangesTest {
    private static final LocalDate TODAY = LocalDate.parse("2011-07-18");
    private static final long AS_OF = WindowFixture.minute("2011-07-18T09:00:00Z");
    private static final int VISITS = 1; // code of the family

    private final CellNumbers cells = new CellNumbers();
    private final WindowChanges changes =
            new WindowChanges(new CellWindows(cells, WindowFixture.FAMILIES), new OrgCalendar(ZoneId.of("UTC"), 0));

    /** Whatever the order in which days come. */
    @Test
    void shouldAddUpTheDaysOfEveryWindow() {
        int[] numbers = {
            cells.of(new Cell(VISITS, "*", Slice.TOTAL, "")),
            cells.of(new Cell(VISITS, "a", Slice.of(Breakdown.MODE, "DOOR"), "")),
            cells.of(new Cell(VISITS, "b", Slice.TOTAL, ""))
        };
        SplittableRandom dice = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            Map<Long, Long> expected = new HashMap<>();
            for (int i = dice.nextInt(60); i >= 0; i--) {
                int cell = numbers[dice.nextInt(numbers.length)];
                LocalDate day = TODAY.minusDays(dice.nextInt(dice.nextBoolean() ? 100 : 3_000));
                long count = dice.nextInt(3) - 1;
                changes.addDay(cell, day.toEpochDay(), new RunningTally().add(Tally.of(0, count)));
                rowsOf(cell, day).forEach(row -> expected.merge(row, count, Long::sum));
            }
            expected.values().removeIf(count -> count == 0);

            assertThat(drained()).isEqualTo(expected);
            assertThat(drained()).isEmpty();
        }
    }

    @Test
    void shouldPassEveryPartOfAWeekAroundTheEpoch() {
        int cell = cells.of(new Cell(VISITS, "*", Slice.TOTAL, ""));
        long week = RowNumber.of(cell, WindowKind.WEEK.code(), -3);
        for (long day = -3; day <= 3; day++) {
            changes.addDay(cell, day, new RunningTally().add(Tally.of(0, 1)));
        }
        long[] sum = {0};

        changes.drain(
                AS_OF, (row, tally) -> sum[0] += row == week ? tally.toTally().get(0) : 0);

        assertThat(sum[0]).isEqualTo(7);
    }

    /** Each row is passed once. */
    private Map<Long, Long> drained() {
        Map<Long, Long> drained = new HashMap<>();
        changes.drain(AS_OF, (row, tally) -> assertThat(
                        drained.put(row, tally.toTally().get(0)))
                .isNull());
        return drained;
    }

    private List<Long> rowsOf(int cell, LocalDate day) {
        List<WindowKind> kinds = List.copyOf(WindowFixture.FAMILIES.windows(VISITS, cells.slice(cell)));
        Map<WindowKind, LocalDate> starts = new HashMap<>();
        kinds.stream()
                .filter(kind -> !kind.rollsByMinute() && !kind.rollsByDay())
                .forEach(kind -> starts.put(
                        kind,
                        switch (kind) {
                            case DAY -> day;
                            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                            case MONTH -> day.withDayOfMonth(1);
                            case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
                            case YEAR -> day.withDayOfYear(1);
                            default -> LocalDate.EPOCH; // EVER has no start
                        }));
        int kept = 0;
        for (WindowKind kind : kinds) {
            if (kind.rollsByDay()) {
                kept = Math.max(kept, kind.length());
                if (day.isAfter(TODAY.minusDays(kind.length()))) {
                    starts.put(kind, LocalDate.EPOCH);
                }
            }
        }
        if (day.isAfter(TODAY.minusDays(kept))) {
            starts.put(WindowKind.DAY, day); // to be subtracted when it leaves
        }
        return starts.entrySet().stream()
                .map(it -> RowNumber.of(cell, it.getKey().code(), it.getValue().toEpochDay()))
                .toList();
    }
}
