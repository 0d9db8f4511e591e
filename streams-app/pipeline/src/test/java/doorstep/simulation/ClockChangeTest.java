// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.history.HistoryBuilder;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests every minute of nights in which the clocks change. */
class ClockChangeTest {
    private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(26);

    @ParameterizedTest(name = "{0}, {1}: a day of {2} minutes")
    @CsvSource({
        "America/Sao_Paulo, 2014-10-19, 1380", // at midnight: the day starts at 01:00
        "America/Sao_Paulo, 2015-02-21, 1500", // at midnight: 23:00 to 24:00 comes twice
        "Europe/London, 2014-03-30, 1380",
        "Europe/London, 2014-10-26, 1500",
        "Australia/Lord_Howe, 2014-10-05, 1410", // by half an hour
        "Australia/Lord_Howe, 2014-04-06, 1470",
        "Asia/Shanghai, 2014-10-19, 1440", // never, for comparison
    })
    void shouldBeRightInEveryMinuteAroundTheChange(String zoneName, LocalDate date, int minutesOfDay) {
        ZoneId zone = ZoneId.of(zoneName);
        Instant start = date.atStartOfDay(zone).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        assertThat(Duration.between(start, end)).isEqualTo(Duration.ofMinutes(minutesOfDay));

        HistoryBuilder history = new HistoryBuilder(minutesOfDay, APPENDED);
        for (Instant midnight : List.of(start, end)) {
            for (int minutes : List.of(-91, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 89, 90, 150, 180)) {
                history.add(midnight.plusSeconds(60L * minutes + history.dice().below(60)));
            }
        }
        for (int days : List.of(6, 7, 29, 30, 89, 90)) { // what leaves a window as this day starts or ends
            Instant midnight = date.minusDays(days).atStartOfDay(zone).toInstant();
            history.add(midnight.minusSeconds(1));
            history.add(midnight);
        }
        List<RawRecord> records = history.records();
        ModelConfig config = HistoryBuilder.smallConfig(zone);
        Instant from = start.minus(DAY);
        SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 1_000_000), from, history.dice());
        records.forEach(cluster::append);
        cluster.drain();

        MinuteByMinute clock = new MinuteByMinute(cluster, config, records);
        clock.walk(from, end.plus(DAY));

        assertThat(clock.comparisons()).isGreaterThan(50);
    }
}
