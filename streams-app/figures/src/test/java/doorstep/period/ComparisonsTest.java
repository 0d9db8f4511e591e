// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import static doorstep.tally.WindowKind.DAY;
import static doorstep.tally.WindowKind.MONTH;
import static doorstep.tally.WindowKind.WEEK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.history.Dice;
import doorstep.history.Seeds;
import doorstep.period.Comparison.Reason;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonsTest {
    private static final LocalDate EARLIEST = LocalDate.parse("2000-01-01");
    private static final LocalDate AS_OF = LocalDate.parse("2012-07-18"); // a Wednesday
    private static final int FISCAL_START = 10;
    private static final OrgCalendar CALENDAR = new OrgCalendar(ZoneOffset.UTC, FISCAL_START);
    private static final Set<WindowKind> DAYS = Set.of(DAY);

    private static Comparisons comparisons(Extent extent, Set<WindowKind> kinds, LocalDate firstRow) {
        return new Comparisons(new RowWindows(kinds, CALENDAR, extent), Optional.ofNullable(firstRow));
    }

    private static Comparisons comparisons(LocalDate asOf) {
        return comparisons(Extent.of(EARLIEST, asOf), DAYS, EARLIEST);
    }

    private static Period datesOf(Comparison comparison) {
        return ((Comparison.With) comparison).dates();
    }

    private static Reason reasonOf(Comparison comparison) {
        return ((Comparison.Without) comparison).reason();
    }

    private static Period period(String first, String last) {
        return new Period(LocalDate.parse(first), LocalDate.parse(last));
    }

    // ---- Windows

    @ParameterizedTest(name = "{0} {1} as of {2}: {3} to {4}")
    @CsvSource({
        // Over
        "DAY,            2012-03-01, 2012-07-18, 2012-02-29, 2012-02-29",
        "WEEK,           2012-01-02, 2012-07-18, 2011-12-26, 2012-01-01",
        "MONTH,          2012-03-01, 2012-07-18, 2012-02-01, 2012-02-29",
        "MONTH,          2012-01-01, 2012-07-18, 2011-12-01, 2011-12-31",
        "QUARTER,        2012-04-01, 2012-07-18, 2012-01-01, 2012-03-31",
        "YEAR,           2011-01-01, 2012-07-18, 2010-01-01, 2010-12-31",
        "FISCAL_QUARTER, 2012-01-01, 2012-07-18, 2011-10-01, 2011-12-31",
        "FISCAL_YEAR,    2010-10-01, 2012-07-18, 2009-10-01, 2010-09-30",
        // Running: as many days
        "DAY,            2012-07-18, 2012-07-18, 2012-07-17, 2012-07-17",
        "WEEK,           2012-07-16, 2012-07-18, 2012-07-09, 2012-07-11",
        "MONTH,          2012-07-01, 2012-07-18, 2012-06-01, 2012-06-18",
        "MONTH,          2012-07-01, 2012-07-31, 2012-06-01, 2012-06-30", // at most all
        "MONTH,          2012-06-01, 2012-06-30, 2012-05-01, 2012-05-30", // as-of's date is its last one
        "MONTH,          2012-03-01, 2012-03-30, 2012-02-01, 2012-02-29",
        "QUARTER,        2012-07-01, 2012-07-18, 2012-04-01, 2012-04-18",
        "YEAR,           2012-01-01, 2012-07-18, 2011-01-01, 2011-07-19", // 200 days, one of them 29 February
        "YEAR,           2012-01-01, 2012-12-31, 2011-01-01, 2011-12-31",
        "FISCAL_YEAR,    2011-10-01, 2012-07-18, 2010-10-01, 2011-07-19"
    })
    void shouldCompareAWindowWithTheOneBefore(
            WindowKind kind, LocalDate start, LocalDate asOf, LocalDate first, LocalDate last) {
        assertThat(datesOf(comparisons(asOf).before(new CalendarWindow(kind, start))))
                .isEqualTo(new Period(first, last));
    }

    @ParameterizedTest(name = "{0} {1} as of {2}: {3} to {4}")
    @CsvSource({
        // Over
        "DAY,            2012-03-01, 2012-07-18, 2011-03-01, 2011-03-01",
        "MONTH,          2012-02-01, 2012-07-18, 2011-02-01, 2011-02-28",
        "MONTH,          2009-02-01, 2012-07-18, 2008-02-01, 2008-02-29",
        "QUARTER,        2012-01-01, 2012-07-18, 2011-01-01, 2011-03-31",
        "YEAR,           2011-01-01, 2012-07-18, 2010-01-01, 2010-12-31",
        "FISCAL_QUARTER, 2012-01-01, 2012-07-18, 2011-01-01, 2011-03-31",
        "FISCAL_YEAR,    2010-10-01, 2012-07-18, 2009-10-01, 2010-09-30",
        // Running
        "DAY,            2012-07-18, 2012-07-18, 2011-07-18, 2011-07-18",
        "MONTH,          2012-07-01, 2012-07-18, 2011-07-01, 2011-07-18",
        "MONTH,          2012-02-01, 2012-02-29, 2011-02-01, 2011-02-28",
        "MONTH,          2009-02-01, 2009-02-28, 2008-02-01, 2008-02-28", // not 29
        "YEAR,           2012-01-01, 2012-02-29, 2011-01-01, 2011-02-28",
        "FISCAL_YEAR,    2011-10-01, 2012-07-18, 2010-10-01, 2011-07-18",
        // Weeks: 2009 has 53, the other years 52
        "WEEK,           2012-07-09, 2012-07-18, 2011-07-11, 2011-07-17",
        "WEEK,           2010-01-04, 2012-07-18, 2009-01-05, 2009-01-11", // 1 with 2
        "WEEK,           2009-12-28, 2012-07-18, 2008-12-29, 2009-01-04", // 53 with 1
        "WEEK,           2012-07-16, 2012-07-18, 2011-07-18, 2011-07-20" // 364 days before Wednesday
    })
    void shouldCompareAWindowWithTheOneAYearEarlier(
            WindowKind kind, LocalDate start, LocalDate asOf, LocalDate first, LocalDate last) {
        assertThat(datesOf(comparisons(asOf).lastYear(new CalendarWindow(kind, start))))
                .isEqualTo(new Period(first, last));
    }

    @Test
    void shouldCompareTheDay29FebruaryWithNothingLastYear() {
        CalendarWindow day = new CalendarWindow(DAY, LocalDate.parse("2012-02-29"));

        assertThat(reasonOf(comparisons(AS_OF).lastYear(day))).isEqualTo(Reason.NO_29_FEBRUARY);
        assertThat(reasonOf(comparisons(day.start()).lastYear(day))).isEqualTo(Reason.NO_29_FEBRUARY);
        assertThat(datesOf(comparisons(AS_OF).before(day))).isEqualTo(period("2012-02-28", "2012-02-28"));
    }

    @ParameterizedTest(name = "{0} as of {1}: {2} to {3}, {4} to {5}")
    @CsvSource({
        "LAST_7D,  2012-07-18, 2012-07-05, 2012-07-11, 2011-07-12, 2011-07-18",
        "LAST_30D, 2012-07-18, 2012-05-20, 2012-06-18, 2011-06-19, 2011-07-18",
        "LAST_90D, 2012-07-18, 2012-01-21, 2012-04-19, 2011-04-20, 2011-07-18",
        "LAST_7D,  2012-02-29, 2012-02-16, 2012-02-22, 2011-02-22, 2011-02-28",
        "LAST_7D,  2012-03-03, 2012-02-19, 2012-02-25, 2011-02-25, 2011-03-03", // 7 days there too
        "LAST_7D,  2013-03-03, 2013-02-18, 2013-02-24, 2012-02-26, 2012-03-03"
    })
    void shouldCompareRollingDaysWithAsMany(
            WindowKind kind,
            LocalDate asOf,
            LocalDate first,
            LocalDate last,
            LocalDate firstLastYear,
            LocalDate lastLastYear) {
        assertThat(datesOf(comparisons(asOf).before(new WindowToAsOf(kind)))).isEqualTo(new Period(first, last));
        assertThat(datesOf(comparisons(asOf).lastYear(new WindowToAsOf(kind))))
                .isEqualTo(new Period(firstLastYear, lastLastYear));
    }

    @ParameterizedTest
    @EnumSource(names = {"EVER", "LAST_HOUR", "LAST_24H"})
    void shouldNotCompareEverAndWindowsOfMinutes(WindowKind kind) {
        WindowToAsOf window = new WindowToAsOf(kind);
        Extent extent = Extent.of(EARLIEST, AS_OF);

        assertThat(reasonOf(comparisons(AS_OF).before(window))).isEqualTo(Reason.WINDOW_NOT_COMPARABLE);
        assertThat(reasonOf(comparisons(AS_OF).lastYear(window))).isEqualTo(Reason.WINDOW_NOT_COMPARABLE);
        assertThatThrownBy(() -> window.before(extent, CALENDAR)).isInstanceOf(IllegalStateException.class);
        assertThat(window.dates(extent)).isEqualTo(kind == WindowKind.EVER ? extent.dates() : Optional.empty());
    }

    @Test
    void shouldRefuseKindsOfTheOtherSort() {
        assertThatThrownBy(() -> new CalendarWindow(WindowKind.EVER, EARLIEST)).hasMessage("EVER has no start");
        assertThatThrownBy(() -> new WindowToAsOf(MONTH)).hasMessage("MONTH needs a start");
        assertThatThrownBy(() ->
                        CalendarWindow.containing(AS_OF, WindowKind.FISCAL_YEAR, new OrgCalendar(ZoneOffset.UTC, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- Ranges

    @ParameterizedTest(name = "{0} to {1}: {2} to {3}, {4} to {5}")
    @CsvSource({
        // Not a window: as many days directly before, the same dates last year
        "2012-06-10, 2012-06-19, 2012-05-31, 2012-06-09, 2011-06-10, 2011-06-19",
        "2012-06-01, 2012-06-29, 2012-05-03, 2012-05-31, 2011-06-01, 2011-06-29",
        "2012-02-29, 2012-03-04, 2012-02-24, 2012-02-28, 2011-02-28, 2011-03-04",
        "2012-02-20, 2012-02-29, 2012-02-10, 2012-02-19, 2011-02-20, 2011-02-28",
        // Exactly a window: the one before, but the same dates last year
        "2012-06-01, 2012-06-30, 2012-05-01, 2012-05-31, 2011-06-01, 2011-06-30",
        "2011-01-01, 2011-12-31, 2010-01-01, 2010-12-31, 2010-01-01, 2010-12-31",
        "2010-10-01, 2011-09-30, 2009-10-01, 2010-09-30, 2009-10-01, 2010-09-30",
        "2012-07-09, 2012-07-15, 2012-07-02, 2012-07-08, 2011-07-09, 2011-07-15",
        "2009-02-01, 2009-02-28, 2009-01-01, 2009-01-31, 2008-02-01, 2008-02-28",
        // A day as a range, not the window
        "2012-02-29, 2012-02-29, 2012-02-28, 2012-02-28, 2011-02-28, 2011-02-28",
        // Exactly a window that is running
        "2012-07-01, 2012-07-31, 2012-06-01, 2012-06-18, 2011-07-01, 2011-07-18",
        // Cut to as-of, and not a window as asked for
        "2012-07-05, 2012-08-20, 2012-06-21, 2012-07-04, 2011-07-05, 2011-07-18",
        "2012-07-01, 2012-07-18, 2012-06-13, 2012-06-30, 2011-07-01, 2011-07-18"
    })
    void shouldCompareARange(
            LocalDate first,
            LocalDate last,
            LocalDate firstBefore,
            LocalDate lastBefore,
            LocalDate firstLastYear,
            LocalDate lastLastYear) {
        DateRange range = new DateRange(new Period(first, last));

        assertThat(datesOf(comparisons(AS_OF).before(range))).isEqualTo(new Period(firstBefore, lastBefore));
        assertThat(datesOf(comparisons(AS_OF).lastYear(range))).isEqualTo(new Period(firstLastYear, lastLastYear));
    }

    @Test
    void shouldCutTheComparisonAtTheEarliestDate() {
        DateRange range = new DateRange(period("2000-01-05", "2000-01-20"));

        assertThat(datesOf(comparisons(AS_OF).before(range))).isEqualTo(period("2000-01-01", "2000-01-04"));
    }

    @Test
    void shouldCompareARangeOfAllTimes() {
        DateRange all = new DateRange(new Period(LocalDate.MIN, LocalDate.MAX));

        assertThat(reasonOf(comparisons(AS_OF).before(all))).isEqualTo(Reason.BEFORE_FIRST_ROW);
        assertThat(datesOf(comparisons(AS_OF).lastYear(all))).isEqualTo(period("2000-01-01", "2011-07-18"));
    }

    // ---- Without a comparison

    @Test
    void shouldCompareNothingThatLiesOutside() {
        List<Span> outside = List.of(
                new CalendarWindow(MONTH, LocalDate.parse("2012-08-01")),
                new CalendarWindow(MONTH, LocalDate.parse("1999-12-01")),
                new DateRange(period("2012-07-19", "2012-07-31")),
                new DateRange(new Period(LocalDate.MIN, LocalDate.MIN)),
                new DateRange(new Period(LocalDate.MAX, LocalDate.MAX)));

        assertThat(outside).allSatisfy(span -> {
            assertThat(span.dates(Extent.of(EARLIEST, AS_OF))).isEmpty();
            assertThat(reasonOf(comparisons(AS_OF).before(span))).isEqualTo(Reason.NOTHING_COUNTED);
            assertThat(reasonOf(comparisons(AS_OF).lastYear(span))).isEqualTo(Reason.NOTHING_COUNTED);
        });
    }

    @ParameterizedTest(name = "first row {0}: {1}")
    @CsvSource({"2012-06-18, true", "2012-06-19, false", ", false"})
    void shouldCompareWithNothingThatEndsBeforeTheFirstRow(LocalDate firstRow, boolean compared) {
        CalendarWindow july = new CalendarWindow(MONTH, LocalDate.parse("2012-07-01"));

        Comparison before =
                comparisons(Extent.of(EARLIEST, AS_OF), DAYS, firstRow).before(july);

        assertThat(before instanceof Comparison.With).isEqualTo(compared);
        if (!compared) {
            assertThat(before).isEqualTo(new Comparison.Without(Reason.BEFORE_FIRST_ROW, Optional.empty()));
        }
    }

    /** Weeks and months have rows, but half a month does not. */
    @Test
    void shouldSayWhyAComparisonCannotBeCovered() {
        Comparisons comparisons = comparisons(Extent.of(EARLIEST, AS_OF), Set.of(WEEK, MONTH), EARLIEST);

        assertThat(comparisons.before(new CalendarWindow(MONTH, LocalDate.parse("2012-07-01"))))
                .isEqualTo(new Comparison.Without(
                        Reason.NOT_COVERED,
                        Optional.of(new Uncovered(
                                period("2012-06-01", "2012-06-18"),
                                Set.of(DAY),
                                Optional.of(period("2012-06-04", "2012-06-17")),
                                Optional.of(period("2012-05-28", "2012-06-24"))))));
        assertThat(comparisons.before(new CalendarWindow(MONTH, LocalDate.parse("2012-06-01"))))
                .isEqualTo(new Comparison.With(new Cover(
                        period("2012-05-01", "2012-05-31"),
                        List.of(new CalendarWindow(MONTH, LocalDate.parse("2012-05-01"))))));
    }

    // ---- Against dates looked at one by one

    @Test
    void shouldTakeTheWindowBeforeAsAScanOfDatesDoes() {
        List<WindowKind> kinds = Arrays.stream(WindowKind.values())
                .filter(WindowKind::isCalendar)
                .toList();
        Seeds.of(500).forEach(seed -> {
            Dice dice = new Dice(seed);
            LocalDate asOf = AS_OF.plusDays(dice.between(-3_000, 3_000));
            Extent extent = Extent.of(EARLIEST, asOf);
            WindowScan scan = new WindowScan(kinds, FISCAL_START, Extent.of(asOf, asOf));
            WindowKind kind = dice.of(kinds);
            LocalDate date = asOf.minusDays(dice.percent(50) ? 0 : dice.below(700));
            Period window = scan.around(kind, date);
            Period before = scan.around(kind, window.first().minusDays(1));
            boolean running = window.contains(asOf);
            long days =
                    running ? Math.min(window.first().datesUntil(asOf).count() + 1, before.length()) : before.length();

            CalendarWindow asked = CalendarWindow.containing(date, kind, CALENDAR);

            assertThat(asked.dates()).as(Seeds.again(seed)).isEqualTo(window);
            assertThat(asked.before(extent, CALENDAR))
                    .as("%s as of %s, %s", asked, asOf, Seeds.again(seed))
                    .isEqualTo(new Period(before.first(), before.first().plusDays(days - 1)));
            assertThat(new DateRange(window).before(extent, CALENDAR))
                    .as("%s as of %s, %s", window, asOf, Seeds.again(seed))
                    .isEqualTo(asked.before(extent, CALENDAR));
        });
    }

    @Test
    void shouldTakeTheSameDatesOfTheYearBefore() {
        List<WindowKind> kinds = Arrays.stream(WindowKind.values())
                .filter(kind -> kind.isCalendar() && kind != WEEK)
                .toList();
        Seeds.of(500).forEach(seed -> {
            Dice dice = new Dice(seed);
            LocalDate asOf = AS_OF.plusDays(dice.between(-3_000, 3_000));
            LocalDate date = asOf.minusDays(dice.percent(50) ? 0 : dice.below(700));
            CalendarWindow window = CalendarWindow.containing(date, dice.of(kinds), CALENDAR);
            boolean leapDay = window.kind() == DAY && date.getDayOfYear() == 60 && date.isLeapYear();
            WindowScan scan = new WindowScan(kinds, FISCAL_START, Extent.of(asOf, asOf));
            LocalDate start = window.start().minusYears(1);
            Period earlier = scan.around(window.kind(), start);

            Optional<Period> lastYear = window.yearEarlier(Extent.of(EARLIEST, asOf));

            assertThat(lastYear)
                    .as("%s as of %s, %s", window, asOf, Seeds.again(seed))
                    .isEqualTo(
                            leapDay
                                    ? Optional.empty()
                                    : Optional.of(
                                            window.dates().contains(asOf)
                                                    ? new Period(start, asOf.minusYears(1))
                                                    : earlier));
        });
    }
}
