package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.tally.Breakdown;
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
        HandOver.Packer packer = new HandOver.Packer(false);
        packer.add(EventTime.minute(AS_OF).code(), new Cell(1, "*", Slice.TOTAL, ""), Tally.of(0, 1));
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
        Cell scores = new Cell(3, "a/b", Slice.TOTAL, "OVERALL:STARS_5");
        Cell counts = new Cell(2, "a/b", Slice.TOTAL, "");
        HandOver.Packer packer = new HandOver.Packer(false);
        packer.add(EventTime.minute(-5).code(), scores, Tally.of(2, -1));
        packer.add(EventTime.day(-5).code(), scores, Tally.ofNamed("SAD", 7));
        packer.add(EventTime.day(-5).code(), counts, Tally.of(0, 1));

        HandOver read = HandOver.fromBytes(packer.seal("visits/11", 7, -9));

        assertThat(List.of(read.sender(), read.number(), read.asOf(), read.ofSlices()))
                .isEqualTo(List.of("visits/11", 7L, -9L, false));
        assertThat(Change.in(read))
                .containsExactly(
                        new Change(EventTime.minute(-5), scores, Tally.of(2, -1)),
                        new Change(EventTime.day(-5), scores, Tally.ofNamed("SAD", 7)),
                        new Change(EventTime.day(-5), counts, Tally.of(0, 1)));
    }

    @Test
    void shouldWriteEveryWordOutAgainInTheNextHandOver() {
        Cell door = new Cell(1, "a/b", Slice.of(Breakdown.MODE, "DOOR"), "");
        Cell phone = new Cell(1, "a/b", Slice.of(Breakdown.MODE, "PHONE"), "");
        HandOver.Packer packer = new HandOver.Packer(true);
        packer.add(EventTime.minute(1).code(), door, Tally.of(0, 1));
        packer.seal("visits/0", 1, 0);
        assertThat(packer.size()).isZero();

        packer.add(EventTime.minute(1).code(), phone, Tally.of(0, 1));
        packer.add(EventTime.minute(2).code(), door, Tally.of(0, 2));

        assertThat(Change.in(HandOver.fromBytes(packer.seal("visits/0", 2, 0))))
                .containsExactly(
                        new Change(EventTime.minute(1), phone, Tally.of(0, 1)),
                        new Change(EventTime.minute(2), door, Tally.of(0, 2)));
    }

    @Test
    void shouldRefuseAHandOverOfAnotherFormat() {
        assertThatThrownBy(() -> windows.take(new byte[] {1, 0}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("OLD_STATE")
                .hasMessageContaining("format 1")
                .hasMessageContaining("doorstep rebuild");
    }

    // ---- Breakdown values wait

    private static byte[] atTheDoor(long number, EventTime time, long visits) {
        HandOver.Packer packer = new HandOver.Packer(true);
        packer.add(time.code(), new Cell(1, "*", Slice.of(Breakdown.MODE, "DOOR"), ""), Tally.of(0, visits));
        return packer.seal("visits/0", number, AS_OF);
    }

    @Test
    void shouldAddBreakdownValuesWhenTheirRowsAreDue() {
        windows.take(atTheDoor(1, EventTime.minute(AS_OF), 1));
        windows.take(atTheDoor(2, EventTime.minute(AS_OF), 2));
        bench.tallies.settle();
        assertThat(WindowBench.size(bench.windows)).isZero();
        assertThat(bench.tallies.unsent()).isEqualTo(2);

        bench.restart();

        assertThat(bench.tallies.unsent()).isEqualTo(2);
        assertThat(bench.send()).containsEntry("*|mode=DOOR||YEAR|2011-01-01", 3L);
        assertThat(bench.tallies.unsent()).isZero();
        bench.tallies.keepUnsent();
        assertThat(WindowBench.size(bench.unsent)).isZero();
    }

    @Test
    void shouldAddWhatWaitedWhileAsOfMovedOn() {
        windows.take(atTheDoor(1, EventTime.minute(AS_OF), 1));
        windows.take(atTheDoor(2, EventTime.minute(AS_OF + 1), 10));
        windows.take(atTheDoor(3, EventTime.day(AS_OF / 1440 - 29), 100));

        bench.stepTo("2011-07-19T09:01:00Z"); // 29 days back is a day too far now

        assertThat(bench.send())
                .containsEntry("*|mode=DOOR||LAST_30D|", 11L)
                .containsEntry("*|mode=DOOR||YEAR|2011-01-01", 111L);
        bench.stepTo("2011-08-17T00:00:00Z");
        assertThat(bench.send()).doesNotContainKey("*|mode=DOOR||LAST_30D|");
    }

    @Test
    void shouldAddBreakdownValuesBeforeTooManyWait() {
        HandOver.Packer packer = new HandOver.Packer(true);
        for (int i = 0; i < 30_000; i++) {
            packer.add(
                    EventTime.minute(AS_OF).code(),
                    new Cell(1, "u" + i, Slice.of(Breakdown.MODE, "DOOR"), ""),
                    Tally.of(0, 1));
        }
        byte[] large = packer.seal("visits/0", 1, AS_OF);
        long most = (8 << 20) / large.length;

        for (int i = 0; i < most; i++) {
            bench.tallies.take(HandOver.fromBytes(large));
        }
        assertThat(WindowBench.size(bench.windows)).isZero();
        bench.tallies.take(HandOver.fromBytes(large));

        assertThat(WindowBench.size(bench.windows)).isPositive();
        assertThat(bench.tallies.unsentSlices()).isEqualTo(4 * 30_000);
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
