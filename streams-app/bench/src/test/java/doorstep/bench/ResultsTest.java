// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    private static Measured run(long events, long cpuMicros) {
        return new Measured()
                .put(Quantity.EVENTS, events)
                .put(Quantity.CPU_NANOS, cpuMicros * 1_000)
                .put(Quantity.WALL_NANOS, 2_000_000_000L)
                .put(Quantity.PEAK_BYTES, 300_000_000);
    }

    @Test
    void shouldDivideCpuTimeByEvents() {
        results.add(Contender.FLOOR, run(1_000, 1_500));
        results.add(Contender.FLOOR, run(1_000, 1_300));
        results.add(Contender.FLOOR, run(1_000, 2_000));

        assertThat(results.cpuMicros(Contender.FLOOR)).isEqualTo(new Spread(1.3, 1.5, 2.0));
        assertThat(results.eventsPerSecond(Contender.FLOOR).median()).isEqualTo(500);
    }

    @Test
    void shouldCompareRoundWithRoundAndEventWithEvent() {
        results.add(Contender.HOPPING, run(100, 4_000)); // 40 µs
        results.add(Contender.HOPPING, run(100, 8_000));
        results.add(Contender.DOORSTEP, run(1_000, 4_000)); // 4 µs
        results.add(Contender.DOORSTEP, run(1_000, 16_000));

        Spread ratio = results.ratio(Contender.DOORSTEP, Contender.HOPPING).orElseThrow();

        assertThat(ratio.least()).isCloseTo(0.1, within(1e-9));
        assertThat(ratio.median()).isCloseTo(0.15, within(1e-9));
        assertThat(ratio.most()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void shouldCompareNobodyWithWhoDidNotRun() {
        results.add(Contender.DOORSTEP, run(1, 1));

        assertThat(results.ratio(Contender.DOORSTEP, Contender.FLOOR)).isEmpty();
    }

    @Test
    void shouldPreferThePeakOfTheRunWithDefaultSettings() {
        results.add(Contender.DOORSTEP, run(1, 1));
        assertThat(results.peakBytes(Contender.DOORSTEP)).hasValue(300_000_000);

        results.addPeak(Contender.DOORSTEP, run(1, 1).put(Quantity.PEAK_BYTES, 200_000_000));
        assertThat(results.peakBytes(Contender.DOORSTEP)).hasValue(200_000_000);
    }

    @Test
    void shouldSpreadTheHeapOverTheIds() {
        results.add(Contender.DOORSTEP, run(10, 1).put(Quantity.HEAP_BYTES, 480).put(Quantity.IDS, 8));

        assertThat(results.heapBytesPerId(Contender.DOORSTEP)).hasValue(60);
        assertThat(results.heapBytesPerId(Contender.FLOOR)).isEmpty();
    }

    @Test
    void shouldPrintOneLineAContenderAndOneARatio() {
        results.add(Contender.FLOOR, run(1_000, 1_500));
        results.add(Contender.DOORSTEP, run(1_000, 6_000).put(Quantity.ROWS, 1_234));
        StringWriter text = new StringWriter();

        TableText.print(results, new PrintWriter(text, true));

        assertThat(text.toString().lines())
                .anySatisfy(line -> assertThat(line).matches("floor +1,000 +1\\.50 +1\\.50…1\\.50 +500 +300"))
                .anySatisfy(line -> assertThat(line).matches("doorstep +1,000 +6\\.00 +6\\.00…6\\.00 +500 +300 +1,234"))
                .anySatisfy(
                        line -> assertThat(line).matches("doorstep : floor +4\\.00 +4\\.00…4\\.00 +≤ 4\\.0, reached"))
                .noneSatisfy(line -> assertThat(line).contains("Flink"));
    }

    @Test
    void shouldCompareBreakdownsWithoutThemAndWithFlink() {
        results.add(Contender.DOORSTEP, run(1_000, 4_000));
        results.add(Contender.BREAKDOWNS, run(1_000, 10_000).put(Quantity.FULL_COLLECTIONS, 3));
        results.add(Contender.FLINK_BREAKDOWNS, run(1_000, 20_000));
        StringWriter text = new StringWriter();

        TableText.print(results, new PrintWriter(text, true));

        assertThat(text.toString().lines())
                .anySatisfy(line ->
                        assertThat(line).startsWith("doorstep, breakdowns ").endsWith(" 3"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("doorstep, breakdowns : doorstep ")
                        .contains(" 2.50 "))
                .anySatisfy(line ->
                        assertThat(line).matches("doorstep, breakdowns : Flink SQL breakdowns +0\\.50 +0\\.50…0\\.50"));
    }

    @Test
    void shouldTellProgramsTheSame() {
        results.add(Contender.FLOOR, run(1_000, 1_500));
        results.add(Contender.DOORSTEP, run(1_000, 7_500));
        Settings settings = new Settings(
                1_000,
                7,
                new Settings.Comparison(1, List.of(), false, Optional.empty(), Optional.empty()),
                4,
                2,
                "1g",
                Path.of("data"));

        JsonNode json = TableJson.json(settings, results);

        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.at("/runs/0/contender").asText()).isEqualTo("floor");
        assertThat(json.at("/runs/1/cpu_micros_per_event").asDouble()).isEqualTo(7.5);
        assertThat(json.at("/runs/1/cpu_nanos").asLong()).isEqualTo(7_500_000);
        assertThat(json.at("/ratios/0/ratio").asText()).isEqualTo("doorstep : floor");
        assertThat(json.at("/ratios/0/median").asDouble()).isEqualTo(5);
        assertThat(json.at("/ratios/0/to_reach").asDouble()).isEqualTo(4);
        assertThat(json.at("/peak_bytes/floor").asLong()).isEqualTo(300_000_000);
    }
}
