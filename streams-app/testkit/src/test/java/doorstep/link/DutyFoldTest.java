// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.ServiceLevel;
import doorstep.catalogue.Catalogue;
import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.event.Outcome;
import doorstep.event.TreePath;
import doorstep.family.Contribution;
import doorstep.family.RowHead;
import doorstep.family.ServiceLevels;
import doorstep.fixtures.SampleCommitment;
import doorstep.fixtures.TestCatalogue;
import doorstep.link.LinkEntry.EventTopic;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Tally;
import doorstep.tally.WorkingDays;
import doorstep.wire.Identities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of a duty that comes back every ten days. Local times are of 2024. */
class DutyFoldTest {
    private static final Identity DUTY = Identities.of("duty-1");
    private static final long DAY = 86_400_000;

    private ZoneId zone = ZoneId.of("UTC");
    private Catalogue catalogue = TestCatalogue.comingBack("CASE_PARTY", 10);
    private LinkTree links = new LinkTree();
    private Fulfilment fulfilment = fulfilment();
    private Commitment duty;
    private final List<Commitment> added = new ArrayList<>();
    private final List<Commitment> subtracted = new ArrayList<>();

    private Fulfilment fulfilment() {
        return new Fulfilment(
                id -> Optional.<Event>ofNullable(duty).filter(it -> id.equals(DUTY)),
                links,
                new OrgCalendar(zone, 0),
                catalogue,
                new WorkingDays(Set.of(), Set.of(), Set.of()),
                3);
    }

    private void in(String other) {
        zone = ZoneId.of(other);
        fulfilment = fulfilment();
    }

    private void every(int days) {
        catalogue = TestCatalogue.comingBack("CASE_PARTY", days);
        fulfilment = fulfilment();
    }

    private long ms(String local) {
        return LocalDateTime.parse("2024-" + local).atZone(zone).toInstant().toEpochMilli();
    }

    private String local(OptionalLong ms) {
        return ms.isEmpty()
                ? "-"
                : Instant.ofEpochMilli(ms.getAsLong())
                        .atZone(zone)
                        .toLocalDateTime()
                        .toString()
                        .substring("2024-".length());
    }

    private SampleCommitment opened(String local) {
        return SampleCommitment.duty(ms(local));
    }

    private void owe(SampleCommitment commitment) {
        duty = commitment.build();
    }

    private static LinkEntry entry(String id, long at) {
        return LinkEntry.of(DUTY, Role.VISIT, at, EventTopic.VISITS, id.getBytes(StandardCharsets.UTF_8));
    }

    private void visit(String id, String local) {
        visit(id, ms(local));
    }

    private void visit(String id, long at) {
        take(new LinkChange(entry(id, at), true));
    }

    private void take(LinkChange change) {
        added.clear();
        subtracted.clear();
        fulfilment.take(List.of(change), new Fulfilment.Figures(subtracted::add, added::add));
    }

    private List<Commitment> counted() {
        return fulfilment.counted(DUTY, duty);
    }

    /** Opened, due, visited, closed, outcome. */
    private List<String> occurrences() {
        return counted().stream()
                .map(it -> "%s %s %s %s %s"
                        .formatted(
                                local(OptionalLong.of(it.openedAt())),
                                local(it.dueAt()),
                                local(it.visitedAt()),
                                local(it.closedAt()),
                                it.outcome().map(Enum::name).orElse("-")))
                .toList();
    }

    private ServiceLevel levels() {
        ServiceLevels family = new ServiceLevels(new OrgCalendar(zone, 0), Duration.ofHours(24));
        Tally sum = counted().stream()
                .flatMap(it -> family.contributionsOf(it).stream())
                .map(Contribution::tally)
                .reduce(Tally.ZERO, Tally::plus);
        return (ServiceLevel) family.row(new RowHead("city", "", "", "DUTY", "EVER", null, null), sum);
    }

    /** Opened, due, met, missed, closed, backlog, overdue. */
    private String figures() {
        ServiceLevel row = levels();
        return "%d %d %d %d %d %d %d"
                .formatted(
                        row.getOpened(),
                        row.getDue(),
                        row.getMet(),
                        row.getMissed(),
                        row.getClosed(),
                        row.getBacklogChange(),
                        row.getOverdueChange());
    }

    @Test
    void shouldOpenTheNextWithEachVisit() {
        owe(opened("03-01T09:00").due(ms("03-05T09:00")));
        assertThat(occurrences()).containsExactly("03-01T09:00 03-05T09:00 - - -");
        visit("v", "03-04T10:00");
        visit("w", "03-20T11:30");

        assertThat(occurrences())
                .containsExactly(
                        "03-01T09:00 03-05T09:00 03-04T10:00 - -",
                        "03-04T10:00 03-14T10:00 03-20T11:30 - -",
                        "03-20T11:30 03-30T11:30 - - -");
        assertThat(figures()).isEqualTo("3 3 1 2 0 1 1"); // overdue once as-of has passed the last due time
    }

    @Test
    void shouldOweOneHoweverLongNobodyCame() {
        owe(opened("01-01T09:00"));
        visit("v", "01-02T09:00");
        assertThat(counted()).hasSize(2);
        visit("w", "12-02T09:00");

        assertThat(counted()).hasSize(3);
        assertThat(figures()).isEqualTo("3 2 0 2 0 1 1");
    }

    @Test
    void shouldTakeEverythingElseFromTheRoot() {
        owe(opened("03-01T09:00"));
        visit("v", "03-04T10:00");

        assertThat(counted().get(1))
                .isEqualTo(Commitment.builder(CommitmentKind.DUTY, new TreePath("city/north"), ms("03-04T10:00"))
                        .id(Optional.of("duty-1"))
                        .source("HOTLINE")
                        .area(Optional.of(new TreePath("old-town/market")))
                        .category(Optional.of("CASE_PARTY"))
                        .dueAt(OptionalLong.of(ms("03-14T10:00")))
                        .openingVisit(Optional.of("v"))
                        .build());
    }

    @Test
    void shouldLeaveWhatIsTheRootsWithTheRoot() {
        owe(opened("03-01T09:00")
                .firstDue(ms("03-02T09:00"))
                .due(ms("03-05T09:00"))
                .acknowledged(ms("03-02T09:00"))
                .assigned(ms("03-03T09:00"))
                .returned(ms("03-06T09:00"))
                .reopened(ms("03-07T09:00")));
        visit("v", "03-04T10:00");
        visit("w", "03-08T10:00");

        ServiceLevel row = levels();
        assertThat(row.getOpened()).isEqualTo(3);
        assertThat(row.getAcknowledged()).isEqualTo(1);
        assertThat(row.getAssigned()).isEqualTo(1);
        assertThat(row.getReturned()).isEqualTo(1);
        assertThat(row.getReopened()).isEqualTo(1);
        assertThat(row.getFirstDue()).isEqualTo(1);
        assertThat(row.getFirstMissed()).isEqualTo(1);
        assertThat(row.getDue()).isEqualTo(3);
    }

    @Test
    void shouldOrderVisitsByTimeWhateverTheOrderOfArrival() {
        owe(opened("03-01T09:00"));
        visit("a", "03-20T10:00");
        visit("c", "03-04T10:00");
        visit("b", "03-10T10:00");

        assertThat(occurrences())
                .containsExactly(
                        "03-01T09:00 - 03-04T10:00 - -",
                        "03-04T10:00 03-14T10:00 03-10T10:00 - -",
                        "03-10T10:00 03-20T10:00 03-20T10:00 - -",
                        "03-20T10:00 03-30T10:00 - - -");
        assertThat(figures()).isEqualTo("4 3 2 1 0 1 1");
    }

    /** In UTF-16 the second id would come first. */
    @ParameterizedTest
    @CsvSource({"a, b", "a, aa", "B, a", "～, 😀"})
    void shouldOrderVisitsOfOneMomentByTheBytesOfTheirIds(String first, String second) {
        owe(opened("03-01T09:00"));
        visit(second, "03-04T10:00");
        visit(first, "03-04T10:00");

        assertThat(counted()).hasSize(2);
        assertThat(counted().get(1).openingVisit()).contains(first);
    }

    @Test
    void shouldCountTheFirstVisitOfALocalDate() {
        in("Asia/Shanghai"); // where the date changes at 16:00 UTC
        owe(opened("03-01T09:00"));
        visit("a", "03-04T23:59");
        visit("b", "03-04T00:00");
        visit("c", "03-05T00:00");
        visit("d", "03-05T07:00");

        assertThat(occurrences())
                .containsExactly(
                        "03-01T09:00 - 03-04T00:00 - -",
                        "03-04T00:00 03-14T00:00 03-05T00:00 - -",
                        "03-05T00:00 03-15T00:00 - - -");
    }

    /** At 00:01 clocks went back to 23:01, when the new date had begun. */
    @Test
    void shouldGiveARepeatedHourToTheDateThatHasBegun() {
        in("America/St_Johns");
        long midnight = Instant.parse("2010-11-07T02:30:00Z").toEpochMilli();
        long again = midnight + 30 * 60_000; // 23:30 of the 6th, for the second time
        duty = SampleCommitment.duty(midnight - 5 * DAY).build();
        visit("before", midnight - 1);
        visit("first", midnight);
        visit("again", again);

        assertThat(counted().stream().map(Commitment::openedAt))
                .containsExactly(midnight - 5 * DAY, midnight - 1, midnight);
        take(new LinkChange(entry("first", midnight), false));
        assertThat(counted().get(2).openedAt()).isEqualTo(again);
        assertThat(counted().get(2).dueAt())
                .hasValue(Instant.parse("2010-11-18T03:00:00Z").toEpochMilli()); // 23:30 of the 17th
    }

    @Test
    void shouldLeaveOutVisitsBeforeTheOpening() {
        owe(opened("03-01T09:00"));
        visit("a", "02-20T10:00");
        visit("b", "03-01T08:59:59.999");
        assertThat(counted()).hasSize(1);
        visit("c", "03-01T09:00");

        assertThat(occurrences()).containsExactly("03-01T09:00 - 03-01T09:00 - -", "03-01T09:00 03-11T09:00 - - -");
    }

    @Test
    void shouldLeaveOutVisitsAfterTheClosing() {
        owe(opened("03-01T09:00").closed(ms("03-20T09:00")));
        visit("a", "03-04T10:00");
        visit("b", "03-20T09:00:00.001");
        visit("c", "03-21T10:00");

        assertThat(occurrences())
                .containsExactly("03-01T09:00 - 03-04T10:00 - -", "03-04T10:00 03-14T10:00 - 03-20T09:00 -");
        assertThat(figures()).isEqualTo("2 1 0 1 1 0 0");
    }

    @Test
    void shouldOpenNoneOnTheDateOfTheClosing() {
        owe(opened("03-01T09:00").closed(ms("03-12T09:00"), Outcome.RESOLVED));
        visit("a", "03-04T10:00");
        visit("b", "03-12T00:00");

        assertThat(occurrences())
                .containsExactly(
                        "03-01T09:00 - 03-04T10:00 - -", "03-04T10:00 03-14T10:00 03-12T00:00 03-12T09:00 RESOLVED");
        assertThat(figures()).isEqualTo("2 1 1 0 1 0 0");
    }

    @Test
    void shouldEndWithAVisitAtTheMomentOfTheClosing() {
        owe(opened("03-01T09:00").closed(ms("03-12T09:00")));
        visit("a", "03-04T10:00");
        visit("b", "03-12T09:00");

        assertThat(figures()).isEqualTo("2 1 1 0 1 0 0");
    }

    @Test
    void shouldCountLikeASingleDutyIfNoVisitCounts() {
        SampleCommitment closed =
                opened("03-01T09:00").due(ms("03-09T09:00")).closed(ms("03-05T09:00"), Outcome.UNRESOLVED);
        owe(closed);
        visit("early", "02-01T09:00");
        assertThat(figures()).isEqualTo("1 1 0 1 1 0 0");
        visit("after the closing", "03-07T09:00");

        assertThat(figures()).isEqualTo("1 1 1 0 1 0 0");
        assertThat(added).containsExactly(closed.visited(ms("03-07T09:00")).build());
    }

    @Test
    void shouldCloseTheLastOneAlone() {
        owe(opened("03-01T09:00").closed(ms("04-01T09:00"), Outcome.UNRESOLVED));
        visit("a", "03-04T10:00");
        visit("b", "03-10T09:00");

        assertThat(figures()).isEqualTo("3 2 1 1 1 0 0");
        assertThat(levels().getUnresolved()).isEqualTo(1);
        assertThat(levels().getToClose().getDays()).isEqualTo(22); // from 10 March
    }

    @ParameterizedTest
    @CsvSource({"03-14T09:59:59.999, 0 0 0", "03-14T10:00, 0 0 0", "03-14T10:00:00.001, 1 0 1"})
    void shouldNeverBeDueIfClosedByThen(String closed, String dueMetMissed) {
        owe(opened("03-01T09:00").closed(ms(closed)));
        visit("a", "03-04T10:00");

        assertThat(figures()).isEqualTo("2 " + dueMetMissed + " 1 0 0");
    }

    @Test
    void shouldNotMeetALaterOneByResolving() {
        owe(opened("03-01T09:00").due(ms("03-09T09:00")).closed(ms("03-08T09:00"), Outcome.RESOLVED));
        assertThat(figures()).isEqualTo("1 1 1 0 1 0 0");
        visit("a", "03-04T10:00");
        assertThat(figures()).isEqualTo("2 1 1 0 1 0 0");
        owe(opened("03-01T09:00").due(ms("03-09T09:00")).closed(ms("03-15T09:00"), Outcome.RESOLVED));

        assertThat(figures()).isEqualTo("2 2 1 1 1 0 0");
        assertThat(levels().getResolved()).isEqualTo(1);
    }

    @Test
    void shouldTakeARefusedOneAwayAndKeepThoseBefore() {
        owe(opened("03-01T09:00").due(ms("03-02T09:00")).closed(ms("03-20T09:00"), Outcome.REFUSED));
        visit("a", "03-04T10:00");
        assertThat(figures()).isEqualTo("2 1 0 1 1 0 0");
        visit("b", "03-20T08:00"); // in vain

        assertThat(figures()).isEqualTo("2 1 0 1 1 0 0");
        assertThat(levels().getFirstMissed()).isEqualTo(1);
        assertThat(levels().getRefused()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheRootWithAVisitOfThatDate() {
        owe(opened("03-01T09:00").due(ms("03-02T09:00")).closed(ms("03-04T11:00"), Outcome.REFUSED));
        visit("a", "03-04T10:00");

        assertThat(figures()).isEqualTo("1 0 0 0 1 0 0");
        assertThat(levels().getFirstDue()).isZero();
    }

    @Test
    void shouldNotBringADuplicateBack() {
        SampleCommitment duplicate =
                opened("03-01T09:00").due(ms("03-02T09:00")).closed(ms("03-20T09:00"), Outcome.DUPLICATE);
        owe(duplicate);
        visit("a", "03-04T10:00");
        visit("b", "03-10T10:00");

        assertThat(counted())
                .containsExactly(duplicate.visited(ms("03-04T10:00")).build());
        assertThat(figures()).isEqualTo("1 0 0 0 1 0 0");
    }

    @Test
    void shouldNotBringBackWhatTheCatalogueDoesNot() {
        catalogue = TestCatalogue.comingBack("DELEGATE", 10);
        fulfilment = fulfilment();
        owe(opened("03-01T09:00"));
        visit("a", "03-04T10:00");
        visit("b", "03-10T10:00");

        assertThat(occurrences()).containsExactly("03-01T09:00 - 03-04T10:00 - -");
    }

    @Test
    void shouldBringBackNothingButDuties() {
        owe(SampleCommitment.request(ms("03-01T09:00")));
        visit("a", "03-04T10:00");

        assertThat(added).isEmpty();
        assertThat(counted()).containsExactly(duty);
    }

    @Test
    void shouldMoveADueTimeThatClocksSkipForward() {
        in("America/Chicago");
        every(7);
        owe(opened("03-01T09:00"));
        visit("a", "03-03T02:30");

        assertThat(occurrences()).last().isEqualTo("03-03T02:30 03-10T03:30 - - -");
    }

    @Test
    void shouldTakeTheFirstOfTwoEqualLocalTimes() {
        in("America/Chicago");
        every(7);
        owe(opened("10-01T09:00"));
        visit("a", "10-27T01:30");

        assertThat(counted().get(1).dueAt())
                .hasValue(Instant.parse("2024-11-03T06:30:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3653})
    void shouldCountCalendarDays(int days) {
        in("America/Chicago");
        every(days);
        owe(opened("03-01T09:00"));
        visit("a", "03-09T12:00"); // the day after has 23 hours

        assertThat(counted().get(1).dueAt())
                .hasValue(LocalDateTime.parse("2024-03-09T12:00")
                        .plusDays(days)
                        .atZone(zone)
                        .toInstant()
                        .toEpochMilli());
    }

    @Test
    void shouldChangeNeighboursOnly() {
        duty = SampleCommitment.duty(0).build();
        for (int i = 1; i <= 100; i++) {
            visit("v" + i, i * 4 * DAY);
        }
        visit("between", 202 * DAY);
        assertThat(subtracted).extracting(Commitment::openedAt).containsExactly(200 * DAY);
        assertThat(added).extracting(Commitment::openedAt).containsExactly(200 * DAY, 202 * DAY);

        visit("later that day", 202 * DAY + 1);
        assertThat(subtracted).isEmpty();
        assertThat(added).isEmpty();

        take(new LinkChange(entry("between", 202 * DAY), false));
        assertThat(subtracted).extracting(Commitment::openedAt).containsExactly(200 * DAY, 202 * DAY);
        assertThat(added).extracting(Commitment::openedAt).containsExactly(200 * DAY, 202 * DAY + 1);
    }

    @Test
    void shouldAddUpWhateverTheOrderOfChanges() {
        in("America/St_Johns");
        every(3);
        Random dice = new Random(5);
        for (int round = 0; round < 300; round++) {
            links = new LinkTree();
            fulfilment = fulfilment();
            duty = null;
            List<Commitment> figures = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                if (dice.nextInt(6) == 0) {
                    if (duty != null) {
                        counted().forEach(it -> assertThat(figures.remove(it)).isTrue());
                    }
                    duty = dice.nextInt(8) == 0 ? null : random(dice);
                    figures.addAll(duty == null ? List.of() : counted());
                } else {
                    LinkEntry entry = entry("v" + dice.nextInt(3), dice.nextInt(20) * DAY / 2);
                    take(new LinkChange(entry, !links.has(entry.key())));
                    subtracted.forEach(it -> assertThat(figures.remove(it)).isTrue());
                    figures.addAll(added);
                }
                assertThat(figures)
                        .as("round %d, step %d", round, step)
                        .containsExactlyInAnyOrderElementsOf(duty == null ? List.of() : counted());
            }
        }
    }

    private static Commitment random(Random dice) {
        long opened = dice.nextInt(10) * DAY / 2;
        SampleCommitment duty = SampleCommitment.duty(opened);
        if (dice.nextBoolean()) {
            duty.due(opened + dice.nextInt(6) * DAY / 2);
        }
        if (dice.nextInt(3) == 0) {
            long closed = opened + dice.nextInt(10) * DAY / 2;
            Outcome outcome = dice.nextInt(5) == 0 ? null : Outcome.values()[dice.nextInt(4)];
            return outcome == null
                    ? duty.closed(closed).build()
                    : duty.closed(closed, outcome).build();
        }
        return duty.build();
    }
}
