// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import static doorstep.tally.WindowKind.DAY;
import static doorstep.tally.WindowKind.EVER;
import static doorstep.tally.WindowKind.FISCAL_QUARTER;
import static doorstep.tally.WindowKind.FISCAL_YEAR;
import static doorstep.tally.WindowKind.LAST_7D;
import static doorstep.tally.WindowKind.LAST_90D;
import static doorstep.tally.WindowKind.MONTH;
import static doorstep.tally.WindowKind.QUARTER;
import static doorstep.tally.WindowKind.WEEK;
import static doorstep.tally.WindowKind.YEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.history.Dice;
import doorstep.history.Seeds;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RowWindowsTest {
    private static final List<WindowKind> CALENDAR =
            Arrays.stream(WindowKind.values()).filter(WindowKind::isCalendar).toList();
    private static final int MAX_BITS = 60; // dates in a long
    private static final int IMPOSSIBLE = Integer.MAX_VALUE;
    private static final Extent EXTENT = Extent.of(LocalDate.parse("2000-01-01"), LocalDate.parse("2012-07-18"));

    private static OrgCalendar calendar(int fiscalStart) {
        return new OrgCalendar(ZoneOffset.UTC, fiscalStart);
    }

    private static RowWindows rows(WindowKind... kinds) {
        return rows(EXTENT, kinds);
    }

    private static RowWindows rows(Extent extent, WindowKind... kinds) {
        return new RowWindows(Set.of(kinds), calendar(4), extent);
    }

    private static Period period(String first, String last) {
        return new Period(LocalDate.parse(first), LocalDate.parse(last));
    }

    private static List<String> windows(Coverage coverage) {
        return ((Cover) coverage)
                .windows().stream().map(it -> it.kind() + " " + it.start()).toList();
    }

    // ---- Examples

    @Test
    void shouldTakeTheFewestWindows() {
        assertThat(windows(rows(DAY, WEEK, MONTH, QUARTER, YEAR).cover(period("2010-11-29", "2012-06-30"))))
                .containsExactly(
                        "DAY 2010-11-29",
                        "DAY 2010-11-30",
                        "MONTH 2010-12-01",
                        "YEAR 2011-01-01",
                        "QUARTER 2012-01-01",
                        "QUARTER 2012-04-01");
    }

    /** July begins on a Monday: a month first would leave nothing but weeks that straddle its end. */
    @Test
    void shouldNotTakeAMonthThatLeadsNowhere() {
        assertThat(windows(rows(WEEK, MONTH).cover(period("2002-07-01", "2002-08-04"))))
                .containsExactly(
                        "WEEK 2002-07-01", "WEEK 2002-07-08", "WEEK 2002-07-15", "WEEK 2002-07-22", "WEEK 2002-07-29");
    }

    /** A week first would lead past the beginning of February. */
    @Test
    void shouldTakeADayBeforeAMonthInsteadOfAWeek() {
        assertThat(windows(rows(DAY, WEEK, MONTH).cover(period("2011-01-31", "2011-02-28"))))
                .containsExactly("DAY 2011-01-31", "MONTH 2011-02-01");
    }

    @Test
    void shouldBeginWithTheLongestOfEquallyFewWindows() {
        assertThat(windows(rows(QUARTER, YEAR, FISCAL_YEAR).cover(period("2009-01-01", "2011-03-31"))))
                .containsExactly("YEAR 2009-01-01", "YEAR 2010-01-01", "QUARTER 2011-01-01");
        assertThat(windows(rows(DAY, YEAR, FISCAL_YEAR).cover(period("2009-03-31", "2011-03-31"))))
                .containsExactly("DAY 2009-03-31", "FISCAL_YEAR 2009-04-01", "FISCAL_YEAR 2010-04-01");
    }

    @Test
    void shouldEndTheWindowThatContainsAsOfThere() {
        assertThat(windows(rows(DAY, MONTH, YEAR).cover(period("2012-01-01", "2012-07-18"))))
                .containsExactly("YEAR 2012-01-01");
        assertThat(windows(rows(DAY, MONTH, YEAR).cover(period("2012-06-30", "2012-07-18"))))
                .containsExactly("DAY 2012-06-30", "MONTH 2012-07-01");
    }

    @Test
    void shouldBeginTheWindowThatContainsTheEarliestDateThere() {
        Extent extent = Extent.of(LocalDate.parse("2000-02-16"), EXTENT.asOf());

        assertThat(windows(rows(extent, DAY, MONTH, QUARTER, YEAR).cover(period("2000-02-16", "2000-04-01"))))
                .containsExactly("QUARTER 2000-01-01", "DAY 2000-04-01");
    }

    @Test
    void shouldTakeTheKindListedFirstOfEqualWindows() {
        assertThat(windows(rows(QUARTER, FISCAL_QUARTER, MONTH, WEEK, YEAR).cover(period("2012-07-01", "2012-07-18"))))
                .containsExactly("MONTH 2012-07-01");
    }

    /** Rows of July count three dates more where as-of is three days further. */
    @Test
    void shouldNotTakeAWindowThatNewerRowsCountedFurther() {
        Extent extent =
                Extent.of(EXTENT.earliest(), List.of(LocalDate.parse("2012-07-05"), LocalDate.parse("2012-07-02")));

        assertThat(windows(rows(extent, DAY, MONTH).cover(period("2012-06-01", "2012-07-02"))))
                .containsExactly("MONTH 2012-06-01", "DAY 2012-07-01", "DAY 2012-07-02");
        assertThat(rows(extent, MONTH).cover(period("2012-06-01", "2012-07-02")))
                .isEqualTo(new Uncovered(
                        period("2012-06-01", "2012-07-02"),
                        Set.of(DAY),
                        Optional.of(period("2012-06-01", "2012-06-30")),
                        Optional.empty()));
    }

    @Test
    void shouldSayWhichKindsWouldDoAndWhatCanBeCovered() {
        assertThat(rows(MONTH, LAST_7D, EVER).cover(period("2012-04-09", "2012-06-30")))
                .isEqualTo(new Uncovered(
                        period("2012-04-09", "2012-06-30"),
                        Set.of(DAY),
                        Optional.of(period("2012-05-01", "2012-06-30")),
                        Optional.of(period("2012-04-01", "2012-06-30"))));
        assertThat(rows(YEAR).cover(period("2011-04-01", "2011-09-30")))
                .isEqualTo(new Uncovered(
                        period("2011-04-01", "2011-09-30"),
                        Set.of(DAY, MONTH, QUARTER, FISCAL_QUARTER),
                        Optional.empty(),
                        Optional.of(period("2011-01-01", "2011-12-31"))));
    }

    @Test
    void shouldCoverNothingFromRollingWindowsOrEver() {
        assertThat(rows(LAST_90D, EVER).cover(period("2012-07-01", "2012-07-18")))
                .isEqualTo(new Uncovered(
                        period("2012-07-01", "2012-07-18"),
                        EnumSet.of(DAY, MONTH, QUARTER, FISCAL_QUARTER),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void shouldHaveNoFiscalWindowsWithoutAFiscalYear() {
        RowWindows rows = new RowWindows(Set.of(FISCAL_YEAR), calendar(0), EXTENT);

        assertThat(rows.cover(period("2011-01-01", "2011-12-31")))
                .isEqualTo(new Uncovered(
                        period("2011-01-01", "2011-12-31"),
                        Set.of(DAY, MONTH, QUARTER, YEAR),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void shouldRefuseDatesOutsideOfTheExtent() {
        assertThatThrownBy(() -> rows(DAY).cover(period("2012-07-18", "2012-07-19")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000-01-01 to 2012-07-18");
    }

    // ---- Brute force

    /** A calendar, an extent around the turn of a month or a year, kinds that have rows. */
    private static final class Case {
        final Dice dice;
        final int fiscalStart;
        final Extent extent;
        final Set<WindowKind> kinds;

        Case(long seed, int maxDays) {
            dice = new Dice(seed);
            fiscalStart = dice.percent(20) ? 0 : dice.between(1, 12);
            LocalDate earliest = LocalDate.of(dice.between(1999, 2021), dice.between(1, 12), 1)
                    .plusDays(dice.percent(30) ? 0 : dice.between(-9, 9));
            LocalDate asOf = earliest.plusDays(dice.below(maxDays));
            extent = new Extent(earliest, asOf, dice.percent(70) ? asOf : asOf.plusDays(dice.below(40)));
            kinds = EnumSet.noneOf(WindowKind.class);
            for (WindowKind kind : WindowKind.values()) {
                if (dice.percent(50)) {
                    kinds.add(kind);
                }
            }
            if (dice.percent(70)) { // days cover everything
                kinds.remove(DAY);
            }
        }

        RowWindows rows() {
            return new RowWindows(kinds, calendar(fiscalStart), extent);
        }

        WindowScan scan() {
            return new WindowScan(kinds, fiscalStart, extent);
        }

        /** Sometimes one that windows add up to. */
        Period range(WindowScan scan) {
            List<Period> windows = new ArrayList<>(scan.counted().values());
            windows.sort((a, b) -> a.toString().compareTo(b.toString()));
            LocalDate first = windows.isEmpty() || dice.percent(40)
                    ? extent.earliest()
                            .plusDays(dice.below(extent.dates().orElseThrow().length()))
                    : dice.of(windows).first();
            LocalDate last = windows.isEmpty() || dice.percent(40)
                    ? extent.earliest()
                            .plusDays(dice.below(extent.dates().orElseThrow().length()))
                    : dice.of(windows).last();
            return last.isBefore(first) ? new Period(last, first) : new Period(first, last);
        }

        String describe(long seed, Period range) {
            return Seeds.again(seed) + ": " + range + " of " + kinds + " in " + extent + ", fiscal " + fiscalStart;
        }
    }

    @Test
    void shouldFindTheFewestRowsLikeABreadthFirstSearch() {
        Map<Class<?>, Integer> seen = new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
        Seeds.of(400).forEach(seed -> {
            Case it = new Case(seed, seed % 3 == 0 ? 1_200 : 120);
            WindowScan scan = it.scan();
            for (int i = 0; i < 8; i++) {
                Period range = it.range(scan);
                Coverage coverage = it.rows().cover(range);
                seen.merge(coverage.getClass(), 1, Integer::sum);
                String description = it.describe(seed, range);
                if (coverage instanceof Cover cover) {
                    assertThat(it.kinds).as(description).containsAll(kinds(cover));
                    assertThat(datesOf(cover, scan))
                            .as(description)
                            .isEqualTo(range.days().toList());
                    assertThat(scan.fewest(range))
                            .as(description)
                            .contains(cover.windows().size());
                } else {
                    assertThat(coverage).as(description).isEqualTo(uncovered(it, scan, range));
                }
            }
        });
        assertThat(seen.values())
                .as("%s", seen)
                .hasSize(2)
                .allMatch(count -> count >= 300 || Seeds.of(400).count() == 1);
    }

    private static Uncovered uncovered(Case it, WindowScan scan, Period range) {
        Set<WindowKind> wanted = EnumSet.noneOf(WindowKind.class);
        for (WindowKind kind : CALENDAR) {
            Set<WindowKind> more = EnumSet.of(kind);
            more.addAll(it.kinds);
            if (new WindowScan(more, it.fiscalStart, it.extent).fewest(range).isPresent()) {
                wanted.add(kind);
            }
        }
        assertThat(scan.fewest(range)).isEmpty();
        return new Uncovered(range, wanted, scan.longestInside(range), scan.shortestAround(range));
    }

    private static List<WindowKind> kinds(Cover cover) {
        return cover.windows().stream().map(CalendarWindow::kind).toList();
    }

    /** In the order of the windows, each as often as it is counted. */
    private static List<LocalDate> datesOf(Cover cover, WindowScan scan) {
        return cover.windows().stream()
                .flatMap(window -> scan.counted().get(window).days())
                .toList();
    }

    /** Tries all sets of windows, in no order of dates. */
    @Test
    void shouldFindNoSmallerSetOfWindowsByTryingAll() {
        Seeds.of(400).forEach(seed -> {
            Case it = new Case(seed, MAX_BITS);
            WindowScan scan = it.scan();
            for (int i = 0; i < 8; i++) {
                Period range = it.range(scan);
                Coverage coverage = it.rows().cover(range);

                assertThat(coverage instanceof Cover cover ? cover.windows().size() : IMPOSSIBLE)
                        .as(it.describe(seed, range))
                        .isEqualTo(fewest(bitsWithin(range, scan), 0, bits(range, range), MAX_BITS));
            }
        });
    }

    private static List<Long> bitsWithin(Period range, WindowScan scan) {
        return scan.counted().values().stream()
                .filter(range::contains)
                .map(window -> bits(window, range))
                .sorted(Comparator.<Long>comparingInt(Long::bitCount).reversed())
                .toList();
    }

    /**
     * @param windows the longest first; those before {@code from} are decided
     * @param open dates that are still to be covered
     * @param most number of windows beyond which a cover does not matter
     */
    private static int fewest(List<Long> windows, int from, long open, int most) {
        if (open == 0) {
            return 0;
        }
        int fewest = IMPOSSIBLE;
        int budget = most;
        for (int i = from; i < windows.size(); i++) {
            long window = windows.get(i);
            if (budget * Long.bitCount(window) < Long.bitCount(open)) {
                break; // the other ones are not longer
            }
            if ((window & ~open) == 0) {
                int more = fewest(windows, i + 1, open & ~window, budget - 1);
                if (more != IMPOSSIBLE) {
                    fewest = more + 1;
                    budget = more;
                }
            }
        }
        return fewest;
    }

    private static long bits(Period window, Period range) {
        return window.days()
                .mapToLong(date -> 1L << (date.toEpochDay() - range.first().toEpochDay()))
                .sum();
    }

    @Test
    void shouldCoverDecadesWithEveryKind() {
        Extent extent = Extent.of(LocalDate.parse("1987-05-13"), LocalDate.parse("2027-09-21"));
        for (int fiscalStart = 0; fiscalStart <= 12; fiscalStart++) {
            Dice dice = new Dice(fiscalStart);
            RowWindows rows = new RowWindows(EnumSet.allOf(WindowKind.class), calendar(fiscalStart), extent);
            WindowScan scan = new WindowScan(CALENDAR, fiscalStart, extent);
            Period range = new Period(
                    extent.earliest().plusDays(dice.below(900)), extent.asOf().minusDays(dice.below(900)));

            Cover cover = (Cover) rows.cover(range);

            assertThat(datesOf(cover, scan)).isEqualTo(range.days().toList());
            assertThat(scan.fewest(range)).contains(cover.windows().size());
        }
    }

    /** About a second; the search is linear. */
    @Test
    @Timeout(60)
    void shouldAnswerForTenThousandYears() {
        LocalDate earliest = LocalDate.parse("0001-01-01");
        Extent extent = Extent.of(earliest, LocalDate.parse("+10000-12-31"));
        Period all = extent.dates().orElseThrow();

        assertThat(windows(rows(extent, DAY, WEEK, MONTH, YEAR).cover(all))).hasSize(10_000);
        assertThat(((Uncovered) rows(extent, WEEK, MONTH).cover(new Period(earliest.plusDays(1), all.last()))).around())
                .contains(all);
    }
}
