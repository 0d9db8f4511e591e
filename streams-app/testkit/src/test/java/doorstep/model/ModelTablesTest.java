// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.ContentHash;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Tests the model on histories that are small enough to count by hand. */
class ModelTablesTest {
    private static final Instant NINE = Instant.parse("2011-03-01T01:00:00Z"); // 09:00 in Shanghai
    private static final Schema VISIT = Visit.getClassSchema();
    private static final Schema FEEDBACK = Feedback.getClassSchema();

    private final List<RawRecord> records = new ArrayList<>();

    @Test
    void shouldCountTheCorrectedVisitAloneUnderEveryPrefix() {
        send(visit("v1", 0, "bureau/east", 3));
        send(visit("v1", 1, "bureau/west", 5));
        send(visit("v1", 1, "bureau/west", 5));
        send(visit("v2", 0, "bureau/west", 2));

        Map<String, Map<String, Object>> rows = figures().rows().get("doorstep.visit-counts");

        assertThat(rows.get("*|||DAY|2011-03-01")).containsEntry("visits", 2L).containsEntry("people", 7L);
        assertThat(rows.get("bureau|category=TALK||LAST_30D|")).containsEntry("people", 7L);
        assertThat(rows.get("bureau|category=TALK||MONTH|2011-03-01")).containsEntry("people", 7L);
        assertThat(rows.get("bureau/west|area=north%2Fhill||YEAR|2011-01-01")).containsEntry("people", 7L);
        assertThat(rows.keySet()).noneMatch(key -> key.startsWith("bureau/east"));
        // 3 units, 11 windows of all visits, 5 windows of category, mode and two areas
        assertThat(rows).hasSize(3 * (11 + 5 * 4));
    }

    @Test
    void shouldDeleteByNullValueAndWithdrawByFlagUntilUndone() {
        send(visit("v1", 0, "a", 1));
        send(new RawRecord("doorstep.visits", 0, records.size(), utf8("v1"), null, NINE));
        send(visit("v1", 9, "a", 1));
        Visit withdrawn = visit("v2", 1, "a", 1);
        withdrawn.setWithdrawn(true);
        send(withdrawn);
        send(visit("v2", 0, "a", 1));

        assertThat(figures().rows()).isEmpty();
        assertThat(figures().accounts())
                .isEqualTo(Map.of("doorstep.visits:0", new ExpectedFigures.Account(5, 0, 2, 3)));

        send(visit("v2", 2, "a", 4));
        assertThat(figures().rows().get("doorstep.visit-counts").get("a|||EVER|"))
                .containsEntry("visits", 1L)
                .containsEntry("people", 4L);
    }

    @Test
    void shouldScoreAnswersByTheFormulasOfTheDesign() {
        int[] likelihoods = {9, 9, 9, 10, 10, 0, 6, 7, 7, 8}; // 5 promoters, 2 detractors
        for (int i = 0; i < likelihoods.length; i++) {
            send(rating("n" + i, "RECOMMEND", "NPS_11", likelihoods[i]));
        }
        int[] grades = {3, 3, 4, 4, 5, 5, 5, 5, 2, 1}; // 8 of 10 satisfied
        for (int i = 0; i < grades.length; i++) {
            send(rating("g" + i, "OVERALL", "GRADE_5", grades[i]));
        }
        Feedback silent = rating("g10", "OVERALL", "GRADE_5", 5);
        silent.setImputed(true);
        send(silent);

        Map<String, Map<String, Object>> rows = figures().rows().get("doorstep.satisfaction-scores");

        Map<String, Object> nps = rows.get("*||RECOMMEND:NPS_11|EVER|");
        assertThat((double) nps.get("nps")).isCloseTo(30, within(1e-9));
        assertThat((double) nps.get("npsLow")).isCloseTo(-18.407, within(1e-3));
        assertThat((double) nps.get("npsHigh")).isCloseTo(78.407, within(1e-3));
        Map<String, Object> grade = rows.get("*||OVERALL:GRADE_5|EVER|");
        assertThat(grade)
                .containsEntry("answers", 10L)
                .containsEntry("imputed", 1L)
                .containsEntry("sum", 37L)
                .containsEntry("satisfied", 8L)
                .containsEntry("distribution", List.of(1L, 1L, 2L, 2L, 4L))
                .containsEntry("nps", null)
                .containsEntry("enough", true);
        assertThat((double) grade.get("mean")).isCloseTo(3.7, within(1e-9));
        assertThat((double) grade.get("satisfiedLow")).isCloseTo(0.49016, within(1e-5));
        assertThat((double) grade.get("satisfiedHigh")).isCloseTo(0.94332, within(1e-5));
        assertThat(figures().rows().get("doorstep.feedback-counts").get("*|||EVER|"))
                .containsEntry("ratings", 20L)
                .containsEntry("ratingsAboutVisits", 10L)
                .containsEntry("imputed", 1L);
    }

    @Test
    void shouldRefuseByTheFirstFault() {
        Visit visit = visit("v1", 0, "a//b", 1);
        visit.setOccurredAt(Instant.parse("1900-01-01T00:00:00Z"));
        send(visit);
        Visit future = visit("v2", 0, "a", 1);
        future.setOccurredAt(NINE.plusMillis(300_001));
        send(future);
        Visit atTheLimit = visit("v3", 0, "a", 1);
        atTheLimit.setOccurredAt(NINE.plusMillis(300_000));
        send(atTheLimit);

        assertThat(figures().refused().values()).containsExactly("INVALID_FIELD", "FUTURE");
    }

    private ExpectedFigures figures() {
        return figures(NINE);
    }

    private ExpectedFigures figures(Instant asOf) {
        ModelConfig config = new ModelConfig(
                ZoneId.of("Asia/Shanghai"),
                0,
                Instant.parse("2000-01-01T00:00:00Z"),
                10,
                Map.of(),
                Set.of(),
                Map.of("OVERALL", new ModelConfig.Question("GRADE_5", Optional.empty(), List.of(), true)),
                1,
                Map.of(
                        BundledSchemas.idOf(VISIT), VISIT,
                        BundledSchemas.idOf(FEEDBACK), FEEDBACK,
                        BundledSchemas.idOf(Commitment.getClassSchema()), Commitment.getClassSchema()),
                Set.of());
        return new Model(config, ContentHash::of).figures(records, asOf);
    }

    private static Visit visit(String id, int revision, String unit, int people) {
        return Visit.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setSource("CRM")
                .setUnit(unit)
                .setArea("north/hill")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setCategory("TALK")
                .setMode("DOOR")
                .setPeople(people)
                .build();
    }

    private static Feedback rating(String id, String question, String scale, int score) {
        return Feedback.newBuilder()
                .setId(id)
                .setSource("CRM")
                .setUnit("a")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setKind("RATING")
                .setChannel("SMS")
                .setQuestion(question)
                .setScale(scale)
                .setScore(score)
                .setAbout(new About("VISIT", "v1"))
                .build();
    }

    private void send(Visit visit) {
        byte[] value = new AvroWriter<Visit>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas()).toBytes(visit);
        send(new RawRecord("doorstep.visits", 0, records.size(), utf8(visit.getId()), value, NINE));
    }

    private void send(Feedback feedback) {
        byte[] value =
                new AvroWriter<Feedback>(Topics.FEEDBACK, TopicNames.DEFAULT, new BundledSchemas()).toBytes(feedback);
        send(new RawRecord("doorstep.feedback", 0, records.size(), utf8(feedback.getId()), value, NINE));
    }

    private void send(RawRecord record) {
        records.add(record);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- What is owed; moments are minutes after nine

    private static Instant at(int minute) {
        return NINE.plusSeconds(60L * minute);
    }

    private void duty(String id, int opened, int due) {
        Commitment duty = Commitment.newBuilder()
                .setId(id)
                .setSource("CRM")
                .setUnit("a")
                .setOccurredAt(at(opened))
                .setRecordedAt(at(opened))
                .setKind("DUTY")
                .setCategory("CASE_PARTY")
                .setOpenedAt(at(opened))
                .setDueAt(at(due))
                .build();
        byte[] value =
                new AvroWriter<Commitment>(Topics.COMMITMENTS, TopicNames.DEFAULT, new BundledSchemas()).toBytes(duty);
        send(new RawRecord("doorstep.commitments", 0, records.size(), utf8(id), value, at(60)));
    }

    private void visit(String id, String fulfils, int minute) {
        Visit visit = visit(id, 0, "a", 1);
        visit.setCategory("FOLLOW_UP");
        visit.setFulfils(fulfils);
        visit.setOccurredAt(at(minute));
        byte[] value = new AvroWriter<Visit>(Topics.VISITS, TopicNames.DEFAULT, new BundledSchemas()).toBytes(visit);
        send(new RawRecord("doorstep.visits", 0, records.size(), utf8(id), value, at(60)));
    }

    private void rating(String id, int grade, int minute) {
        Feedback rating = rating(id, "OVERALL", "GRADE_5", grade);
        rating.setOccurredAt(at(minute));
        byte[] value =
                new AvroWriter<Feedback>(Topics.FEEDBACK, TopicNames.DEFAULT, new BundledSchemas()).toBytes(rating);
        send(new RawRecord("doorstep.feedback", 0, records.size(), utf8(id), value, at(60)));
    }

    /** opened, closed, due, met, missed, backlog, overdue */
    private String levels(String kind, int asOf) {
        Map<String, Object> row =
                figures(at(asOf)).rows().get("doorstep.service-levels").get("a||" + kind + "|EVER|");
        return "%s %s %s %s %s %s %s"
                .formatted(
                        row.get("opened"),
                        row.get("closed"),
                        row.get("due"),
                        row.get("met"),
                        row.get("missed"),
                        row.get("backlogChange"),
                        row.get("overdueChange"));
    }

    @Test
    void shouldMeetADutyByTheFirstVisitSinceItsOpening() {
        duty("d1", 4, 10);
        visit("v1", "d1", 5);

        assertThat(levels("DUTY", 4)).isEqualTo("1 0 0 0 0 1 0");
        assertThat(levels("DUTY", 7)).isEqualTo("1 0 0 0 0 0 0");
        assertThat(levels("DUTY", 11)).isEqualTo("1 0 1 1 0 0 0");
    }

    @Test
    void shouldMissADutyThatIsVisitedBeforeItsOpeningAndAfterItsTime() {
        duty("d1", 4, 10);
        visit("v1", "d1", 3);
        visit("v2", "d1", 12);

        assertThat(levels("DUTY", 9)).isEqualTo("1 0 0 0 0 1 0");
        assertThat(levels("DUTY", 10)).isEqualTo("1 0 1 0 1 1 1");
        assertThat(levels("DUTY", 12)).isEqualTo("1 0 1 0 1 0 0");
    }

    @Test
    void shouldOpenTwoCallBacksAndCloseOneForBadVisitBad() {
        rating("f1", 1, 1);
        visit("v9", "callback:VISIT:v1:OVERALL", 2);
        rating("f2", 2, 3);

        assertThat(levels("CALLBACK", 1)).isEqualTo("1 0 0 0 0 1 0");
        assertThat(levels("CALLBACK", 2)).isEqualTo("1 1 0 0 0 0 0");
        assertThat(levels("CALLBACK", 5)).isEqualTo("2 1 0 0 0 1 0");
        assertThat(levels("CALLBACK", 3 * 24 * 60 + 2)).isEqualTo("2 1 1 1 0 1 0"); // from Tuesday to Friday
        assertThat(levels("CALLBACK", 3 * 24 * 60 + 3)).isEqualTo("2 1 2 1 1 1 1");
    }

    @Test
    void shouldCompareFirstRatingAfterCallWithTheOneThatAskedForIt() {
        rating("f1", 2, 1);
        rating("f2", 1, 2);
        visit("v9", "callback:VISIT:v1:OVERALL", 3);
        rating("f3", 4, 5);
        rating("f4", 1, 6);

        assertThat(again(4)).isEqualTo("0 0 0 0 0 null");
        assertThat(again(6)).isEqualTo("1 1 0 25 75 1.0");
    }

    private String again(int asOf) {
        Map<String, Object> row =
                figures(at(asOf)).rows().get("doorstep.service-levels").get("a||CALLBACK|EVER|");
        return "%s %s %s %s %s %s"
                .formatted(
                        row.get("ratedAgain"),
                        row.get("ratedHigher"),
                        row.get("ratedLower"),
                        row.get("firstScore"),
                        row.get("secondScore"),
                        row.get("ratedHigherShare"));
    }

    @Test
    void shouldTakeTheMeanOfTheBucketThatHoldsTheNearestRank() {
        closedAfter(3, 255, 255, 256, 257, 1_000, 1_001, 1_003, 5_000, 5_040);

        // Buckets begin at 256 (2 s wide), 1,000 (4 s), 4,992 and 5,024 (32 s).
        assertThat(timesToClose())
                .isEqualTo(Map.of(
                        "count",
                        10L,
                        "seconds",
                        14_070L,
                        "days",
                        0L,
                        "p50",
                        256L,
                        "p90",
                        5_000L,
                        "p99",
                        5_040L,
                        "buckets",
                        List.of(
                                bucket(1, 3),
                                bucket(2, 510),
                                bucket(2, 513),
                                bucket(3, 3_004),
                                bucket(1, 5_000),
                                bucket(1, 5_040))));
    }

    private static Map<String, Long> bucket(long count, long seconds) {
        return Map.of("count", count, "seconds", seconds);
    }

    private void closedAfter(long... seconds) {
        for (int i = 0; i < seconds.length; i++) {
            Commitment request = Commitment.newBuilder()
                    .setId("r" + i)
                    .setSource("CRM")
                    .setUnit("a")
                    .setOccurredAt(NINE)
                    .setRecordedAt(NINE)
                    .setKind("REQUEST")
                    .setCategory("OTHER")
                    .setOpenedAt(NINE)
                    .setClosedAt(NINE.plusSeconds(seconds[i]))
                    .build();
            byte[] value = new AvroWriter<Commitment>(Topics.COMMITMENTS, TopicNames.DEFAULT, new BundledSchemas())
                    .toBytes(request);
            send(new RawRecord("doorstep.commitments", 0, records.size(), utf8(request.getId()), value, at(600)));
        }
    }

    private Object timesToClose() {
        return figures(at(600))
                .rows()
                .get("doorstep.service-levels")
                .get("a||REQUEST|EVER|")
                .get("toClose");
    }
}
