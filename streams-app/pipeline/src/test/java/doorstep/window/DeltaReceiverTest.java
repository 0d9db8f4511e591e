// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.delta.CellNumbers;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.RefusedException;
import doorstep.integrity.Senders;
import doorstep.integrity.SequenceNumbers;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeltaReceiverTest {
    private static final String NINE = "2011-07-18T09:00:00Z";
    private static final long AS_OF = WindowFixture.minute(NINE);

    private final CellNumbers cells = new CellNumbers();
    private final WindowFixture fixture = new WindowFixture("UTC", NINE);
    private final Map<String, BatchSequencer> senders = new HashMap<>();
    private final DeltaReceiver deltas = new DeltaReceiver(
            fixture.tallies,
            new SequenceNumbers(new TreeMap<>(), "windows/2", Senders.FINGERPRINT, Senders.REBUILD),
            "windows/2");

    private byte[] oneVisit(String sender, long asOf) {
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, false);
        new Change(EventTime.minute(AS_OF), new Cell(1, "*", Slice.TOTAL, ""), Tally.of(0, 1)).addTo(packer, cells);
        return seal(packer, sender, asOf);
    }

    private byte[] seal(DeltaBatch.Packer packer, String sender, long asOf) {
        return senders.computeIfAbsent(sender, name -> Senders.sender(name, 1))
                .next(0, header -> packer.seal(header, asOf));
    }

    @Test
    void shouldApplyDeltaBatchesInTurn() {
        assertThat(deltas.take(oneVisit("visits/0", AS_OF))).isTrue();
        assertThat(deltas.take(oneVisit("visits/0", AS_OF))).isTrue();
        assertThat(deltas.take(oneVisit("visits/1", AS_OF))).isTrue();

        assertThat(fixture.in("EVER")).isEqualTo(3);
    }

    @Test
    void shouldSkipADeltaBatchThatWasApplied() {
        byte[] deltaBatch = oneVisit("visits/0", AS_OF);
        deltas.take(deltaBatch);

        assertThat(deltas.take(deltaBatch)).isFalse();

        assertThat(fixture.in("EVER")).isEqualTo(1);
    }

    @Test
    void shouldStopAtAGap() {
        deltas.take(oneVisit("visits/0", AS_OF));
        oneVisit("visits/0", AS_OF);

        assertThatThrownBy(() -> deltas.take(oneVisit("visits/0", AS_OF)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("HISTORY_MISSING");
        assertThat(fixture.in("EVER")).isEqualTo(1);
    }

    @Test
    void shouldAllowASenderUpTo23HoursAhead() {
        long limit = AS_OF + Duration.ofHours(23).toMinutes();

        assertThat(deltas.take(oneVisit("visits/0", limit))).isTrue();
        assertThatThrownBy(() -> deltas.take(oneVisit("visits/0", limit + 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("CLOCK_SKEW")
                .hasMessageContaining("visits/0")
                .hasMessageContaining("windows/2")
                .hasMessageContaining("as of 2011-07-19T08:01:00Z");
        assertThat(fixture.in("EVER")).isEqualTo(1);
    }

    @Test
    void shouldAllowASenderFarBehind() {
        assertThat(deltas.take(oneVisit("visits/0", AS_OF - 1_000_000))).isTrue();
    }

    @Test
    void shouldReadADeltaBatchAsItWasPacked() {
        Cell scores = new Cell(3, "a/b", Slice.TOTAL, "OVERALL:STARS_5");
        Cell counts = new Cell(2, "a/b", Slice.TOTAL, "");
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, false);
        new Change(EventTime.minute(-5), scores, Tally.of(2, -1)).addTo(packer, cells);
        new Change(EventTime.day(-5), scores, Tally.ofNamed("SAD", 7)).addTo(packer, cells);
        new Change(EventTime.day(-5), counts, Tally.of(0, 1)).addTo(packer, cells);

        DeltaBatch read = DeltaBatch.fromBytes(packer.seal(Senders.header("visits/11", 7), -9));

        assertThat(List.of(read.header(), read.asOf(), read.ofSlices()))
                .isEqualTo(List.of(Senders.header("visits/11", 7), -9L, false));
        assertThat(Change.in(read))
                .containsExactly(
                        new Change(EventTime.minute(-5), scores, Tally.of(2, -1)),
                        new Change(EventTime.day(-5), scores, Tally.ofNamed("SAD", 7)),
                        new Change(EventTime.day(-5), counts, Tally.of(0, 1)));
    }

    @Test
    void shouldWriteEveryWordOutAgainInTheNextDeltaBatch() {
        Cell door = new Cell(1, "a/b", Slice.of(Breakdown.MODE, "DOOR"), "");
        Cell phone = new Cell(1, "a/b", Slice.of(Breakdown.MODE, "PHONE"), "");
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, true);
        new Change(EventTime.minute(1), door, Tally.of(0, 1)).addTo(packer, cells);
        packer.seal(Senders.header("visits/0", 1), 0);
        assertThat(packer.size()).isZero();

        new Change(EventTime.minute(1), phone, Tally.of(0, 1)).addTo(packer, cells);
        new Change(EventTime.minute(2), door, Tally.of(0, 2)).addTo(packer, cells);

        assertThat(Change.in(DeltaBatch.fromBytes(packer.seal(Senders.header("visits/0", 2), 0))))
                .containsExactly(
                        new Change(EventTime.minute(1), phone, Tally.of(0, 1)),
                        new Change(EventTime.minute(2), door, Tally.of(0, 2)));
    }

    // ---- Rows with a breakdown wait

    private byte[] atTheDoor(EventTime time, long visits) {
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, true);
        new Change(time, new Cell(1, "*", Slice.of(Breakdown.MODE, "DOOR"), ""), Tally.of(0, visits))
                .addTo(packer, cells);
        return seal(packer, "visits/0", AS_OF);
    }

    @Test
    void shouldAddBreakdownValuesWhenTheirRowsAreDue() {
        deltas.take(atTheDoor(EventTime.minute(AS_OF), 1));
        deltas.take(atTheDoor(EventTime.minute(AS_OF), 2));
        fixture.tallies.addGathered();
        assertThat(fixture.tallies()).isZero();
        assertThat(fixture.tallies.unsent()).isEqualTo(2);

        fixture.restart();

        assertThat(fixture.tallies.unsent()).isEqualTo(2);
        assertThat(fixture.send()).containsEntry("*|mode=DOOR||YEAR|2011-01-01", 3L);
        assertThat(fixture.tallies.unsent()).isZero();
        fixture.tallies.keep();
        assertThat(WindowFixture.size(fixture.unsent)).isZero();
    }

    @Test
    void shouldAddWhatWaitedWhileAsOfMovedOn() {
        deltas.take(atTheDoor(EventTime.minute(AS_OF), 1));
        deltas.take(atTheDoor(EventTime.minute(AS_OF + 1), 10));
        deltas.take(atTheDoor(EventTime.day(AS_OF / 1440 - 29), 100));

        fixture.stepTo("2011-07-19T09:01:00Z"); // more than 29 days back now

        assertThat(fixture.send())
                .containsEntry("*|mode=DOOR||LAST_30D|", 11L)
                .containsEntry("*|mode=DOOR||YEAR|2011-01-01", 111L);
        fixture.stepTo("2011-08-17T00:00:00Z");
        assertThat(fixture.send()).doesNotContainKey("*|mode=DOOR||LAST_30D|");
    }

    @Test
    void shouldAddBreakdownValuesBeforeTooManyWait() {
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, true);
        for (int i = 0; i < 30_000; i++) {
            new Change(
                            EventTime.minute(AS_OF),
                            new Cell(1, "u" + i, Slice.of(Breakdown.MODE, "DOOR"), ""),
                            Tally.of(0, 1))
                    .addTo(packer, cells);
        }
        byte[] large = packer.seal(Senders.header("visits/0", 1), AS_OF);
        long most = (8 << 20) / large.length;

        for (int i = 0; i < most; i++) {
            fixture.tallies.take(DeltaBatch.fromBytes(large));
        }
        assertThat(fixture.tallies()).isZero();
        fixture.tallies.take(DeltaBatch.fromBytes(large));

        assertThat(fixture.tallies()).isPositive();
        assertThat(fixture.tallies.unsentSlices()).isEqualTo(4 * 30_000);
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
