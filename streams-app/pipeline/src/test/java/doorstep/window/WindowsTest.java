package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    private static final String NINE = "2011-07-18T09:00:00Z";
    private static final long AS_OF = WindowBench.minute(NINE);

    private final WindowBench bench = new WindowBench("UTC", NINE);
    private final Windows windows = new Windows(bench.tallies, new TreeMap<>(), "windows/2");

    private static byte[] oneVisit(String sender, long number, long asOf) {
        HandOver.Packer packer = new HandOver.Packer();
        packer.add(EventTime.minute(AS_OF), new Cell(1, "*", Slice.TOTAL, ""), Tally.of(0, 1));
        return packer.seal(sender, number, asOf);
    }

    @Test
    void shouldApplyHandOversInTurn() {
        assertThat(windows.take(oneVisit("visits/0", 1, AS_OF))).isTrue();
        assertThat(windows.take(oneVisit("visits/0", 2, AS_OF))).isTrue();
        assertThat(windows.take(oneVisit("visits/1", 1, AS_OF))).isTrue();

        assertThat(bench.in("EVER")).isEqualTo(3);
        assertThat(windows.lastNumbers()).isEqualTo(Map.of("visits/0", 2L, "visits/1", 1L));
    }

    @Test
    void shouldSkipAHandOverThatWasApplied() {
        windows.take(oneVisit("visits/0", 1, AS_OF));
        windows.take(oneVisit("visits/0", 2, AS_OF));

        assertThat(windows.take(oneVisit("visits/0", 1, AS_OF))).isFalse();
        assertThat(windows.take(oneVisit("visits/0", 2, AS_OF))).isFalse();

        assertThat(bench.in("EVER")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "1, 9"})
    void shouldStopAtAGap(int applied, int next) {
        for (int number = 1; number <= applied; number++) {
            windows.take(oneVisit("visits/0", number, AS_OF));
        }

        assertThatThrownBy(() -> windows.take(oneVisit("visits/0", next, AS_OF)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("HISTORY_MISSING")
                .hasMessageContaining("windows/2")
                .hasMessageContaining("visits/0")
                .hasMessageContaining("" + next)
                .hasMessageContaining("doorstep rebuild");
        assertThat(bench.in("EVER")).isEqualTo(applied);
    }

    @Test
    void shouldGoOnFromTheNumbersThatWereKept() {
        Windows restarted = new Windows(bench.tallies, new TreeMap<>(Map.of("visits/0", 41L)), "windows/2");

        assertThat(restarted.take(oneVisit("visits/0", 41, AS_OF))).isFalse();
        assertThat(restarted.take(oneVisit("visits/0", 42, AS_OF))).isTrue();
    }

    @Test
    void shouldAllowASenderUpTo23HoursAhead() {
        long limit = AS_OF + Duration.ofHours(23).toMinutes();

        assertThat(windows.take(oneVisit("visits/0", 1, limit))).isTrue();
        assertThatThrownBy(() -> windows.take(oneVisit("visits/0", 2, limit + 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("CLOCK_SKEW")
                .hasMessageContaining("visits/0")
                .hasMessageContaining("windows/2")
                .hasMessageContaining("1381 minutes");
        assertThat(bench.in("EVER")).isEqualTo(1);
    }

    @Test
    void shouldAllowASenderFarBehind() {
        assertThat(windows.take(oneVisit("visits/0", 1, AS_OF - 1_000_000))).isTrue();
    }

    @Test
    void shouldReadAHandOverAsItWasPacked() {
        Cell cell = new Cell(3, "a/b", Slice.TOTAL, "OVERALL:STARS_5");
        HandOver.Packer packer = new HandOver.Packer();
        packer.add(EventTime.minute(-5), cell, Tally.of(2, -1));
        packer.add(EventTime.day(-5), cell, Tally.ofNamed("SAD", 7));

        assertThat(HandOver.fromBytes(packer.seal("visits/11", 7, -9)))
                .isEqualTo(new HandOver(
                        "visits/11",
                        7,
                        -9,
                        List.of(
                                new HandOver.Change(EventTime.minute(-5), cell, Tally.of(2, -1)),
                                new HandOver.Change(EventTime.day(-5), cell, Tally.ofNamed("SAD", 7)))));
        assertThat(packer.size()).isZero();
    }

    @Test
    void shouldRefuseAHandOverOfAnotherFormat() {
        assertThatThrownBy(() -> windows.take(new byte[] {9, 0})).hasMessageContaining("format 9");
    }

    // ---- As-of

    @Test
    void shouldReadTheClockLessItsLagInWholeMinutes() {
        AsOf asOf = AsOf.clock(Duration.ofMinutes(10));
        long nine = Instant.parse(NINE).toEpochMilli();

        assertThat(asOf.at(nine)).isEqualTo(AS_OF - 10);
        assertThat(asOf.at(nine + 59_999)).isEqualTo(AS_OF - 10);
        assertThat(asOf.at(nine - 1)).isEqualTo(AS_OF - 11);
        assertThat(asOf.at(-1)).isEqualTo(-11);
        assertThat(asOf.fixedMinute()).isEmpty();
    }

    @Test
    void shouldStandStillWhereItIsFixed() {
        AsOf asOf = AsOf.fixed(Instant.parse("2011-07-18T09:00:59.999Z"));

        assertThat(asOf.at(0)).isEqualTo(AS_OF);
        assertThat(asOf.fixedMinute()).hasValue(AS_OF);
    }
}
