// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static doorstep.decode.DecodeFixture.LATEST;
import static doorstep.decode.DecodeFixture.LATEST_DUE;
import static doorstep.decode.DecodeFixture.MS;
import static doorstep.decode.DecodeFixture.accepted;
import static doorstep.decode.DecodeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Outcome;
import doorstep.event.TreePath;
import doorstep.fixtures.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitmentParserTest {
    private final DecodeFixture.TopicDecoder<Commitment> commitments = new DecodeFixture().commitments;

    @Test
    void shouldKeepEveryMomentOfACommitmentToTheMillisecond() {
        long nine = TestEvents.NINE.toEpochMilli();
        long hour = Duration.ofHours(1).toMillis();

        assertThat(accepted(commitments.parse(request()
                                .setClosedAt(TestEvents.NINE
                                        .plus(Duration.ofHours(3))
                                        .plusMillis(1))
                                .build()))
                        .event())
                .contains(doorstep.event.Commitment.builder(CommitmentKind.REQUEST, new TreePath("city/north"), nine)
                        .source("CALL_CENTRE")
                        .area(Optional.of(new TreePath("old-town/market")))
                        .category(Optional.of("OTHER"))
                        .acknowledgedAt(OptionalLong.of(nine + hour))
                        .assignedAt(OptionalLong.of(nine + hour))
                        .firstDueAt(OptionalLong.of(nine + 48 * hour))
                        .dueAt(OptionalLong.of(nine + 72 * hour))
                        .closedAt(OptionalLong.of(nine + 3 * hour + 1))
                        .outcome(Optional.of(Outcome.RESOLVED))
                        .returnedAt(List.of(nine + hour))
                        .reopenedAt(List.of(nine + 2 * hour))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"callback:VISIT:v1:OVERALL, false", "callback:, false", "Callback:x, true", "a-callback:x, true"})
    void shouldRefuseIdsThatAreReservedForCallBacks(String id, boolean accepted) {
        Commitment commitment = request().setId(id).build();

        if (accepted) {
            commitments.assertAccepted(commitment);
        } else {
            commitments.assertRefused(commitment, Reason.INVALID_FIELD, "key");
        }
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void shouldAcceptReturnsAndReopeningsUpToTheLimit(int sent, boolean accepted) {
        List<Instant> times = Collections.nCopies(sent, TestEvents.NINE);
        Commitment returned = request().setReturnedAt(times).build();
        Commitment reopened = request().setReopenedAt(times).build();

        if (accepted) {
            commitments.assertAccepted(returned);
            commitments.assertAccepted(reopened);
        } else {
            commitments.assertRefused(returned, Reason.INVALID_FIELD, "returnedAt");
            commitments.assertRefused(reopened, Reason.INVALID_FIELD, "reopenedAt");
        }
    }

    @Test
    void shouldRefuseACallBackAsARecord() {
        commitments.assertRefused(request().setKind("CALLBACK").build(), Reason.INVALID_FIELD, "kind");
        for (String kind : List.of("DUTY", "REQUEST", "SUGGESTION")) {
            commitments.assertAccepted(request().setKind(kind).build());
        }
    }

    @Test
    void shouldRefuseAnOutcomeWithoutAClosing() {
        commitments.assertRefused(request().setClosedAt(null).build(), Reason.INVALID_FIELD, "outcome");
        commitments.assertAccepted(request().setClosedAt(null).setOutcome(null).build());
        commitments.assertAccepted(request().setOutcome(null).build());
        for (String outcome : List.of("RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE")) {
            commitments.assertAccepted(request().setOutcome(outcome).build());
        }
    }

    @Test
    void shouldRefuseMomentsBeforeTheOpening() {
        Instant opened = TestEvents.NINE;
        Instant before = opened.minus(MS);

        commitments.assertRefused(
                request().setAcknowledgedAt(before).build(), Reason.INCONSISTENT_TIMES, "acknowledgedAt");
        commitments.assertRefused(request().setAssignedAt(before).build(), Reason.INCONSISTENT_TIMES, "assignedAt");
        commitments.assertRefused(request().setFirstDueAt(before).build(), Reason.INCONSISTENT_TIMES, "firstDueAt");
        commitments.assertRefused(request().setDueAt(before).build(), Reason.INCONSISTENT_TIMES, "dueAt");
        commitments.assertRefused(request().setClosedAt(before).build(), Reason.INCONSISTENT_TIMES, "closedAt");
        commitments.assertRefused(
                request().setReturnedAt(List.of(opened, before)).build(), Reason.INCONSISTENT_TIMES, "returnedAt");
        commitments.assertRefused(
                request().setReopenedAt(List.of(opened, before)).build(), Reason.INCONSISTENT_TIMES, "reopenedAt");
    }

    @Test
    void shouldAllowMomentsAtTheOpeningAndRecordsOfEarlierDates() {
        Instant opened = TestEvents.NINE;
        commitments.assertAccepted(request()
                .setAcknowledgedAt(opened)
                .setAssignedAt(opened)
                .setFirstDueAt(opened)
                .setDueAt(opened)
                .setClosedAt(opened)
                .setReturnedAt(List.of(opened))
                .setReopenedAt(List.of(opened))
                .setOccurredAt(opened.minus(Duration.ofDays(9)))
                .setRecordedAt(opened.minus(Duration.ofDays(9)))
                .build());
    }

    @Test
    void shouldAllowDueTimesTenYearsAheadAndNotLonger() {
        commitments.assertAccepted(
                request().setDueAt(LATEST_DUE).setFirstDueAt(LATEST_DUE).build());
        commitments.assertRefused(request().setDueAt(LATEST_DUE.plus(MS)).build(), Reason.FUTURE, "dueAt");
        commitments.assertRefused(request().setFirstDueAt(LATEST_DUE.plus(MS)).build(), Reason.FUTURE, "firstDueAt");
    }

    @Test
    void shouldAllowOtherMomentsFiveMinutesAheadAndNotLonger() {
        Instant beyond = LATEST.plus(MS);

        commitments.assertRefused(request().setAcknowledgedAt(beyond).build(), Reason.FUTURE, "acknowledgedAt");
        commitments.assertRefused(request().setAssignedAt(beyond).build(), Reason.FUTURE, "assignedAt");
        commitments.assertRefused(request().setClosedAt(beyond).build(), Reason.FUTURE, "closedAt");
        commitments.assertRefused(request().setReturnedAt(List.of(beyond)).build(), Reason.FUTURE, "returnedAt");
        commitments.assertRefused(request().setReopenedAt(List.of(beyond)).build(), Reason.FUTURE, "reopenedAt");
    }
}
