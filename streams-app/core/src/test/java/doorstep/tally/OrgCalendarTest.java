// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static doorstep.tally.WindowKind.DAY;
import static doorstep.tally.WindowKind.EVER;
import static doorstep.tally.WindowKind.FISCAL_QUARTER;
import static doorstep.tally.WindowKind.FISCAL_YEAR;
import static doorstep.tally.WindowKind.MONTH;
import static doorstep.tally.WindowKind.QUARTER;
import static doorstep.tally.WindowKind.WEEK;
import static doorstep.tally.WindowKind.YEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.event.Minutes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrgCalendarTest {
    private static OrgCalendar in(String zone) {
        return new OrgCalendar(ZoneId.of(zone), 0);
    }

    private static long day(String date) {
        return LocalDate.parse(date).toEpochDay();
    }

    private static long minute(String instant) {
        return Minutes.of(Instant.parse(instant));
    }

    // ---- Days

    @ParameterizedTest(name = "{0} {1} starts at {2} and has {3} minutes")
    @CsvSource({
        "UTC,                2011-07-18, 2011-07-18T00:00:00Z, 1440",
        "Asia/Shanghai,      2011-07-18, 2011-07-17T16:00:00Z, 1440",
        "America/Chicago,    2011-03-12, 2011-03-12T06:00:00Z, 1440",
        "America/Chicago,    2011-03-13, 2011-03-13T06:00:00Z, 1380",
        "America/Chicago,    2011-03-14, 2011-03-14T05:00:00Z, 1440",
        "America/Chicago,    2011-11-06, 2011-11-06T05:00:00Z, 1500",
        "America/Chicago,    2011-11-07, 2011-11-07T06:00:00Z, 1440",
        // Clocks go from 00:00 to 01:00: the first instant of the date is 01:00.
        "America/Sao_Paulo,  2014-10-18, 2014-10-18T03:00:00Z, 1440",
        "America/Sao_Paulo,  2014-10-19, 2014-10-19T03:00:00Z, 1380",
        "America/Sao_Paulo,  2014-10-20, 2014-10-20T02:00:00Z, 1440",
        // Clocks go from 24:00 back to 23:00: the new date has not started yet, the old one has 25 hours.
        "America/Sao_Paulo,  2015-02-21, 2015-02-21T02:00:00Z, 1500",
        "America/Sao_Paulo,  2015-02-22, 2015-02-22T03:00:00Z, 1440",
        // Clocks go from 00:01 back to 23:01: the new date has already started, and the repeated hour belongs to it.
        "America/St_Johns,   2010-11-06, 2010-11-06T02:30:00Z, 1440",
        "America/St_Johns,   2010-11-07, 2010-11-07T02:30:00Z, 1500",
        "America/Toronto,    1919-03-31, 1919-03-31T04:30:00Z, 1410", // from 23:30 to 00:30
        "Asia/Shanghai,      1986-05-04, 1986-05-03T16:00:00Z, 1380",
        "Asia/Shanghai,      1986-09-14, 1986-09-13T15:00:00Z, 1500",
        "Asia/Shanghai,      1991-04-14, 1991-04-13T16:00:00Z, 1380",
        "Asia/Shanghai,      1991-09-15, 1991-09-14T15:00:00Z, 1500",
        "Asia/Shanghai,      1992-04-12, 1992-04-11T16:00:00Z, 1440",
        // Skipped: it starts and ends at the same instant.
        "Pacific/Apia,       2011-12-29, 2011-12-29T10:00:00Z, 1440",
        "Pacific/Apia,       2011-12-30, 2011-12-30T10:00:00Z, 0",
        "Pacific/Apia,       2011-12-31, 2011-12-30T10:00:00Z, 1440",
        "Australia/Lord_Howe,2011-04-03, 2011-04-02T13:00:00Z, 1470",
        "Europe/London,      2012-02-29, 2012-02-29T00:00:00Z, 1440",
        "Asia/Kathmandu,     2011-12-31, 2011-12-30T18:15:00Z, 1440",
    })
    void shouldStartADayWithItsFirstInstant(String zone, String date, String start, long minutes) {
        OrgCalendar calendar = in(zone);
        long first = minute(start);

        assertThat(calendar.firstMinuteOf(day(date))).isEqualTo(first);
        assertThat(calendar.firstMinuteOf(day(date) + 1) - first).isEqualTo(minutes);
        if (minutes > 0) {
            assertThat(calendar.dayOf(first)).isEqualTo(day(date));
            assertThat(calendar.dayOf(first + minutes - 1)).isEqualTo(day(date));
        }
        assertThat(calendar.dayOf(first + minutes)).isGreaterThan(day(date));
        assertThat(in(zone).dayOf(first - 1)).isLessThan(day(date));
    }

    @ParameterizedTest(name = "{0} around {1}")
    @CsvSource({
        "UTC,                 2011-12-31",
        "America/Chicago,     2011-03-13",
        "America/Chicago,     2011-11-06",
        "America/Sao_Paulo,   2014-10-19",
        "America/Sao_Paulo,   2015-02-22",
        "America/St_Johns,    2010-11-07",
        "America/St_Johns,    2011-03-13",
        "America/Havana,      2011-11-13",
        "America/Toronto,     1919-03-31",
        "Pacific/Kwajalein,   1969-09-30", // a day and its date came twice
        "Asia/Beirut,         2011-03-27",
        "Asia/Shanghai,       1986-05-04",
        "Asia/Shanghai,       1986-09-14",
        "Asia/Shanghai,       1991-09-15",
        "Asia/Tehran,         2011-09-22",
        "Africa/Cairo,        2010-09-10",
        "Africa/Monrovia,     1972-01-07", // by 44 minutes and 30 seconds
        "Australia/Lord_Howe, 2011-04-03",
        "Pacific/Apia,        2011-12-30",
        "Pacific/Kwajalein,   1993-08-21",
    })
    void shouldPutEveryMinuteInTheLatestDateThatHasStarted(String zone, String date) {
        Map<Long, Long> expected = new HashMap<>();
        long from = (day(date) - 3) * 1_440;
        long to = (day(date) + 3) * 1_440;
        long latest = Long.MIN_VALUE;
        for (long minute = from - 1_440; minute < to; minute++) { // slow but obvious: the local clock, minute by minute
            for (int second = 0; second < 60; second += 59) {
                latest = Math.max(latest, onTheWall(zone, minute * 60 + second));
            }
            if (minute >= from) {
                expected.put(minute, latest);
            }
        }
        List<Long> shuffled = new ArrayList<>(expected.keySet());
        Collections.shuffle(shuffled, new Random(1));

        OrgCalendar inOrder = in(zone);
        LongStream.range(from, to).forEach(minute -> assertThat(inOrder.dayOf(minute))
                .as("minute %s", Minutes.start(minute))
                .isEqualTo(expected.get(minute)));
        OrgCalendar inAnyOrder = in(zone);
        shuffled.forEach(minute -> assertThat(inAnyOrder.dayOf(minute)).isEqualTo(expected.get(minute)));
    }

    private static long onTheWall(String zone, long second) {
        return Instant.ofEpochSecond(second)
                .atZone(ZoneId.of(zone))
                .toLocalDate()
                .toEpochDay();
    }

    // ---- Calendar windows

    @ParameterizedTest(name = "{1} of {0}: {2} to {3}")
    @CsvSource({
        "2011-07-18, DAY,     2011-07-18, 2011-07-18",
        "2012-02-29, DAY,     2012-02-29, 2012-02-29",
        "2011-07-18, WEEK,    2011-07-18, 2011-07-24", // a Monday
        "2011-07-17, WEEK,    2011-07-11, 2011-07-17", // a Sunday
        "2012-02-29, WEEK,    2012-02-27, 2012-03-04",
        "2010-01-03, WEEK,    2009-12-28, 2010-01-03", // ISO week 53 of 2009
        "2009-12-31, WEEK,    2009-12-28, 2010-01-03",
        "2021-01-01, WEEK,    2020-12-28, 2021-01-03", // ISO week 53 of 2020
        "2019-12-30, WEEK,    2019-12-30, 2020-01-05", // ISO week 1 of 2020
        "2012-02-29, MONTH,   2012-02-01, 2012-02-29",
        "2011-02-28, MONTH,   2011-02-01, 2011-02-28",
        "2011-12-31, MONTH,   2011-12-01, 2011-12-31",
        "2011-03-31, QUARTER, 2011-01-01, 2011-03-31",
        "2011-04-01, QUARTER, 2011-04-01, 2011-06-30",
        "2011-12-31, QUARTER, 2011-10-01, 2011-12-31",
        "2012-02-29, QUARTER, 2012-01-01, 2012-03-31",
        "2011-12-31, YEAR,    2011-01-01, 2011-12-31",
        "2012-01-01, YEAR,    2012-01-01, 2012-12-31",
        "1969-12-31, YEAR,    1969-01-01, 1969-12-31", // before the epoch
        "1969-12-31, WEEK,    1969-12-29, 1970-01-04",
    })
    void shouldFindTheCalendarWindowOfADay(String date, WindowKind kind, String start, String end) {
        assertThat(in("UTC").startOf(kind, day(date))).isEqualTo(day(start));
        assertThat(OrgCalendar.endOf(kind, day(start))).isEqualTo(day(end));
    }

    @ParameterizedTest(name = "fiscal year from month {0}, {1}: quarter from {2}, year from {3}")
    @CsvSource({
        " 1, 2011-07-18, 2011-07-01, 2011-01-01",
        " 2, 2011-01-31, 2010-11-01, 2010-02-01",
        " 2, 2012-02-29, 2012-02-01, 2012-02-01",
        " 4, 2011-03-31, 2011-01-01, 2010-04-01",
        " 4, 2011-04-01, 2011-04-01, 2011-04-01",
        " 4, 2011-12-31, 2011-10-01, 2011-04-01",
        " 4, 2012-01-01, 2012-01-01, 2011-04-01",
        " 7, 2011-06-30, 2011-04-01, 2010-07-01",
        " 9, 2012-02-29, 2011-12-01, 2011-09-01",
        " 9, 2011-11-30, 2011-09-01, 2011-09-01",
        "10, 2011-09-30, 2011-07-01, 2010-10-01",
        "10, 2011-10-01, 2011-10-01, 2011-10-01",
        "12, 2011-11-30, 2011-09-01, 2010-12-01",
        "12, 2012-02-29, 2011-12-01, 2011-12-01",
    })
    void shouldFindTheFiscalWindowsOfADay(int start, String date, String quarter, String year) {
        OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), start);

        assertThat(calendar.startOf(FISCAL_QUARTER, day(date))).isEqualTo(day(quarter));
        assertThat(calendar.startOf(FISCAL_YEAR, day(date))).isEqualTo(day(year));
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"})
    void shouldTileTheYearsWithoutGapOrOverlap(WindowKind kind) {
        for (int fiscalStart = kind.isFiscal() ? 1 : 0; fiscalStart <= (kind.isFiscal() ? 12 : 0); fiscalStart++) {
            OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), fiscalStart);
            long start = calendar.startOf(kind, day("1967-12-31"));
            for (long day = day("1968-01-01"); day < day("2033-01-01"); day++) {
                long next = calendar.startOf(kind, day);
                if (next != start) {
                    assertThat(next).isEqualTo(day).isEqualTo(OrgCalendar.endOf(kind, start) + 1);
                    start = next;
                }
                assertThat(day).isBetween(start, OrgCalendar.endOf(kind, start));
            }
        }
    }

    @Test
    void shouldStartFiscalWindowsInTheirMonths() {
        OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), 10);

        assertThat(calendar.hasFiscalYear()).isTrue();
        for (long day = day("2011-01-01"); day < day("2013-01-01"); day++) {
            assertThat(LocalDate.ofEpochDay(calendar.startOf(FISCAL_YEAR, day)).getMonthValue())
                    .isEqualTo(10);
            assertThat(LocalDate.ofEpochDay(calendar.startOf(FISCAL_QUARTER, day))
                            .getMonthValue())
                    .isIn(1, 4, 7, 10);
        }
        assertThat(in("UTC").hasFiscalYear()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 13})
    void shouldRefuseAMonthThatIsNone(int month) {
        assertThatThrownBy(() -> new OrgCalendar(ZoneId.of("UTC"), month)).hasMessageContaining("" + month);
    }

    @Test
    void shouldKnowWhichWindowsHaveAStart() {
        assertThat(in("UTC").startOf(EVER, 15_000)).isZero();
        for (WindowKind kind : WindowKind.values()) {
            if (kind.rollsByMinute() || kind.rollsByDay()) {
                assertThatThrownBy(() -> in("UTC").startOf(kind, 15_000)).hasMessageContaining(kind.name());
            }
            if (!kind.isCalendar()) {
                assertThatThrownBy(() -> OrgCalendar.endOf(kind, 15_000)).hasMessageContaining(kind.name());
            }
        }
        assertThat(List.of(DAY, WEEK, MONTH, QUARTER, YEAR)).allMatch(WindowKind::isCalendar);
    }

    // ---- Codes in store keys

    @Test
    void shouldNeverRenumberWindowsOrBreakdowns() {
        assertThat(WindowKind.values())
                .extracting(kind -> kind.code() + " " + kind)
                .containsExactly(
                        "1 LAST_HOUR",
                        "2 LAST_24H",
                        "3 LAST_7D",
                        "4 LAST_30D",
                        "5 LAST_90D",
                        "6 DAY",
                        "7 WEEK",
                        "8 MONTH",
                        "9 QUARTER",
                        "10 YEAR",
                        "11 FISCAL_QUARTER",
                        "12 FISCAL_YEAR",
                        "13 EVER");
        assertThat(Breakdown.values())
                .extracting(breakdown -> breakdown.code() + " " + breakdown.label())
                .containsExactly("1 category", "2 mode", "3 area", "4 channel", "5 topic", "6 source");
        for (WindowKind kind : WindowKind.values()) {
            assertThat(WindowKind.ofCode(kind.code())).isEqualTo(kind);
        }
        for (Breakdown breakdown : Breakdown.values()) {
            assertThat(Breakdown.ofCode(breakdown.code())).isEqualTo(breakdown);
        }
    }
}
