// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Commitment;
import doorstep.avro.ServiceLevel;
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

/** Duties that come back ten days after each visit: rows of the worklist, and levels. Moments are days. */
class RecurringDutyTopologyTest {
    @TempDir
    Path dir;

    private EngineFixture fixture;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(dir, at(100));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Instant at(int day) {
        return TestEvents.NINE.plus(Duration.ofDays(day));
    }

    private static Commitment.Builder duty(String id) {
        return TestEvents.request(id)
                .setKind("DUTY")
                .setCategory("DELEGATE")
                .setRecordedAt(at(0))
                .setOpenedAt(at(0))
                .setAcknowledgedAt(at(1))
                .setAssignedAt(at(1))
                .setFirstDueAt(at(4))
                .setDueAt(at(5))
                .setClosedAt(null)
                .setOutcome(null)
                .setReturnedAt(List.of(at(1)))
                .setReopenedAt(List.of(at(1)));
    }

    private static Visit.Builder visit(String id, String fulfils, int day) {
        return TestEvents.visit(id).setFulfils(fulfils).setOccurredAt(at(day)).setRecordedAt(at(day));
    }

    private Map<String, WorkItem> rows() {
        fixture.settle();
        return fixture.rows(Topics.WORKLIST, WorkItem.class);
    }

    private int sent() {
        fixture.settle();
        return fixture.written(Topics.WORKLIST);
    }

    /** Opened, due, met, missed, closed, backlog, overdue; ever. */
    private String levels(String unit) {
        fixture.settle();
        ServiceLevel row =
                fixture.rows(Topics.SERVICE_LEVELS, ServiceLevel.class).get(unit + "||DUTY|EVER|");
        return row == null
                ? "none"
                : "%d %d %d %d %d %d %d"
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
    void shouldReplaceTheRowByThatOfTheNextTime() {
        fixture.send(duty("d"));
        assertThat(rows().get("d").getOpenedBy()).isNull();
        fixture.send(visit("v", "d", 7));

        assertThat(sent()).isEqualTo(2);
        assertThat(rows())
                .containsOnlyKeys("d")
                .containsValue(WorkItem.newBuilder()
                        .setId("d")
                        .setKind("DUTY")
                        .setCategory("DELEGATE")
                        .setUnit("city/north")
                        .setArea("old-town/market")
                        .setSource("CALL_CENTRE")
                        .setOpenedAt(at(7))
                        .setDueAt(at(17))
                        .setReturned(0)
                        .setReopened(0)
                        .setOpenedBy("v")
                        .build());
        assertThat(fixture.progress("commitments:0").getOpen()).isEqualTo(Map.of("DUTY", 1L));
    }

    @Test
    void shouldCountEachTime() {
        fixture.send(duty("d"));
        fixture.send(visit("v", "d", 5));
        fixture.send(visit("w", "d", 16));
        assertThat(levels("city/north")).isEqualTo("3 3 1 2 0 1 1");
        fixture.send(visit("x", "d", 95));

        assertThat(levels("city/north")).isEqualTo("4 3 1 2 0 1 0"); // the next one is not due yet
    }

    @Test
    void shouldEndWithTheClosing() {
        fixture.send(duty("d"));
        fixture.send(visit("v", "d", 5));
        fixture.send(duty("d").setRevision(1).setClosedAt(at(9)));

        assertThat(rows()).isEmpty();
        assertThat(levels("city/north")).isEqualTo("2 1 1 0 1 0 0");
        fixture.send(duty("d").setRevision(2));
        assertThat(rows().get("d").getOpenedBy()).isEqualTo("v");
    }

    @Test
    void shouldGoBackWhenAVisitIsWithdrawn() {
        fixture.send(duty("d"));
        WorkItem first = rows().get("d");
        fixture.send(visit("v", "d", 5));
        fixture.send(visit("w", "d", 16));
        WorkItem last = rows().get("d");
        fixture.send(visit("v", "d", 5).setRevision(1).setWithdrawn(true));
        assertThat(rows()).containsOnlyKeys("d").containsValue(last);
        assertThat(levels("city/north")).isEqualTo("2 2 0 2 0 1 1");
        fixture.send(Topics.VISITS, "w", null);

        assertThat(rows()).containsOnlyKeys("d").containsValue(first);
        assertThat(levels("city/north")).isEqualTo("1 1 0 1 0 1 1");
    }

    @Test
    void shouldChangeNoRowWithAnotherVisitOfTheDate() {
        fixture.send(duty("d"));
        fixture.send(visit("v", "d", 5));
        int before = sent();
        fixture.send(visit("w", "d", 5).setOccurredAt(at(5).plusSeconds(60)));

        assertThat(sent()).isEqualTo(before);
        assertThat(levels("city/north")).isEqualTo("2 2 1 1 0 1 1");
    }

    @Test
    void shouldMoveAllTimesWithTheDuty() {
        fixture.send(visit("v", "d", 5)); // before the duty that it names
        fixture.send(visit("w", "d", 16));
        fixture.send(duty("d"));
        assertThat(levels("city/north")).isEqualTo("3 3 1 2 0 1 1");
        fixture.send(duty("d").setRevision(1).setUnit("city/south"));

        assertThat(levels("city/north")).isEqualTo("none");
        assertThat(levels("city/south")).isEqualTo("3 3 1 2 0 1 1");
        assertThat(rows().get("d").getUnit()).isEqualTo("city/south");
        fixture.send(duty("d")
                .setRevision(2)
                .setUnit("city/south")
                .setOpenedAt(at(6))
                .setAcknowledgedAt(null)
                .setAssignedAt(null)
                .setFirstDueAt(null)
                .setDueAt(at(20))
                .setReturnedAt(List.of())
                .setReopenedAt(List.of()));
        assertThat(levels("city/south")).isEqualTo("2 2 1 1 0 1 1");
        fixture.send(duty("d").setRevision(3).setUnit("city/south").setCategory("OTHER"));
        assertThat(levels("city/south")).isEqualTo("1 1 1 0 0 0 0");
        assertThat(rows()).isEmpty();
    }

    @Test
    void shouldMoveAVisitFromOneDutyToAnother() {
        fixture.send(duty("d"));
        fixture.send(duty("e"));
        fixture.send(visit("v", "d", 5));
        int before = sent();
        fixture.send(visit("v", "e", 6).setRevision(1));

        assertThat(sent()).isEqualTo(before + 2);
        assertThat(rows().get("d").getOpenedBy()).isNull();
        assertThat(rows().get("e").getDueAt()).isEqualTo(at(16));
    }

    @Test
    void shouldSendNoRowWithoutAChangeOfWhatIsOpen() {
        fixture.send(duty("d"));
        fixture.send(visit("v", "d", 5));
        fixture.send(visit("w", "d", 16));
        int before = sent();
        fixture.send(visit("between", "d", 10));
        fixture.send(duty("d").setRevision(1).setDueAt(at(6)).setAcknowledgedAt(at(2)));

        assertThat(sent()).isEqualTo(before);
        assertThat(levels("city/north")).isEqualTo("4 4 3 1 0 1 1");
    }

    @Test
    void shouldForgetATimeThatNeverWasWithANullValue() {
        fixture.send(duty("d"));
        fixture.send(visit("v", "d", 5));
        fixture.send(Topics.COMMITMENTS, "d", null);
        fixture.send(visit("w", "d", 16));

        assertThat(rows()).isEmpty();
        assertThat(levels("city/north")).isEqualTo("none");
    }
}
