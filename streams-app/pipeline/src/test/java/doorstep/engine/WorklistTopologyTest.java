// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.avro.WorkItem;
import doorstep.fixtures.TestEvents;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of what is owed: when they come, what they say, and what takes them away. Moments are minutes after nine. */
class WorklistTopologyTest {
    private static final String CALL_BACK = "callback:VISIT:v-1:OVERALL";

    @TempDir
    Path dir;

    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(dir, at(60));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Instant at(int minute) {
        return TestEvents.NINE.plus(Duration.ofMinutes(minute));
    }

    private static Commitment.Builder owed(String id, String kind) {
        return TestEvents.request(id)
                .setKind(kind)
                .setRecordedAt(at(0))
                .setAcknowledgedAt(at(5))
                .setAssignedAt(at(6))
                .setFirstDueAt(at(10))
                .setDueAt(at(20))
                .setClosedAt(null)
                .setOutcome(null)
                .setReturnedAt(List.of(at(1), at(2)))
                .setReopenedAt(List.of(at(3)));
    }

    private static Visit.Builder visit(String id, String fulfils, int minute) {
        return TestEvents.visit(id)
                .setFulfils(fulfils)
                .setCategory("FOLLOW_UP")
                .setOccurredAt(at(minute))
                .setRecordedAt(at(minute));
    }

    private static Feedback.Builder rating(String id, int stars, int minute) {
        return TestEvents.rating(id, stars)
                .setSource("SURVEY")
                .setAbout(new About("VISIT", "v-1"))
                .setOccurredAt(at(minute))
                .setRecordedAt(at(minute));
    }

    private Map<String, WorkItem> rows() {
        fixture.settle();
        return fixture.rows(Topics.WORKLIST, WorkItem.class);
    }

    private int sent() {
        fixture.settle();
        return fixture.written(Topics.WORKLIST);
    }

    @Test
    void shouldSayEverythingAboutADuty() {
        fixture.send(owed("d", "DUTY"));

        assertThat(rows())
                .containsOnlyKeys("d")
                .containsValue(WorkItem.newBuilder()
                        .setId("d")
                        .setKind("DUTY")
                        .setCategory("OTHER")
                        .setUnit("city/north")
                        .setArea("old-town/market")
                        .setSource("CALL_CENTRE")
                        .setOpenedAt(at(0))
                        .setAcknowledgedAt(at(5))
                        .setAssignedAt(at(6))
                        .setFirstDueAt(at(10))
                        .setDueAt(at(20))
                        .setReturned(2)
                        .setReopened(1)
                        .build());
        assertThat(fixture.asOf(Topics.WORKLIST)).isEqualTo("none");
        assertThat(fixture.progress("commitments:0").getOpen()).isEqualTo(Map.of("DUTY", 1L));
    }

    @Test
    void shouldSayEverythingAboutACallBack() {
        fixture.send(rating("f", 2, 1).setUnit("city/south").setArea("harbour"));

        assertThat(rows())
                .containsOnlyKeys(CALL_BACK)
                .containsValue(WorkItem.newBuilder()
                        .setId(CALL_BACK)
                        .setKind("CALLBACK")
                        .setUnit("city/south")
                        .setArea("harbour")
                        .setSource("SURVEY")
                        .setOpenedAt(at(1))
                        .setFirstDueAt(at(1).plus(Duration.ofDays(3)))
                        .setDueAt(at(1).plus(Duration.ofDays(3)))
                        .setReturned(0)
                        .setReopened(0)
                        .setOpenedBy("f")
                        .setSubjectType("VISIT")
                        .setSubjectId("v-1")
                        .setQuestion("OVERALL")
                        .setScale("STARS_5")
                        .setScore(2)
                        .build());
    }

    @Test
    void shouldNameARatingWithoutSubjectAsItsOwn() {
        fixture.send(rating("f", 1, 1).setAbout(null));

        assertThat(rows().get("callback:FEEDBACK:f:OVERALL")).satisfies(row -> {
            assertThat(row.getSubjectType()).isEqualTo("FEEDBACK");
            assertThat(row.getSubjectId()).isEqualTo("f");
            assertThat(row.getOpenedBy()).isEqualTo("f");
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE"})
    void shouldRemoveARowWithAnyClosing(String outcome) {
        for (String kind : List.of("DUTY", "REQUEST", "SUGGESTION")) {
            fixture.send(owed(kind, kind));
            fixture.send(owed(kind, kind).setRevision(1).setClosedAt(at(30)).setOutcome(outcome));
        }

        assertThat(rows()).isEmpty();
        assertThat(sent()).isEqualTo(6);
        assertThat(fixture.progress("commitments:0").getOpen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 21})
    void shouldRemoveADutyWithAVisitInTimeOrLate(int minute) {
        fixture.send(owed("d", "DUTY"));
        fixture.send(visit("v", "d", minute));

        assertThat(rows()).isEmpty();
    }

    @Test
    void shouldKeepARequestThatAVisitNames() {
        fixture.send(owed("r", "REQUEST"));
        fixture.send(visit("v", "r", 5));

        assertThat(rows()).containsOnlyKeys("r");
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void shouldBringADutyBackWithItsIdWhenItsVisitIsTakenBack() {
        fixture.send(owed("d", "DUTY"));
        WorkItem row = rows().get("d");
        fixture.send(visit("v", "d", 5));
        assertThat(rows()).isEmpty();
        fixture.send(Topics.VISITS, "v", null);

        assertThat(rows()).containsOnlyKeys("d").containsValue(row);
    }

    @Test
    void shouldNotBringADutyBackAfterANullValue() {
        fixture.send(owed("d", "DUTY"));
        fixture.send(visit("v", "d", 5));
        fixture.send(Topics.COMMITMENTS, "d", null);
        fixture.send(Topics.VISITS, "v", null);
        fixture.send(owed("d", "DUTY").setRevision(7));

        assertThat(rows()).isEmpty();
        assertThat(sent()).isEqualTo(2);
    }

    @Test
    void shouldBringAWithdrawnRequestBackWithAHigherRevision() {
        fixture.send(owed("r", "REQUEST"));
        fixture.send(owed("r", "REQUEST").setRevision(1).setWithdrawn(true));
        assertThat(rows()).isEmpty();
        fixture.send(owed("r", "REQUEST").setRevision(2).setSource("APP"));

        assertThat(rows().get("r").getSource()).isEqualTo("APP");
    }

    @Test
    void shouldSendNothingIfTheRowIsAsLastSent() {
        fixture.send(owed("d", "DUTY"));
        fixture.send(owed("d", "DUTY").setRevision(1));
        fixture.send(owed("d", "DUTY").setRevision(2).setOccurredAt(at(1)));
        assertThat(sent()).isEqualTo(1);
        fixture.send(owed("d", "DUTY").setRevision(3).setReturnedAt(List.of(at(1), at(7))));
        assertThat(sent()).isEqualTo(1);
        fixture.send(owed("d", "DUTY").setRevision(4).setSource("APP"));

        assertThat(sent()).isEqualTo(2);
        assertThat(rows().get("d").getSource()).isEqualTo("APP");
    }

    @Test
    void shouldSendNothingAboutWhatWasNeverOpen() {
        fixture.send(owed("d", "DUTY").setClosedAt(at(30)));
        fixture.send(Topics.COMMITMENTS, "d", null);
        fixture.send(Topics.COMMITMENTS, "unheard of", null);
        fixture.send(rating("f", 5, 1));
        fixture.send(visit("v", CALL_BACK, 2));

        assertThat(sent()).isZero();
    }

    @Test
    void shouldSendOneRecordForEachTargetOfAVisitThatMoves() {
        fixture.send(owed("d", "DUTY"));
        fixture.send(owed("e", "DUTY"));
        fixture.send(visit("v", "d", 5));
        int before = sent();
        fixture.send(visit("v", "e", 5).setRevision(1));

        assertThat(sent()).isEqualTo(before + 2);
        assertThat(rows()).containsOnlyKeys("d");
    }

    @Test
    void shouldEndACallBackWithAFollowUpOrAnotherRating() {
        fixture.send(rating("f", 1, 1));
        fixture.send(visit("v", CALL_BACK, 2).setCategory("INSPECTION"));
        assertThat(rows()).containsOnlyKeys(CALL_BACK);
        fixture.send(visit("w", CALL_BACK, 3));
        assertThat(rows()).isEmpty();
        fixture.send(rating("g", 2, 4));
        assertThat(rows().get(CALL_BACK).getOpenedBy()).isEqualTo("g");
        fixture.send(rating("h", 5, 5));

        assertThat(rows()).isEmpty();
    }

    @Test
    void shouldRemoveACallBackWhoseRatingOpensNoneAnyMore() {
        fixture.send(rating("f", 1, 1));
        fixture.send(rating("f", 1, 1).setRevision(1).setImputed(true));
        assertThat(rows()).isEmpty();
        fixture.send(rating("f", 1, 1).setRevision(2).setAbout(new About("VISIT", "v-2")));
        assertThat(rows()).containsOnlyKeys("callback:VISIT:v-2:OVERALL");
        fixture.send(rating("f", 4, 1).setRevision(3).setAbout(new About("VISIT", "v-2")));

        assertThat(rows()).isEmpty();
    }

    @Test
    void shouldTellACorrectedRatingInOneRecord() {
        fixture.send(rating("f", 1, 1));
        int before = sent();
        fixture.send(rating("f", 2, 1).setRevision(1));
        assertThat(sent()).isEqualTo(before + 1);
        fixture.send(rating("f", 2, 1).setRevision(2).setSource("APP"));

        assertThat(sent()).isEqualTo(before + 2);
        assertThat(rows().get(CALL_BACK).getScore()).isEqualTo(2);
        assertThat(rows().get(CALL_BACK).getSource()).isEqualTo("APP");
    }

    @Test
    void shouldRefuseACommitmentWithTheIdOfACallBack() {
        fixture.send(owed(CALL_BACK, "DUTY"));
        fixture.send(Topics.COMMITMENTS, CALL_BACK, null);
        fixture.send(rating("f", 1, 1));

        assertThat(rows().get(CALL_BACK).getKind()).isEqualTo("CALLBACK");
        assertThat(fixture.rejected("doorstep.commitments:0:0").getReason()).isEqualTo("INVALID_FIELD");
        assertThat(fixture.rejected("doorstep.commitments:0:1").getField()).isEqualTo("key");
    }
}
