// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the model's own calendar with tables computed by hand. */
class ModelWindowTest {
    @ParameterizedTest
    @CsvSource({
        // a day of 23 hours and its neighbours
        "America/Chicago,   2014-03-09T05:59:59Z, 2014-03-08",
        "America/Chicago,   2014-03-09T06:00:00Z, 2014-03-09",
        "America/Chicago,   2014-03-10T04:59:59Z, 2014-03-09",
        "America/Chicago,   2014-03-10T05:00:00Z, 2014-03-10",
        // a day of 25 hours
        "America/Chicago,   2014-11-02T05:00:00Z, 2014-11-02",
        "America/Chicago,   2014-11-03T05:59:59Z, 2014-11-02",
        // no midnight: the day starts at 01:00
        "America/Sao_Paulo, 2014-10-19T02:59:59Z, 2014-10-18",
        "America/Sao_Paulo, 2014-10-19T03:00:00Z, 2014-10-19",
        // 23:00 to 24:00 comes twice
        "America/Sao_Paulo, 2015-02-22T02:59:59Z, 2015-02-21",
        "America/Sao_Paulo, 2015-02-22T03:00:00Z, 2015-02-22",
        // the clock goes back from 00:01 to 23:01, but the new day has already started
        "America/St_Johns,  2010-11-07T02:29:59Z, 2010-11-06",
        "America/St_Johns,  2010-11-07T02:30:00Z, 2010-11-07",
        "America/St_Johns,  2010-11-07T02:45:00Z, 2010-11-07",
        // a date that does not exist
        "Pacific/Apia,      2011-12-30T09:59:59Z, 2011-12-29",
        "Pacific/Apia,      2011-12-30T10:00:00Z, 2011-12-31",
        "Asia/Shanghai,     2011-07-18T15:59:59Z, 2011-07-18",
        "Asia/Shanghai,     2011-07-18T16:00:00Z, 2011-07-19",
        "Asia/Kathmandu,    2011-07-18T18:14:59Z, 2011-07-18",
        "Asia/Kathmandu,    2011-07-18T18:15:00Z, 2011-07-19",
    })
    void shouldPutAMomentOnTheLatestLocalDateThatHasStarted(String zone, Instant moment, LocalDate date) {
        assertThat(ModelWindow.dateOf(moment, ZoneId.of(zone))).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-12-31, 2020-12-28, 2020-12-01, 2020-10-01, 2020-01-01, 2020-10-01, 2020-07-01", // ISO week 53
        "2021-01-03, 2020-12-28, 2021-01-01, 2021-01-01, 2021-01-01, 2021-01-01, 2020-07-01",
        "2021-01-04, 2021-01-04, 2021-01-01, 2021-01-01, 2021-01-01, 2021-01-01, 2020-07-01",
        "2012-02-29, 2012-02-27, 2012-02-01, 2012-01-01, 2012-01-01, 2012-01-01, 2011-07-01", // leap day
        "2011-06-30, 2011-06-27, 2011-06-01, 2011-04-01, 2011-01-01, 2011-04-01, 2010-07-01",
        "2011-07-01, 2011-06-27, 2011-07-01, 2011-07-01, 2011-01-01, 2011-07-01, 2011-07-01",
    })
    void shouldStartCalendarWindowsOnTheirFirstDay(
            LocalDate date,
            LocalDate week,
            LocalDate month,
            LocalDate quarter,
            LocalDate year,
            LocalDate fiscalQuarter,
            LocalDate fiscalYear) {
        Instant moment = date.atTime(12, 0).toInstant(java.time.ZoneOffset.UTC);
        Map<String, LocalDate> starts = new TreeMap<>();
        for (ModelWindow window : ModelWindow.holding(moment, moment, ZoneId.of("UTC"), 7)) {
            if (window.start() != null) {
                starts.put(window.name(), window.start());
            }
        }
        assertThat(starts)
                .isEqualTo(Map.of(
                        "DAY", date,
                        "WEEK", week,
                        "MONTH", month,
                        "QUARTER", quarter,
                        "YEAR", year,
                        "FISCAL_QUARTER", fiscalQuarter,
                        "FISCAL_YEAR", fiscalYear));
    }

    @ParameterizedTest
    @CsvSource({
        "2014-06-30T12:00:59Z, LAST_HOUR LAST_24H LAST_7D LAST_30D LAST_90D", // the minute of as-of
        "2014-06-30T12:01:00Z, ''", // the next one
        "2014-06-30T11:01:00Z, LAST_HOUR LAST_24H LAST_7D LAST_30D LAST_90D",
        "2014-06-30T11:00:59Z, LAST_24H LAST_7D LAST_30D LAST_90D",
        "2014-06-29T12:01:00Z, LAST_24H LAST_7D LAST_30D LAST_90D",
        "2014-06-29T12:00:59Z, LAST_7D LAST_30D LAST_90D",
        "2014-06-24T05:00:00Z, LAST_7D LAST_30D LAST_90D", // 00:00 in Chicago, today − 6
        "2014-06-24T04:59:59Z, LAST_30D LAST_90D",
        "2014-06-01T05:00:00Z, LAST_30D LAST_90D",
        "2014-06-01T04:59:59Z, LAST_90D",
        "2014-04-02T05:00:00Z, LAST_90D",
        "2014-04-02T04:59:59Z, ''",
    })
    void shouldHoldAMomentInTheRollingWindowsThatReachBackToIt(Instant moment, String rolling) {
        Instant asOf = Instant.parse("2014-06-30T12:00:00Z");
        List<String> names = ModelWindow.holding(moment, asOf, ZoneId.of("America/Chicago"), 0).stream()
                .map(ModelWindow::name)
                .filter(name -> name.startsWith("LAST"))
                .toList();
        assertThat(String.join(" ", names)).isEqualTo(rolling);
    }

    @Test
    void shouldCountNothingBeforeItsMinuteHasCome() {
        Instant asOf = Instant.parse("2014-06-30T12:00:59Z");
        assertThat(ModelWindow.holding(Instant.parse("2014-06-30T12:01:00Z"), asOf, ZoneId.of("UTC"), 7))
                .isEmpty();
    }
}
