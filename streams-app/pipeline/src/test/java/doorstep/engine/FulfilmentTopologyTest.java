// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.ServiceLevel;
import doorstep.avro.Visit;
import doorstep.fixtures.TestEvents;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is owed, and how visits and ratings change it, in every order of arrival. Moments are minutes after nine. */
class FulfilmentTopologyTest {
    private static final String CALL_BACK = "callback:VISIT:v-1:OVERALL";

    @TempDir
    Path dir;

    private static Instant at(int minute) {
        return TestEvents.NINE.plus(Duration.ofMinutes(minute));
    }

    /** Events of one case among others, with ids and units of its own. */
    private record Case(EngineFixture fixture, int number, Supplier<Map<String, ServiceLevel>> latest) {
        Case(EngineFixture fixture, int number) {
            this(fixture, number, () -> rowsOf(fixture));
        }

        void send(Commitment.Builder commitment) {
            fixture.send(commitment.setId(own(commitment.getId())).setUnit(own(commitment.getUnit())));
        }

        void send(Visit.Builder visit) {
            fixture.send(visit.setId(own(visit.getId()))
                    .setUnit(own(visit.getUnit()))
                    .setFulfils(visit.getFulfils()
                            .replace("duty-", number + "-duty-")
                            .replace("v-1", own("v-1"))
                            .replace("FEEDBACK:", "FEEDBACK:" + number + "-")));
        }

        void send(Feedback.Builder rating) {
            About about = rating.getAbout();
            fixture.send(rating.setId(own(rating.getId()))
                    .setUnit(own(rating.getUnit()))
                    .setAbout(about == null ? null : new About(about.getType(), own(about.getId()))));
        }

        void takeBack(String visit) {
            fixture.send(Topics.VISITS, own(visit), null);
        }

        private String own(String name) {
            return number + "-" + name;
        }

        Map<String, ServiceLevel> rows() {
            return latest.get();
        }

        /** Null if there is no row. */
        ServiceLevel row(String unit, String kind) {
            return rows().get(own(unit) + "||" + kind + "|EVER|");
        }

        /** opened, closed, due, met, missed, backlog, overdue; "nothing" if there is no row */
        String levels(String kind) {
            ServiceLevel row = row("city", kind);
            return row == null
                    ? "nothing"
                    : "%d %d %d %d %d %d %d"
                            .formatted(
                                    row.getOpened(),
                                    row.getClosed(),
                                    row.getDue(),
                                    row.getMet(),
                                    row.getMissed(),
                                    row.getBacklogChange(),
                                    row.getOverdueChange());
        }
    }

    private static Commitment.Builder duty(int opened, Integer due) {
        return TestEvents.request("duty-1")
                .setKind("DUTY")
                .setCategory("CASE_PARTY")
                .setOpenedAt(at(opened))
                .setOccurredAt(at(opened))
                .setRecordedAt(at(opened))
                .setAcknowledgedAt(null)
                .setAssignedAt(null)
                .setFirstDueAt(null)
                .setDueAt(due == null ? null : at(due))
                .setClosedAt(null)
                .setOutcome(null)
                .setReturnedAt(List.of())
                .setReopenedAt(List.of());
    }

    private static Visit.Builder visit(String id, String fulfils, int minute) {
        return TestEvents.visit(id)
                .setFulfils(fulfils)
                .setOccurredAt(at(minute))
                .setRecordedAt(at(minute))
                .setCategory("FOLLOW_UP");
    }

    private static Feedback.Builder rating(String id, int stars, int minute) {
        return TestEvents.rating(id, stars)
                .setAbout(new About("VISIT", "v-1"))
                .setOccurredAt(at(minute))
                .setRecordedAt(at(minute));
    }

    private static Map<String, ServiceLevel> rowsOf(EngineFixture fixture) {
        return fixture.rows(Topics.SERVICE_LEVELS, ServiceLevel.class);
    }

    /** Sends the records in every order, as one case each, then runs the checks one after the other, a minute apart. */
    @SafeVarargs
    private void inEveryOrder(List<Consumer<Case>> records, int asOf, Consumer<Case>... checks) {
        List<List<Consumer<Case>>> orders = orders(records);
        try (EngineFixture fixture = new EngineFixture(dir, at(asOf))) {
            for (int i = 0; i < orders.size(); i++) {
                Case one = new Case(fixture, i);
                orders.get(i).forEach(record -> record.accept(one));
            }
            fixture.settle();
            for (Consumer<Case> check : checks) {
                Map<String, ServiceLevel> rows = rowsOf(fixture); // read once for all cases
                for (int i = 0; i < orders.size(); i++) {
                    check.accept(new Case(fixture, i, () -> rows));
                }
                fixture.pass(Duration.ofSeconds(37));
                fixture.settle(); // takes 23 s
            }
        }
    }

    private static <T> List<List<T>> orders(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> orders = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<T> rest = new ArrayList<>(items);
            T first = rest.remove(i);
            for (List<T> order : orders(rest)) {
                List<T> with = new ArrayList<>(List.of(first));
                with.addAll(order);
                orders.add(with);
            }
        }
        return orders;
    }

    // ---- Duties

    @Test
    void shouldMeetADutyByAVisitThatArrivesBeforeItAsTimeGoesOn() {
        try (EngineFixture fixture = new EngineFixture(dir, at(4))) {
            Case it = new Case(fixture, 1);
            it.send(visit("v1", "duty-1", 5));
            it.send(duty(4, 10));
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 0 0 0 1 0");

            fixture.pass(Duration.ofMinutes(3)); // 7
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 0 0 0 0 0");

            fixture.pass(Duration.ofMinutes(4)); // 11
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 1 1 0 0 0");
        }
    }

    @Test
    void shouldMissADutyAsTimeGoesOnUntilItIsVisited() {
        try (EngineFixture fixture = new EngineFixture(dir, at(9))) {
            Case it = new Case(fixture, 1);
            it.send(duty(4, 10));
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 0 0 0 1 0");

            fixture.pass(Duration.ofMinutes(2)); // 11
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1");

            it.send(visit("v1", "duty-1", 12));
            fixture.pass(Duration.ofMinutes(1)); // 12
            fixture.settle();
            assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 0 0");
        }
    }

    @Test
    void shouldMeetADutyWhateverTheOrderOfArrival() {
        inEveryOrder(List.of(it -> it.send(duty(4, 10)), it -> it.send(visit("v1", "duty-1", 5))), 11, it -> assertThat(
                        it.levels("DUTY"))
                .isEqualTo("1 0 1 1 0 0 0"));
    }

    @Test
    void shouldTakeTheFirstVisitAtOrAfterTheOpening() {
        inEveryOrder(
                List.of(
                        it -> it.send(duty(4, 10)),
                        it -> it.send(visit("v1", "duty-1", 3)),
                        it -> it.send(visit("v2", "duty-1", 12)),
                        it -> it.send(visit("v3", "duty-1", 13))),
                11,
                it -> assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1"),
                it -> assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 0 0"));
    }

    @Test
    void shouldOpenADutyAgainWhenItsVisitIsWithdrawn() {
        inEveryOrder(
                List.of(
                        it -> it.send(duty(4, 10)),
                        it -> it.send(visit("v1", "duty-1", 5)),
                        it -> it.send(visit("v1", "duty-1", 5).setRevision(1).setWithdrawn(true))),
                11,
                it -> {
                    assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1");
                    it.send(visit("v1", "duty-1", 5).setRevision(2));
                },
                it -> {
                    assertThat(it.levels("DUTY")).isEqualTo("1 0 1 1 0 0 0");
                    it.takeBack("v1");
                },
                it -> assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1"));
    }

    @Test
    void shouldMoveAVisitFromDutyToDuty() {
        inEveryOrder(
                List.of(
                        it -> it.send(duty(4, 10)),
                        it -> it.send(duty(4, 10).setId("duty-2").setUnit("town")),
                        it -> it.send(visit("v1", "duty-1", 5)),
                        it -> it.send(visit("v1", "duty-2", 5).setRevision(1))),
                11,
                it -> {
                    assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1");
                    ServiceLevel other = it.row("town", "DUTY");
                    assertThat(other.getMet()).isEqualTo(1);
                    assertThat(other.getBacklogChange()).isZero();
                });
    }

    @Test
    void shouldFollowTheDutyWhenItsOpeningOrItsUnitMoves() {
        inEveryOrder(
                List.of(
                        it -> it.send(duty(4, 10)),
                        it -> it.send(duty(6, 10).setRevision(1).setUnit("city/south")),
                        it -> it.send(visit("v1", "duty-1", 5))),
                11,
                it -> {
                    assertThat(it.levels("DUTY")).isEqualTo("1 0 1 0 1 1 1"); // 5 is before the duty opened
                    assertThat(it.row("city/south", "DUTY")).isNotNull();
                    assertThat(it.row("city/north", "DUTY")).isNull();
                });
    }

    @Test
    void shouldCountNothingForAVisitWithoutDuty() {
        try (EngineFixture fixture = new EngineFixture(dir, at(11))) {
            Case it = new Case(fixture, 1);
            it.send(visit("v1", "duty-1", 5));
            fixture.settle();
            assertThat(it.rows()).isEmpty();
            it.send(duty(4, null));
            it.send(duty(4, null).setRevision(1).setWithdrawn(true));
            fixture.settle();
            assertThat(it.rows()).isEmpty();
        }
    }

    @Test
    void shouldNotEndARequestByAVisit() {
        inEveryOrder(
                List.of(it -> it.send(duty(4, 10).setKind("REQUEST")), it -> it.send(visit("v1", "duty-1", 5))),
                11,
                it -> assertThat(it.levels("REQUEST")).isEqualTo("1 0 1 0 1 1 1"));
    }

    // ---- Call-backs

    @Test
    void shouldOpenTwiceAndCloseOnceForBadVisitBad() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("v1", CALL_BACK, 2)),
                        it -> it.send(rating("f2", 2, 3))),
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("2 1 0 0 0 1 0"));
    }

    @Test
    void shouldOpenOnceForBadAndBad() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(rating("f2", 2, 3)),
                        it -> it.send(rating("f3", 1, 5)),
                        it -> it.send(rating("f4", 3, 6))), // good enough
                11,
                it -> {
                    ServiceLevel row = it.row("city", "CALLBACK");
                    assertThat(row.getOpened()).isEqualTo(1);
                    assertThat(row.getToClose().getSeconds()).isEqualTo(300);
                    assertThat(row.getWithoutOutcome()).isEqualTo(1);
                    assertThat(row.getBacklogChange()).isZero();
                });
    }

    /** ratedAgain, ratedHigher, ratedLower, firstScore, secondScore */
    private static String again(Case it) {
        ServiceLevel row = it.row("city", "CALLBACK");
        return "%d %d %d %d %d"
                .formatted(
                        row.getRatedAgain(),
                        row.getRatedHigher(),
                        row.getRatedLower(),
                        row.getFirstScore(),
                        row.getSecondScore());
    }

    @Test
    void shouldCompareFirstRatingAfterCallWithTheOneThatAskedForIt() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 2, 1)),
                        it -> it.send(rating("f2", 1, 2)), // before the call-back ended
                        it -> it.send(visit("v1", CALL_BACK, 3)),
                        it -> it.send(rating("f3", 3, 5)),
                        it -> it.send(rating("f4", 1, 6))), // another call-back
                11,
                it -> assertThat(again(it)).isEqualTo("1 1 0 25 50"));
    }

    @Test
    void shouldCompareRatingsOnOneScaleAlone() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 2, 1)),
                        it -> it.send(rating("f2", 3, 2).setScale("GRADE_5")), // ends the call-back
                        it -> it.send(rating("f3", 1, 3)),
                        it -> it.send(rating("f4", 5, 4))),
                11,
                it -> assertThat(again(it)).isEqualTo("2 1 1 25 100"));
    }

    @Test
    void shouldTakeTheNextRatingWhenTheSecondIsWithdrawn() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 2, 1)),
                        it -> it.send(visit("v1", CALL_BACK, 2)),
                        it -> it.send(rating("f2", 1, 3)),
                        it -> it.send(rating("f2", 1, 3).setRevision(1).setWithdrawn(true)),
                        it -> it.send(rating("f3", 5, 4))),
                11,
                it -> {
                    assertThat(again(it)).isEqualTo("1 1 0 25 100");
                    it.send(rating("f3", 2, 4).setRevision(1));
                },
                it -> assertThat(again(it)).isEqualTo("1 0 0 25 25"));
    }

    @Test
    void shouldJoinTwoCallBacksWhenTheVisitBetweenIsWithdrawn() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("v1", CALL_BACK, 2)),
                        it -> it.send(visit("v1", CALL_BACK, 2).setRevision(1).setWithdrawn(true)),
                        it -> it.send(rating("f2", 2, 3))),
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("1 0 0 0 0 1 0"));
    }

    @Test
    void shouldWithdrawACallBackWithItsRating() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(rating("f1", 1, 1).setRevision(1).setWithdrawn(true)),
                        it -> it.send(visit("v1", CALL_BACK, 2))),
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("nothing"));
    }

    @Test
    void shouldCountUnderTheNextBadRatingWhenTheFirstTurnsGood() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(rating("f1", 5, 1).setRevision(1)),
                        it -> it.send(rating("f2", 2, 3).setUnit("city/south").setArea("hill"))),
                11,
                it -> {
                    assertThat(it.row("city/south", "CALLBACK")).isNotNull();
                    assertThat(it.row("city/north", "CALLBACK")).isNull();
                    assertThat(it.rows()).containsKey(it.own("city/south|area=hill|CALLBACK|LAST_30D|"));
                });
    }

    @Test
    void shouldEndACallBackByAFollowUpAlone() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("v1", CALL_BACK, 2).setCategory("TALK")),
                        it -> it.send(visit("v2", "callback:VISIT:v-1:SAFETY", 2)), // another question
                        it -> it.send(rating("f2", 5, 3).setImputed(true))),
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("1 0 0 0 0 1 0"));
    }

    @Test
    void shouldSortTheSameMomentByTopicAndId() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("a", CALL_BACK, 1)), // visits sort after feedback
                        it -> it.send(rating("f0", 5, 1))), // f0 sorts before f1: there is nothing to end yet
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("1 1 0 0 0 0 0"));
    }

    @Test
    void shouldTakeARatingWithoutSubjectForItsOwn() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1).setAbout(null)),
                        it -> it.send(rating("f2", 5, 2).setAbout(null)),
                        it -> it.send(visit("v1", "callback:FEEDBACK:f1:OVERALL", 3))),
                11,
                it -> assertThat(it.levels("CALLBACK")).isEqualTo("1 1 0 0 0 0 0"));
    }

    @Test
    void shouldOpenNoCallBackForAnArticleOrAReaction() {
        try (EngineFixture fixture = new EngineFixture(dir, at(11))) {
            Case it = new Case(fixture, 1);
            it.send(rating("f1", 1, 1).setAbout(new About("ARTICLE", "a1")));
            it.send(TestEvents.reaction("f2", "ANGRY", "a1").setOccurredAt(at(2)));
            it.send(rating("f3", 1, 1).setImputed(true));
            fixture.settle();

            assertThat(it.levels("CALLBACK")).isEqualTo("nothing");
        }
    }

    @Test
    void shouldOpenNoCallBackForAQuestionThatAsksForNone() {
        try (EngineFixture fixture = new EngineFixture(dir, at(11))) {
            Case it = new Case(fixture, 1);
            it.send(rating("f1", 1, 1).setQuestion("SPEED")); // the catalogue does not list it
            it.send(rating("f2", 1, 1).setQuestion("SPEED").setAbout(null));
            fixture.settle();

            assertThat(it.levels("CALLBACK")).isEqualTo("nothing");
        }
    }

    @Test
    void shouldFallDueAfterThreeWorkingDays() {
        try (EngineFixture fixture = new EngineFixture(dir, at(11))) {
            Case it = new Case(fixture, 1);
            it.send(rating("f1", 1, 1)); // a Tuesday
            fixture.pass(Duration.ofDays(3).minusMinutes(11));
            fixture.settle();
            assertThat(it.levels("CALLBACK")).isEqualTo("1 0 0 0 0 1 0");

            fixture.pass(Duration.ofMinutes(1)); // Friday, one minute past nine
            fixture.settle();
            assertThat(it.levels("CALLBACK")).isEqualTo("1 0 1 0 1 1 1");
        }
    }
}
