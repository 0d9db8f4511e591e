// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import static doorstep.fixtures.SampleCommitment.MINUTE;
import static doorstep.fixtures.SampleCommitment.duty;
import static doorstep.fixtures.SampleCommitment.request;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.DurationBucket;
import doorstep.avro.Durations;
import doorstep.avro.ServiceLevel;
import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Outcome;
import doorstep.event.Scale;
import doorstep.event.SecondRating;
import doorstep.event.TreePath;
import doorstep.fixtures.SampleCommitment;
import doorstep.tally.Breakdown;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of service levels. Moments are minutes unless they say ms. */
class ServiceLevelsTest {
    private static final long LATE = 1_000_000;

    private final ServiceLevels family = new ServiceLevels(new OrgCalendar(ZoneId.of("UTC"), 0), Duration.ofHours(24));

    /** The row of EVER at an as-of in minutes. */
    private ServiceLevel row(long asOf, Commitment... commitments) {
        Tally sum = Tally.ZERO;
        for (Commitment commitment : commitments) {
            for (Contribution contribution : family.contributionsOf(commitment)) {
                assertThat(contribution.facet()).isEqualTo(commitment.kind().name());
                if (contribution.minute() <= asOf) {
                    sum = sum.plus(contribution.tally());
                }
            }
        }
        RowHead head = new RowHead("city", "", "", "DUTY", "EVER", null, null);
        return (ServiceLevel) family.row(head, sum);
    }

    private static SampleCommitment dutyFor10() {
        return duty(4 * MINUTE).due(10 * MINUTE);
    }

    /** due, met, missed, backlog, overdue */
    private static String levels(ServiceLevel row) {
        return "%d %d %d %d %d"
                .formatted(row.getDue(), row.getMet(), row.getMissed(), row.getBacklogChange(), row.getOverdueChange());
    }

    @ParameterizedTest
    @CsvSource({"3, 0 0 0 0 0", "4, 0 0 0 1 0", "5, 0 0 0 0 0", "7, 0 0 0 0 0", "10, 1 1 0 0 0", "11, 1 1 0 0 0"})
    void shouldMeetADutyThatIsVisitedInTime(long asOf, String levels) {
        assertThat(levels(row(asOf, dutyFor10().visited(5 * MINUTE).build()))).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({"9, 0 0 0 1 0", "10, 1 0 1 1 1", "11, 1 0 1 1 1", "12, 1 0 1 0 0", "99, 1 0 1 0 0"})
    void shouldMissADutyThatIsVisitedTooLate(long asOf, String levels) {
        assertThat(levels(row(asOf, dutyFor10().visited(12 * MINUTE).build()))).isEqualTo(levels);
    }

    @ParameterizedTest
    @CsvSource({
        "RESOLVED,   8, 1 1 0 0 0",
        "RESOLVED,  10, 1 1 0 0 0",
        "RESOLVED,  11, 1 0 1 0 0",
        "UNRESOLVED, 8, 1 0 1 0 0", // nobody went, and nobody has to any longer
        "UNRESOLVED,11, 1 0 1 0 0",
        "REFUSED,    8, 0 0 0 0 0",
        "REFUSED,   11, 0 0 0 0 0",
        "DUPLICATE,  8, 0 0 0 0 0",
        "DUPLICATE, 11, 0 0 0 0 0",
    })
    void shouldMeetADutyByResolvingItAlone(Outcome outcome, long closed, String levels) {
        Commitment duty = dutyFor10().closed(closed * MINUTE, outcome).build();

        assertThat(levels(row(LATE, duty))).isEqualTo(levels);
        assertThat(row(LATE, duty).getClosed()).isEqualTo(1);
    }

    @Test
    void shouldMeetADutyByTheEarlierOfVisitAndResolution() {
        SampleCommitment late = dutyFor10().closed(12 * MINUTE, Outcome.RESOLVED);

        assertThat(levels(row(LATE, late.visited(9 * MINUTE).build()))).isEqualTo("1 1 0 0 0");
        assertThat(levels(row(9, late.build()))).isEqualTo("0 0 0 0 0");
        assertThat(levels(row(LATE, late.visited(11 * MINUTE).build()))).isEqualTo("1 0 1 0 0");
        SampleCommitment closed = dutyFor10().closed(8 * MINUTE, Outcome.UNRESOLVED);
        assertThat(levels(row(LATE, closed.visited(9 * MINUTE).build()))).isEqualTo("1 1 0 0 0");
        assertThat(levels(row(8, closed.build()))).isEqualTo("0 0 0 0 0"); // closing ended the backlog
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"RESOLVED", "UNRESOLVED"})
    void shouldMeetARequestByAnyClosing(Outcome outcome) {
        SampleCommitment request = request(0).due(10 * MINUTE);

        assertThat(levels(row(LATE, request.closed(10 * MINUTE, outcome).build())))
                .isEqualTo("1 1 0 0 0");
        assertThat(levels(row(LATE, request.closed(11 * MINUTE, outcome).build())))
                .isEqualTo("1 0 1 0 0");
        assertThat(levels(row(
                        LATE, request(0).due(10 * MINUTE).closed(10 * MINUTE).build())))
                .isEqualTo("1 1 0 0 0");
    }

    @Test
    void shouldCompareMillisecondsAndIncludeTheLimit() {
        long due = 10 * MINUTE + 30_000;

        assertThat(levels(row(LATE, request(0).due(due).closed(due).build()))).isEqualTo("1 1 0 0 0");
        assertThat(levels(row(LATE, request(0).due(due).closed(due + 1).build())))
                .isEqualTo("1 0 1 0 0");
        long limit = Duration.ofHours(24).toMillis();
        assertThat(row(LATE, request(7).acknowledged(7 + limit).build()).getAcknowledgedOnTime())
                .isEqualTo(1);
        ServiceLevel late = row(LATE, request(7).acknowledged(7 + limit + 1).build());
        assertThat(late.getAcknowledged()).isEqualTo(1);
        assertThat(late.getAcknowledgedOnTime()).isZero();
        assertThat(late.getAcknowledgedShare()).isZero();
    }

    @Test
    void shouldNeverShowLessThanNothingOverdue() {
        Commitment[] all = {
            dutyFor10().visited(12 * MINUTE).build(),
            dutyFor10().visited(5 * MINUTE).build(),
            dutyFor10().visited(10 * MINUTE).build(),
            dutyFor10()
                    .closed(9 * MINUTE, Outcome.UNRESOLVED)
                    .visited(30 * MINUTE)
                    .build(),
            dutyFor10().closed(15 * MINUTE).build(),
            dutyFor10().closed(15 * MINUTE, Outcome.REFUSED).build(),
            duty(4 * MINUTE).visited(6 * MINUTE).build(),
            request(0).firstDue(2 * MINUTE).closed(9 * MINUTE).build(),
        };
        for (int asOf = 0; asOf < 40; asOf++) {
            assertThat(row(asOf, all).getOverdueChange()).as("as of %d", asOf).isNotNegative();
            assertThat(row(asOf, all).getBacklogChange()).as("as of %d", asOf).isNotNegative();
        }
        assertThat(row(LATE, all).getOverdueChange()).isZero();
        assertThat(row(LATE, all).getBacklogChange()).isZero();
    }

    @Test
    void shouldNotLetAMovedDeadlineHideLateness() {
        SampleCommitment moved =
                request(0).firstDue(10 * MINUTE).due(20 * MINUTE).closed(15 * MINUTE);

        ServiceLevel row = row(LATE, moved.build());

        assertThat(row.getMetShare()).isEqualTo(1.0);
        assertThat(row.getFirstMetShare()).isZero();
        assertThat(row.getFirstMissed()).isEqualTo(1);
        assertThat(row(10, moved.build()).getFirstDue()).isEqualTo(1);
        assertThat(row(10, moved.build()).getDue()).isZero();
        ServiceLevel same =
                row(LATE, request(0).due(20 * MINUTE).closed(15 * MINUTE).build());
        assertThat(same.getFirstMet()).isEqualTo(1);
    }

    @Test
    void shouldFeedTheFirstDueFiguresAloneWithoutADueTime() {
        ServiceLevel row = row(LATE, request(0).firstDue(10 * MINUTE).build());

        assertThat(levels(row)).isEqualTo("0 0 0 1 0");
        assertThat(row.getFirstDue()).isEqualTo(1);
        assertThat(row.getFirstMissed()).isEqualTo(1);
        assertThat(row.getMetShare()).isNull();
    }

    @Test
    void shouldLeaveRefusedAndDuplicateOnesOutOfTheFirstDueFiguresToo() {
        for (Outcome outcome : List.of(Outcome.REFUSED, Outcome.DUPLICATE)) {
            ServiceLevel row = row(
                    LATE,
                    request(0)
                            .firstDue(5 * MINUTE)
                            .due(9 * MINUTE)
                            .closed(7 * MINUTE, outcome)
                            .build());

            assertThat(row.getFirstDue()).isZero();
            assertThat(row.getToClose().getCount()).isEqualTo(1);
            assertThat(row.getBacklogChange()).isZero();
        }
    }

    @Test
    void shouldTellOutcomesApart() {
        ServiceLevel row = row(
                LATE,
                request(0).closed(1, Outcome.RESOLVED).build(),
                request(0).closed(1, Outcome.RESOLVED).build(),
                request(0).closed(1, Outcome.UNRESOLVED).build(),
                request(0).closed(1, Outcome.REFUSED).build(),
                request(0).closed(1, Outcome.DUPLICATE).build(),
                request(0).closed(1).build(),
                request(0).build());

        assertThat(row.getClosed()).isEqualTo(6);
        assertThat(row.getResolved()).isEqualTo(2);
        assertThat(row.getUnresolved()).isEqualTo(1);
        assertThat(row.getRefused()).isEqualTo(1);
        assertThat(row.getDuplicate()).isEqualTo(1);
        assertThat(row.getWithoutOutcome()).isEqualTo(1);
        assertThat(row.getResolvedShare()).isEqualTo(0.5);
        assertThat(row.getBacklogChange()).isEqualTo(1);
    }

    @Test
    void shouldCountReturnsAndReopeningsEachAtItsOwnMoment() {
        Commitment request = request(0)
                .returned(3 * MINUTE, 3 * MINUTE, 9 * MINUTE)
                .reopened(5 * MINUTE)
                .build();

        assertThat(row(4, request).getReturned()).isEqualTo(2);
        assertThat(row(4, request).getReopened()).isZero();
        assertThat(row(9, request).getReturned()).isEqualTo(3);
        assertThat(row(9, request).getReopened()).isEqualTo(1);
        assertThat(row(9, request).getBacklogChange()).isEqualTo(1); // a reopened commitment has no closing time
    }

    @Test
    void shouldHaveNoRatioOfNothing() {
        ServiceLevel row = row(LATE, request(0).build());

        assertThat(row.getMetShare()).isNull();
        assertThat(row.getFirstMetShare()).isNull();
        assertThat(row.getAcknowledgedShare()).isNull();
        assertThat(row.getResolvedShare()).isNull();
        assertThat(row.getToClose()).isEqualTo(new Durations(0L, 0L, 0L, null, null, null, List.of()));
    }

    @Test
    void shouldMeasureWholeSecondsAndLocalDays() {
        ServiceLevels chicago =
                new ServiceLevels(new OrgCalendar(ZoneId.of("America/Chicago"), 0), Duration.ofHours(24));
        long opened = ms("2024-03-10T05:59:59.500Z"); // 23:59:59.5 on the 9th
        Commitment request = request(opened)
                .acknowledged(opened + 500) // midnight
                .assigned(ms("2024-03-11T04:59:59.499Z")) // the end of a day of 23 hours
                .closed(ms("2024-03-11T05:00:00.499Z"))
                .build();
        Tally sum = chicago.contributionsOf(request).stream()
                .map(Contribution::tally)
                .reduce(Tally.ZERO, Tally::plus);

        ServiceLevel row = (ServiceLevel) chicago.row(new RowHead("city", "", "", "REQUEST", "EVER", null, null), sum);

        assertThat(row.getToAcknowledge())
                .isEqualTo(new Durations(1L, 0L, 1L, 0L, 0L, 0L, List.of(new DurationBucket(1L, 0L))));
        assertThat(row.getToAssign().getSeconds()).isEqualTo(23 * 3_600 - 1);
        assertThat(row.getToAssign().getDays()).isEqualTo(1);
        assertThat(row.getToClose().getSeconds()).isEqualTo(23 * 3_600);
        assertThat(row.getToClose().getDays()).isEqualTo(2);
    }

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void shouldRankDurationsAndTakeThemOutAgain() {
        Commitment[] hundred = new Commitment[100];
        for (int i = 0; i < 100; i++) {
            hundred[i] = request(0).closed((i + 1) * 1_000L).build(); // 1 to 100 s
        }
        Durations all = row(LATE, hundred).getToClose();
        assertThat(all).isEqualTo(new Durations(100L, 5_050L, 0L, 50L, 90L, 99L, oneOfEach(100)));

        Tally sum = Tally.ZERO;
        for (int i = 0; i < 100; i++) {
            for (Contribution contribution : family.contributionsOf(hundred[i])) {
                sum = sum.plus(contribution.tally());
            }
        }
        for (int i = 50; i < 100; i++) {
            for (Contribution contribution : family.contributionsOf(hundred[i])) {
                sum = sum.minus(contribution.tally());
            }
        }
        ServiceLevel half = (ServiceLevel) family.row(new RowHead("city", "", "", "DUTY", "EVER", null, null), sum);
        assertThat(half.getToClose()).isEqualTo(new Durations(50L, 1_275L, 0L, 25L, 45L, 50L, oneOfEach(50)));
    }

    /** Buckets of 1 second, of 2, and so on. */
    private static List<DurationBucket> oneOfEach(int most) {
        return LongStream.rangeClosed(1, most)
                .mapToObj(seconds -> new DurationBucket(1L, seconds))
                .toList();
    }

    @Test
    void shouldCloseACallBackWithoutOutcomeAndBreakItDownByAreaAlone() {
        Commitment callBack = callBack(new TreePath("city/north"))
                .area(Optional.of(new TreePath("market")))
                .build();

        assertThat(levels(row(LATE, callBack))).isEqualTo("1 1 0 0 0");
        assertThat(row(LATE, callBack).getWithoutOutcome()).isEqualTo(1);
        assertThat(row(LATE, callBack).getToClose().getSeconds()).isEqualTo(120);
        assertThat(callBack.kind()).isEqualTo(CommitmentKind.CALLBACK);
        assertThat(new Breakdowns(Map.of(), Map.of(), Map.of()).slicesOf(callBack))
                .containsExactly(Slice.TOTAL, Slice.of(Breakdown.AREA, "market"));
        assertThat(new Breakdowns(Map.of(), Map.of(), Map.of())
                        .slicesOf(dutyFor10().build()))
                .containsExactly(
                        Slice.TOTAL,
                        Slice.of(Breakdown.CATEGORY, "CASE_PARTY"),
                        Slice.of(Breakdown.AREA, "old-town"),
                        Slice.of(Breakdown.AREA, "old-town/market"));
    }

    private static Commitment ratedAgain(Scale scale, int first, int second) {
        return callBack(new TreePath("city"))
                .secondRating(Optional.of(new SecondRating(scale, first, second, 7 * MINUTE)))
                .build();
    }

    private static Commitment.Builder callBack(TreePath unit) {
        return Commitment.builder(CommitmentKind.CALLBACK, unit, 4 * MINUTE)
                .source("SURVEY")
                .dueAt(OptionalLong.of(10 * MINUTE))
                .closedAt(OptionalLong.of(6 * MINUTE));
    }

    /** ratedAgain, ratedHigher, ratedLower, firstScore, secondScore */
    private static String again(ServiceLevel row) {
        return "%d %d %d %d %d"
                .formatted(
                        row.getRatedAgain(),
                        row.getRatedHigher(),
                        row.getRatedLower(),
                        row.getFirstScore(),
                        row.getSecondScore());
    }

    @ParameterizedTest
    @CsvSource({
        "STARS_5, 1, 5, 1 1 0 0 100",
        "STARS_5, 2, 1, 1 0 1 25 0",
        "GRADE_5, 2, 2, 1 0 0 25 25",
        "NPS_11,  0, 7, 1 1 0 0 70",
        "YES_NO,  0, 1, 1 1 0 0 100"
    })
    void shouldSetTheSecondRatingAgainstTheFirstWhenItIsGiven(Scale scale, int first, int second, String again) {
        Commitment callBack = ratedAgain(scale, first, second);

        assertThat(again(row(6, callBack))).isEqualTo("0 0 0 0 0");
        assertThat(again(row(7, callBack))).isEqualTo(again);
        assertThat(row(6, callBack).getRatedHigherShare()).isNull();
    }

    @Test
    void shouldAddSecondRatingsUpOverAllScales() {
        ServiceLevel row = row(
                LATE,
                ratedAgain(Scale.STARS_5, 2, 4),
                ratedAgain(Scale.NPS_11, 3, 10),
                ratedAgain(Scale.NPS_11, 3, 1),
                ratedAgain(Scale.YES_NO, 0, 0));

        assertThat(again(row)).isEqualTo("4 2 1 85 185");
        assertThat(row.getRatedHigherShare()).isEqualTo(0.5);
    }

    @Test
    void shouldCountEachMomentAsOneContribution() {
        Tally sum = Tally.ZERO;
        for (Contribution contribution : family.contributionsOf(dutyFor10()
                .acknowledged(5 * MINUTE)
                .assigned(6 * MINUTE)
                .returned(6 * MINUTE)
                .closed(12 * MINUTE, Outcome.RESOLVED)
                .build())) {
            sum = sum.plus(contribution.tally());
        }
        // opened, acknowledged, assigned, returned, missed, missed at first, closed, ended
        assertThat(family.contributionsIn(sum)).isEqualTo(8);

        sum = family.contributionsOf(ratedAgain(Scale.STARS_5, 1, 5)).stream()
                .map(Contribution::tally)
                .reduce(Tally.ZERO, Tally::plus);
        // opened, met, met at first, closed, ended, rated again
        assertThat(family.contributionsIn(sum)).isEqualTo(6);
    }
}
