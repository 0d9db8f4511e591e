package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Event;
import doorstep.event.SampleEvents;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<Integer, List<DeltaBatch>> handedOver = new LinkedHashMap<>();

    private PreAggregator combine(Breakdowns breakdowns, String zone) {
        return new PreAggregator(WindowFixture.FAMILIES, breakdowns, new OrgCalendar(ZoneId.of(zone), 0), PARTITIONS);
    }

    private PreAggregator totals() {
        return combine(TOTALS_ONLY, "UTC");
    }

    /** What this hand-over brings, whatever the partition. */
    private List<Change> handOver(PreAggregator combine) {
        List<Change> changes = new ArrayList<>();
        combine.handOver(sent, AS_OF, (partition, bytes) -> {
            DeltaBatch handOver = DeltaBatch.fromBytes(bytes);
            handedOver.computeIfAbsent(partition, p -> new ArrayList<>()).add(handOver);
            changes.addAll(Change.in(handOver));
        });
        return changes;
    }

    private static Event visit(long minute, String unit) {
        return new Visit(minute, new TreePath(unit), Optional.empty(), "TALK", "DOOR", 2, 5, 3);
    }

    private static Cell total(String unit) {
        return new Cell(1, unit, Slice.TOTAL, "");
    }

    // ---- Adding up

    @Test
    void shouldAddUpManyEventsOfOneUnitAndMinute() {
        PreAggregator combine = totals();
        for (int i = 0; i < 1_000; i++) {
            combine.add(TALK, AS_OF);
        }
        assertThat(combine.cells()).isEqualTo(1);

        assertThat(handOver(combine)).hasSize(3).allMatch(change -> change.tally()
                .equals(Tally.ofSlots(1_000, 2_000, 5_000, 3_000)));
    }

    @Test
    void shouldKeepOneMarginalPerBreakdownValueAndNoProduct() {
        PreAggregator combine = combine(new Breakdowns(Map.of(), Map.of(), Map.of()), "UTC");

        combine.add(SampleEvents.talk("city", "old-town/market"), AS_OF);

        assertThat(combine.cells()).isEqualTo(5); // all, category, mode, two areas
    }

    @Test
    void shouldForgetWhatWasTakenBackBeforeTheHandOver() {
        PreAggregator combine = totals();
        combine.add(TALK, AS_OF);
        combine.subtract(TALK, AS_OF);

        assertThat(handOver(combine)).isEmpty();
        combine.add(TALK, AS_OF);
        handOver(combine);
        assertThat(handedOver.values())
                .allMatch(handOvers -> handOvers.get(0).header().number() == 1);
    }

    @Test
    void shouldHandOverWhatWasTakenBack() {
        PreAggregator combine = totals();
        combine.subtract(TALK, AS_OF);

        assertThat(handOver(combine)).hasSize(3).allMatch(change -> change.tally()
                .equals(Tally.ZERO.minus(TALK_TALLY)));
    }

    // ---- Times

    @Test
    void shouldTellMinutesApartForTwoDaysAndThenDays() {
        PreAggregator combine = totals();
        combine.add(visit(AS_OF - 48 * 60 + 1, "a"), AS_OF);
        combine.add(visit(AS_OF - 48 * 60, "b"), AS_OF);
        combine.add(visit(AS_OF + 5, "c"), AS_OF);

        assertThat(handOver(combine))
                .contains(
                        new Change(EventTime.minute(AS_OF - 48 * 60 + 1), total("a"), TALK_TALLY),
                        new Change(EventTime.day(LocalDate.parse("2011-02-27").toEpochDay()), total("b"), TALK_TALLY),
                        new Change(EventTime.minute(AS_OF + 5), total("c"), TALK_TALLY));
    }

    @Test
    void shouldCoarsenToLocalDays() {
        PreAggregator combine = combine(TOTALS_ONLY, "Asia/Shanghai");
        combine.add(visit(WindowFixture.minute("2010-12-31T15:59:00Z"), "a"), AS_OF);
        combine.add(visit(WindowFixture.minute("2010-12-31T16:00:00Z"), "a"), AS_OF);

        assertThat(handOver(combine))
                .extracting(Change::time)
                .containsOnly(
                        EventTime.day(LocalDate.parse("2010-12-31").toEpochDay()),
                        EventTime.day(LocalDate.parse("2011-01-01").toEpochDay()));
    }

    // ---- Prefixes

    @Test
    void shouldRollUpIntoEveryPrefixAndTheRoot() {
        PreAggregator combine = totals();
        combine.add(visit(AS_OF, "a/b/c"), AS_OF);
        combine.add(visit(AS_OF, "a/b"), AS_OF);
        combine.add(visit(AS_OF, "d"), AS_OF);

        EventTime now = EventTime.minute(AS_OF);
        assertThat(handOver(combine))
                .containsExactlyInAnyOrder(
                        new Change(now, total("*"), TALK_TALLY.plus(TALK_TALLY).plus(TALK_TALLY)),
                        new Change(now, total("a"), TALK_TALLY.plus(TALK_TALLY)),
                        new Change(now, total("a/b"), TALK_TALLY.plus(TALK_TALLY)),
                        new Change(now, total("a/b/c"), TALK_TALLY),
                        new Change(now, total("d"), TALK_TALLY));
    }

    @Test
    void shouldHandOverNoPrefixThatAMoveLeavesAsItWas() {
        PreAggregator combine = totals();
        combine.subtract(visit(AS_OF, "a/b"), AS_OF);
        combine.add(visit(AS_OF, "a/c"), AS_OF);

        assertThat(handOver(combine))
                .extracting(change -> change.cell().unit())
                .containsExactlyInAnyOrder("a/b", "a/c");
    }

    @Test
    void shouldCountReactionsAtTheRootAlone() {
        PreAggregator combine = totals();
        combine.add(SampleEvents.reaction("SAD", "article-1"), AS_OF);

        assertThat(handOver(combine))
                .filteredOn(change -> change.cell().family() == 4)
                .containsExactly(new Change(
                        EventTime.minute(AS_OF), new Cell(4, "*", Slice.TOTAL, "article-1"), Tally.ofNamed("SAD", 1)));
    }

    // ---- Hand-overs

    @Test
    void shouldSendEachPrefixToItsPartition() {
        PreAggregator combine = totals();
        for (int i = 0; i < 40; i++) {
            combine.add(visit(AS_OF, "city/unit-" + i), AS_OF);
        }
        handOver(combine);

        assertThat(handedOver).hasSize(PARTITIONS);
        handedOver.forEach((partition, handOvers) -> assertThat(Change.in(handOvers.get(0)))
                .allMatch(change -> PreAggregator.partitionOf(change.cell().unit(), PARTITIONS) == partition));
    }

    @Test
    void shouldNumberHandOversToEachPartition() {
        PreAggregator combine = totals();
        for (int round = 1; round <= 3; round++) {
            combine.add(TALK, AS_OF);
            handOver(combine);
        }

        handedOver.forEach((partition, handOvers) -> {
            assertThat(handOvers).extracting(it -> it.header().number()).containsExactly(1L, 2L, 3L);
            assertThat(handOvers).allMatch(it -> it.header().sender().equals("visits/3") && it.asOf() == AS_OF);
        });
    }

    @Test
    void shouldHandOverOnce() {
        PreAggregator combine = totals();
        combine.add(TALK, AS_OF);

        assertThat(handOver(combine)).isNotEmpty();
        assertThat(combine.cells()).isZero();
        assertThat(handOver(combine)).isEmpty();
    }

    @Test
    void shouldCutAHugeHandOverIntoRecordsThatABrokerTakes() {
        PreAggregator combine = totals();
        String path = "/" + "长".repeat(120);
        for (int i = 0; i < 2_000; i++) {
            combine.add(visit(AS_OF, "city/unit-" + i + path + path), AS_OF);
        }
        List<Change> changes = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        combine.handOver(sent, AS_OF, (partition, bytes) -> {
            assertThat(bytes.length).isLessThan(300_000);
            DeltaBatch handOver = DeltaBatch.fromBytes(bytes);
            numbers.add(handOver.header().number());
            changes.addAll(Change.in(handOver));
        });

        assertThat(numbers).contains(2L);
        assertThat(changes).hasSize(2 + 3 * 2_000).doesNotHaveDuplicates();
    }
}
