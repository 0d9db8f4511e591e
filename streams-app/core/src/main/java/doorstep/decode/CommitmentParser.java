// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.avro.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Link;
import doorstep.event.Outcome;
import doorstep.event.TreePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks and parses records of {@code doorstep.commitments}. */
public final class CommitmentParser implements EventParser<Commitment> {
    @Override
    public boolean mayBe(String id) {
        return !Link.isOfCallBack(id);
    }

    @Override
    public String id(Commitment commitment) {
        return commitment.getId();
    }

    @Override
    public long revision(Commitment commitment) {
        return commitment.getRevision();
    }

    @Override
    public boolean withdrawn(Commitment commitment) {
        return commitment.getWithdrawn();
    }

    @Override
    public void check(Commitment commitment, FieldFaults faults) {
        faults.notNegative("revision", commitment.getRevision());
        faults.code("source", commitment.getSource());
        faults.path("unit", commitment.getUnit());
        faults.optionalPath("area", commitment.getArea());
        faults.invalidUnless(
                ClosedCodes.of(CommitmentKind.class, commitment.getKind())
                        .filter(kind -> kind != CommitmentKind.CALLBACK)
                        .isPresent(),
                "kind");
        faults.code("category", commitment.getCategory());
        faults.invalidUnless(
                commitment.getOutcome() == null
                        || (commitment.getClosedAt() != null
                                && ClosedCodes.of(Outcome.class, commitment.getOutcome())
                                        .isPresent()),
                "outcome");
        faults.atMost(DecodeLimits.MAX_TIMES, "returnedAt", commitment.getReturnedAt());
        faults.atMost(DecodeLimits.MAX_TIMES, "reopenedAt", commitment.getReopenedAt());
        faults.past("occurredAt", commitment.getOccurredAt());
        faults.past("recordedAt", commitment.getRecordedAt());
        faults.past("openedAt", commitment.getOpenedAt());
        pastSinceOpening(commitment, "acknowledgedAt", commitment.getAcknowledgedAt(), faults);
        pastSinceOpening(commitment, "assignedAt", commitment.getAssignedAt(), faults);
        dueSinceOpening(commitment, "firstDueAt", commitment.getFirstDueAt(), faults);
        dueSinceOpening(commitment, "dueAt", commitment.getDueAt(), faults);
        pastSinceOpening(commitment, "closedAt", commitment.getClosedAt(), faults);
        commitment.getReturnedAt().forEach(time -> pastSinceOpening(commitment, "returnedAt", time, faults));
        commitment.getReopenedAt().forEach(time -> pastSinceOpening(commitment, "reopenedAt", time, faults));
    }

    private static void pastSinceOpening(Commitment commitment, String field, Instant time, FieldFaults faults) {
        faults.notBefore(commitment.getOpenedAt(), field, time);
        faults.past(field, time);
    }

    private static void dueSinceOpening(Commitment commitment, String field, Instant time, FieldFaults faults) {
        faults.notBefore(commitment.getOpenedAt(), field, time);
        faults.due(field, time);
    }

    @Override
    public Optional<Event> event(Commitment commitment) {
        CommitmentKind kind = CommitmentKind.valueOf(commitment.getKind());
        return Optional.of(doorstep.event.Commitment.builder(
                        kind,
                        new TreePath(commitment.getUnit()),
                        commitment.getOpenedAt().toEpochMilli())
                .id(kind == CommitmentKind.DUTY ? Optional.of(commitment.getId()) : Optional.empty())
                .source(commitment.getSource())
                .area(Optional.ofNullable(commitment.getArea()).map(TreePath::new))
                .category(Optional.of(commitment.getCategory()))
                .acknowledgedAt(ms(commitment.getAcknowledgedAt()))
                .assignedAt(ms(commitment.getAssignedAt()))
                .firstDueAt(ms(commitment.getFirstDueAt()))
                .dueAt(ms(commitment.getDueAt()))
                .closedAt(ms(commitment.getClosedAt()))
                .outcome(Optional.ofNullable(commitment.getOutcome()).map(Outcome::valueOf))
                .returnedAt(ms(commitment.getReturnedAt()))
                .reopenedAt(ms(commitment.getReopenedAt()))
                .build());
    }

    private static OptionalLong ms(Instant moment) {
        return moment == null ? OptionalLong.empty() : OptionalLong.of(moment.toEpochMilli());
    }

    private static List<Long> ms(List<Instant> moments) {
        return moments.stream().map(Instant::toEpochMilli).toList();
    }
}
