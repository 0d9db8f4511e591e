// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Event;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.fixtures.SampleEvents;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.Senders;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.window.Change;
import doorstep.window.WindowFixture;
import doorstep.wire.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreAggregatorTest {
    private static final int PARTITIONS = 4;
    private static final long AS_OF = SampleEvents.NINE;
    private static final BreakdownRule NONE = BreakdownRule.parse("none");
    private static final Breakdowns TOTALS_ONLY = new Breakdowns(
            Map.of(Breakdown.CATEGORY, NONE, Breakdown.MODE, NONE, Breakdown.AREA, NONE), Map.of(), Map.of());
    private static final Event TALK = SampleEvents.talk("city/north", "old-town");
    private static final Tally TALK_TALLY = Tally.ofSlots(1, 2, 5, 3);

    private final BatchSequencer sent = Senders.sender("visits/3", PARTITIONS);
    private final Map<Integer, List<DeltaBatch>> deltaBatchesSent = new LinkedHashMap<>();

    private PreAggregator preAggregator(Breakdowns breakdowns, String zone) {
        return new PreAggregator(WindowFixture.FAMILIES, breakdowns, new OrgCalendar(ZoneId.of(zone), 0), PARTITIONS);
    }

    private PreAggregator totals() {
        return preAggregator(TOTALS_ONLY, "UTC");
    }

    /** What this delta batch brings, whatever the partition. */
    private List<Change> sendDeltaBatches(PreAggregator preAggregator) {
        List<Change> changes = new ArrayList<>();
        preAggregator.sendDeltaBatches(sent, AS_OF, (partition, bytes) -> {
            DeltaBatch deltaBatch = DeltaBatch.fromBytes(bytes);
            deltaBatchesSent.computeIfAbsent(partition, p -> new ArrayList<>()).add(deltaBatch);
            changes.addAll(Change.in(deltaBatch));
        });
        return changes;
    }

    private static Event visit(long minute, String unit) {
        return SampleEvents.talk(minute, unit);
    }

    private static Cell total(String unit) {
        return new Cell(1, unit, Slice.TOTAL, "");
    }

    // ---- Adding up

    @Test
    void shouldAddUpManyEventsOfOneUnitAndMinute() {
        PreAggregator preAggregator = totals();
        for (int i = 0; i < 1_000; i++) {
            preAggregator.add(TALK, AS_OF);
        }
        assertThat(preAggregator.cells()).isEqualTo(1);

        assertThat(sendDeltaBatches(preAggregator)).hasSize(3).allMatch(change -> change.tally()
                .equals(Tally.ofSlots(1_000, 2_000, 5_000, 3_000)));
    }

    @Test
    void shouldKeepOneMarginalPerBreakdownValueAndNoProduct() {
        PreAggregator preAggregator = preAggregator(new Breakdowns(Map.of(), Map.of(), Map.of()), "UTC");

        preAggregator.add(SampleEvents.talk("city", "old-town/market"), AS_OF);

        assertThat(preAggregator.cells()).isEqualTo(5); // all, category, mode, two areas
    }

    @Test
    void shouldForgetWhatWasSubtractedBeforeTheDeltaBatch() {
        PreAggregator preAggregator = totals();
        preAggregator.add(TALK, AS_OF);
        preAggregator.subtract(TALK, AS_OF);

        assertThat(sendDeltaBatches(preAggregator)).isEmpty();
        preAggregator.add(TALK, AS_OF);
        sendDeltaBatches(preAggregator);
        assertThat(deltaBatchesSent.values())
                .allMatch(deltaBatches -> deltaBatches.get(0).header().number() == 1);
    }

    @Test
    void shouldSendWhatWasSubtracted() {
        PreAggregator preAggregator = totals();
        preAggregator.subtract(TALK, AS_OF);

        assertThat(sendDeltaBatches(preAggregator)).hasSize(3).allMatch(change -> change.tally()
                .equals(Tally.ZERO.minus(TALK_TALLY)));
    }

    // ---- Times

    @Test
    void shouldTellMinutesApartForTwoDaysAndThenDays() {
        PreAggregator preAggregator = totals();
        preAggregator.add(visit(AS_OF - 48 * 60 + 1, "a"), AS_OF);
        preAggregator.add(visit(AS_OF - 48 * 60, "b"), AS_OF);
        preAggregator.add(visit(AS_OF + 5, "c"), AS_OF);

        assertThat(sendDeltaBatches(preAggregator))
                .contains(
                        new Change(EventTime.minute(AS_OF - 48 * 60 + 1), total("a"), TALK_TALLY),
                        new Change(EventTime.day(LocalDate.parse("2011-02-27").toEpochDay()), total("b"), TALK_TALLY),
                        new Change(EventTime.minute(AS_OF + 5), total("c"), TALK_TALLY));
    }

    @Test
    void shouldCoarsenToLocalDays() {
        PreAggregator preAggregator = preAggregator(TOTALS_ONLY, "Asia/Shanghai");
        preAggregator.add(visit(WindowFixture.minute("2010-12-31T15:59:00Z"), "a"), AS_OF);
        preAggregator.add(visit(WindowFixture.minute("2010-12-31T16:00:00Z"), "a"), AS_OF);

        assertThat(sendDeltaBatches(preAggregator))
                .extracting(Change::time)
                .containsOnly(
                        EventTime.day(LocalDate.parse("2010-12-31").toEpochDay()),
                        EventTime.day(LocalDate.parse("2011-01-01").toEpochDay()));
    }

    // ---- Prefixes

    @Test
    void shouldRollUpIntoEveryPrefixAndTheRoot() {
        PreAggregator preAggregator = totals();
        preAggregator.add(visit(AS_OF, "a/b/c"), AS_OF);
        preAggregator.add(visit(AS_OF, "a/b"), AS_OF);
        preAggregator.add(visit(AS_OF, "d"), AS_OF);

        EventTime now = EventTime.minute(AS_OF);
        assertThat(sendDeltaBatches(preAggregator))
                .containsExactlyInAnyOrder(
                        new Change(now, total("*"), TALK_TALLY.plus(TALK_TALLY).plus(TALK_TALLY)),
                        new Change(now, total("a"), TALK_TALLY.plus(TALK_TALLY)),
                        new Change(now, total("a/b"), TALK_TALLY), // its own
                        new Change(now, total("a/b"), TALK_TALLY), // from below
                        new Change(now, total("a/b/c"), TALK_TALLY),
                        new Change(now, total("d"), TALK_TALLY));
    }

    @Test
    void shouldSendNoPrefixThatAMoveLeavesAsItWas() {
        PreAggregator preAggregator = totals();
        preAggregator.subtract(visit(AS_OF, "a/b"), AS_OF);
        preAggregator.add(visit(AS_OF, "a/c"), AS_OF);

        assertThat(sendDeltaBatches(preAggregator))
                .extracting(change -> change.cell().unit())
                .containsExactlyInAnyOrder("a/b", "a/c");
    }

    @Test
    void shouldCountReactionsAtTheRootAlone() {
        PreAggregator preAggregator = totals();
        preAggregator.add(SampleEvents.reaction("SAD", "article-1"), AS_OF);

        assertThat(sendDeltaBatches(preAggregator))
                .filteredOn(change -> change.cell().family() == 4)
                .containsExactly(new Change(
                        EventTime.minute(AS_OF), new Cell(4, "*", Slice.TOTAL, "article-1"), Tally.ofNamed("SAD", 1)));
    }

    // ---- Cells

    @Test
    void shouldSendTheSameHoweverFewCellsItRemembers() {
        PreAggregator forgetful = new PreAggregator(
                WindowFixture.FAMILIES,
                new Breakdowns(Map.of(), Map.of(), Map.of()),
                new OrgCalendar(ZoneId.of("UTC"), 0),
                PARTITIONS,
                10);
        PreAggregator usual = preAggregator(new Breakdowns(Map.of(), Map.of(), Map.of()), "UTC");
        for (int round = 0; round < 20; round++) {
            for (PreAggregator each : List.of(forgetful, usual)) {
                each.add(visit(AS_OF, "city/north-" + round % 7), AS_OF);
                each.add(SampleEvents.talk("city/north-" + round % 3, "old-town/" + round), AS_OF);
            }
            assertThat(sendDeltaBatches(forgetful)).containsExactlyInAnyOrderElementsOf(sendDeltaBatches(usual));
        }
    }

    @Test
    void shouldSendNothingOfCellsThatNoWindowTakes() {
        Families totalsOnly = new Families(WindowFixture.FAMILIES.all(), Set.of(WindowKind.DAY), Set.of());
        PreAggregator preAggregator = new PreAggregator(
                totalsOnly,
                new Breakdowns(Map.of(), Map.of(), Map.of()),
                new OrgCalendar(ZoneId.of("UTC"), 0),
                PARTITIONS);
        preAggregator.add(TALK, AS_OF);

        assertThat(sendDeltaBatches(preAggregator))
                .hasSize(3)
                .allMatch(change -> change.cell().slice().isTotal());
    }

    // ---- Delta batches

    @Test
    void shouldSendEachPrefixToItsPartition() {
        PreAggregator preAggregator = totals();
        for (int i = 0; i < 40; i++) {
            preAggregator.add(visit(AS_OF, "city/unit-" + i), AS_OF);
        }
        sendDeltaBatches(preAggregator);

        assertThat(deltaBatchesSent).hasSize(PARTITIONS);
        deltaBatchesSent.forEach((partition, deltaBatches) -> assertThat(Change.in(deltaBatches.get(0)))
                .allMatch(change -> KeyPartition.of(change.cell().unit().getBytes(StandardCharsets.UTF_8), PARTITIONS)
                        == partition));
    }

    @Test
    void shouldNumberDeltaBatchesToEachPartition() {
        PreAggregator preAggregator = totals();
        for (int round = 1; round <= 3; round++) {
            preAggregator.add(TALK, AS_OF);
            sendDeltaBatches(preAggregator);
        }

        deltaBatchesSent.forEach((partition, deltaBatches) -> {
            assertThat(deltaBatches).extracting(it -> it.header().number()).containsExactly(1L, 2L, 3L);
            assertThat(deltaBatches).allMatch(it -> it.header().sender().equals("visits/3") && it.asOf() == AS_OF);
        });
    }

    @Test
    void shouldSendEachDeltaBatchOnce() {
        PreAggregator preAggregator = totals();
        preAggregator.add(TALK, AS_OF);

        assertThat(sendDeltaBatches(preAggregator)).isNotEmpty();
        assertThat(preAggregator.cells()).isZero();
        assertThat(sendDeltaBatches(preAggregator)).isEmpty();
    }

    @Test
    void shouldCutAHugeDeltaBatchIntoRecordsThatABrokerTakes() {
        PreAggregator preAggregator = totals();
        String path = "/" + "长".repeat(120);
        for (int i = 0; i < 2_000; i++) {
            preAggregator.add(visit(AS_OF, "city/unit-" + i + path + path), AS_OF);
        }
        List<Change> changes = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        preAggregator.sendDeltaBatches(sent, AS_OF, (partition, bytes) -> {
            assertThat(bytes.length).isLessThan(300_000);
            DeltaBatch deltaBatch = DeltaBatch.fromBytes(bytes);
            numbers.add(deltaBatch.header().number());
            changes.addAll(Change.in(deltaBatch));
        });

        assertThat(numbers).contains(2L);
        assertThat(changes).hasSize(2 + 3 * 2_000).doesNotHaveDuplicates();
    }
}
