package doorstep.topology;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.TestEvents;
import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.ServiceLevel;
import doorstep.avro.Visit;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is owed, and what visits and ratings do about it, in every order of arrival. Moments are minutes after nine. */
class FulfilmentTopologyTest {
    private static final String CALL_BACK = "callback:VISIT:v-1:OVERALL";

    @TempDir
    Path dir;

    private static Instant at(int minute) {
        return TestEvents.NINE.plus(Duration.ofMinutes(minute));
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

    /** opened, closed, due, met, missed, backlog, overdue; "nothing" without a row */
    private static String levels(EngineBench bench, String kind) {
        Map<String, ServiceLevel> rows = bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class);
        ServiceLevel row = rows.get("city||" + kind + "|EVER|");
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

    /** In every order, each time settled or not between two records. */
    private void inEveryOrder(List<Consumer<EngineBench>> records, int asOf, Consumer<EngineBench> check) {
        int number = 0;
        for (List<Consumer<EngineBench>> order : orders(records)) {
            try (EngineBench bench = new EngineBench(dir.resolve("order-" + number), at(asOf))) {
                for (int i = 0; i < order.size(); i++) {
                    order.get(i).accept(bench);
                    if ((number >> i & 1) == 1) {
                        bench.pass(Duration.ofSeconds(1));
                    }
                }
                bench.settle();
                check.accept(bench);
            }
            number++;
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
        try (EngineBench bench = new EngineBench(dir, at(4))) {
            bench.send(visit("v1", "duty-1", 5));
            bench.send(duty(4, 10));
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 0 0 0 1 0");

            bench.pass(Duration.ofMinutes(3)); // 7
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 0 0 0 0 0");

            bench.pass(Duration.ofMinutes(4)); // 11
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 1 0 0 0");
        }
    }

    @Test
    void shouldMissADutyAsTimeGoesOnUntilItIsVisited() {
        try (EngineBench bench = new EngineBench(dir, at(9))) {
            bench.send(duty(4, 10));
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 0 0 0 1 0");

            bench.pass(Duration.ofMinutes(2)); // 11
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1");

            bench.send(visit("v1", "duty-1", 12));
            bench.pass(Duration.ofMinutes(1)); // 12
            bench.settle();
            assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 0 0");
        }
    }

    @Test
    void shouldMeetADutyWhateverTheOrderOfArrival() {
        inEveryOrder(
                List.of(it -> it.send(duty(4, 10)), it -> it.send(visit("v1", "duty-1", 5))),
                11,
                bench -> assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 1 0 0 0"));
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
                bench -> {
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1");
                    bench.pass(Duration.ofMinutes(1));
                    bench.settle();
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 0 0");
                });
    }

    @Test
    void shouldOpenADutyAgainWhenItsVisitIsTakenBack() {
        inEveryOrder(
                List.of(
                        it -> it.send(duty(4, 10)),
                        it -> it.send(visit("v1", "duty-1", 5)),
                        it -> it.send(visit("v1", "duty-1", 5).setRevision(1).setWithdrawn(true))),
                11,
                bench -> {
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1");
                    bench.send(visit("v1", "duty-1", 5).setRevision(2));
                    bench.settle();
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 1 0 0 0");
                    bench.send(Topics.VISITS, "v1", null);
                    bench.settle();
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1");
                });
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
                bench -> {
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1");
                    ServiceLevel other = bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class)
                            .get("town||DUTY|EVER|");
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
                bench -> {
                    assertThat(levels(bench, "DUTY")).isEqualTo("1 0 1 0 1 1 1"); // 5 is too early now
                    assertThat(bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class))
                            .containsKey("city/south||DUTY|EVER|")
                            .doesNotContainKey("city/north||DUTY|EVER|");
                });
    }

    @Test
    void shouldCountNothingForAVisitWithoutDuty() {
        try (EngineBench bench = new EngineBench(dir, at(11))) {
            bench.send(visit("v1", "duty-1", 5));
            bench.settle();
            assertThat(bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class)).isEmpty();
            bench.send(duty(4, null));
            bench.send(duty(4, null).setRevision(1).setWithdrawn(true));
            bench.settle();
            assertThat(bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class)).isEmpty();
        }
    }

    @Test
    void shouldNotEndARequestByAVisit() {
        inEveryOrder(
                List.of(it -> it.send(duty(4, 10).setKind("REQUEST")), it -> it.send(visit("v1", "duty-1", 5))),
                11,
                bench -> assertThat(levels(bench, "REQUEST")).isEqualTo("1 0 1 0 1 1 1"));
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
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("2 1 0 0 0 1 0"));
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
                bench -> {
                    ServiceLevel row = bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class)
                            .get("city||CALLBACK|EVER|");
                    assertThat(row.getOpened()).isEqualTo(1);
                    assertThat(row.getToClose().getSeconds()).isEqualTo(300);
                    assertThat(row.getWithoutOutcome()).isEqualTo(1);
                    assertThat(row.getBacklogChange()).isZero();
                });
    }

    @Test
    void shouldJoinTwoCallBacksWhenWhatLayBetweenIsTakenBack() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("v1", CALL_BACK, 2)),
                        it -> it.send(visit("v1", CALL_BACK, 2).setRevision(1).setWithdrawn(true)),
                        it -> it.send(rating("f2", 2, 3))),
                11,
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("1 0 0 0 0 1 0"));
    }

    @Test
    void shouldWithdrawACallBackWithItsRating() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(rating("f1", 1, 1).setRevision(1).setWithdrawn(true)),
                        it -> it.send(visit("v1", CALL_BACK, 2))),
                11,
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("nothing"));
    }

    @Test
    void shouldStandUnderTheNextBadRatingWhenTheFirstTurnsGood() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(rating("f1", 5, 1).setRevision(1)),
                        it -> it.send(rating("f2", 2, 3).setUnit("city/south").setArea("hill"))),
                11,
                bench -> assertThat(bench.rows(Topics.SERVICE_LEVELS, ServiceLevel.class))
                        .containsKeys("city/south||CALLBACK|EVER|", "city/south|area=hill|CALLBACK|LAST_30D|")
                        .doesNotContainKey("city/north||CALLBACK|EVER|"));
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
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("1 0 0 0 0 1 0"));
    }

    @Test
    void shouldSortTheSameMomentByTopicAndId() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1)),
                        it -> it.send(visit("a", CALL_BACK, 1)), // doorstep.visits comes after doorstep.feedback
                        it -> it.send(rating("f0", 5, 1))), // f0 before f1: nothing to end yet
                11,
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("1 1 0 0 0 0 0"));
    }

    @Test
    void shouldTakeARatingWithoutSubjectForItsOwn() {
        inEveryOrder(
                List.of(
                        it -> it.send(rating("f1", 1, 1).setAbout(null)),
                        it -> it.send(rating("f2", 5, 2).setAbout(null)),
                        it -> it.send(visit("v1", "callback:FEEDBACK:f1:OVERALL", 3))),
                11,
                bench -> assertThat(levels(bench, "CALLBACK")).isEqualTo("1 1 0 0 0 0 0"));
    }

    @Test
    void shouldOpenNoCallBackForAnArticleOrAReaction() {
        try (EngineBench bench = new EngineBench(dir, at(11))) {
            bench.send(rating("f1", 1, 1).setAbout(new About("ARTICLE", "a1")));
            bench.send(TestEvents.reaction("f2", "ANGRY", "a1").setOccurredAt(at(2)));
            bench.send(rating("f3", 1, 1).setImputed(true));
            bench.settle();

            assertThat(levels(bench, "CALLBACK")).isEqualTo("nothing");
        }
    }

    @Test
    void shouldFallDueAfterThreeWorkingDays() {
        try (EngineBench bench = new EngineBench(dir, at(11))) {
            bench.send(rating("f1", 1, 1)); // a Tuesday
            bench.pass(Duration.ofDays(3).minusMinutes(11));
            bench.settle();
            assertThat(levels(bench, "CALLBACK")).isEqualTo("1 0 0 0 0 1 0");

            bench.pass(Duration.ofMinutes(1)); // Friday, one minute past nine
            bench.settle();
            assertThat(levels(bench, "CALLBACK")).isEqualTo("1 0 1 0 1 1 1");
        }
    }
}
