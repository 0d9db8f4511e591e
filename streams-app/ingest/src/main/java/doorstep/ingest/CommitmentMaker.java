// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static doorstep.decode.DecodeLimits.MAX_TIMES;

import doorstep.avro.Commitment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes commitments from rows. */
final class CommitmentMaker implements EventMaker {
    private static final List<String> KINDS = List.of("DUTY", "REQUEST", "SUGGESTION");
    private static final List<String> OUTCOMES = List.of("RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE");

    private final CommonFields common;
    private final Field<String> kind;
    private final Field<String> category;
    private final TimeField openedAt;
    private final TimeField acknowledgedAt;
    private final TimeField assignedAt;
    private final TimeField firstDueAt;
    private final TimeField dueAt;
    private final TimeField closedAt;
    private final Field<String> outcome;
    private final TimesField returnedAt;
    private final TimesField reopenedAt;
    private final Duration clamp;

    /** Reads the times of one commitment. None may be before its opening, except those that the mapping clamps. */
    private final class SinceOpening {
        private final RowInFile row;
        private final PipelineLimits limits;
        private final Instant opened;
        private int clamped;

        SinceOpening(RowInFile row, PipelineLimits limits, Instant opened) {
            this.row = row;
            this.limits = limits;
            this.opened = opened;
        }

        /** Null if the row has none. */
        Instant read(TimeField time) throws BadValue {
            Optional<Instant> read = time.read(row, limits);
            return read.isEmpty() ? null : moved(read.get(), time.name(), time.field());
        }

        List<Instant> read(TimesField times) throws BadValue {
            List<Instant> read = times.read(row, limits);
            PipelineLimits.atMost(MAX_TIMES, read, times.name(), times.field());
            List<Instant> moved = new ArrayList<>(read.size());
            for (Instant time : read) {
                moved.add(moved(time, times.name(), times.field()));
            }
            return moved;
        }

        private Instant moved(Instant time, String name, Field<?> field) throws BadValue {
            if (!time.isBefore(opened)) {
                return time;
            }
            if (time.isBefore(opened.minus(clamp))) {
                throw new BadValue("before openedAt").of(name, field.columns());
            }
            clamped++;
            return opened;
        }
    }

    CommitmentMaker(Fields fields) {
        openedAt = fields.neededTime("openedAt");
        TimeField occurredAt =
                fields.sets("occurredAt") ? fields.neededTime("occurredAt") : occursWhenOpened(fields, openedAt);
        common = new CommonFields(fields, occurredAt);
        kind = fields.needed("kind", fields.oneOf("kind", KINDS));
        category = fields.needed("category", fields.code("category"));
        acknowledgedAt = fields.time("acknowledgedAt");
        assignedAt = fields.time("assignedAt");
        firstDueAt = fields.due("firstDueAt");
        dueAt = fields.due("dueAt");
        closedAt = fields.time("closedAt");
        outcome = fields.oneOf("outcome", OUTCOMES);
        returnedAt = fields.times("returnedAt");
        reopenedAt = fields.times("reopenedAt");
        clamp = fields.clamp();
    }

    private static TimeField occursWhenOpened(Fields fields, TimeField openedAt) {
        fields.time("occurredAt"); // makes the name known
        return openedAt;
    }

    @Override
    public Made make(RowInFile row, PipelineLimits limits) throws BadValue {
        CommonFields.Read shared = common.read(row, limits);
        Commitment commitment = new Commitment();
        commitment.setId(shared.id());
        commitment.setRevision(shared.revision());
        commitment.setSource(shared.source());
        commitment.setUnit(shared.unit());
        commitment.setArea(shared.area());
        commitment.setOccurredAt(shared.occurredAt());
        commitment.setRecordedAt(shared.recordedAt());
        commitment.setWithdrawn(shared.withdrawn());
        commitment.setKind(kind.read(row).orElseThrow());
        commitment.setCategory(category.read(row).orElseThrow());
        Instant opened = openedAt.read(row, limits).orElseThrow();
        commitment.setOpenedAt(opened);
        SinceOpening times = new SinceOpening(row, limits, opened);
        commitment.setAcknowledgedAt(times.read(acknowledgedAt));
        commitment.setAssignedAt(times.read(assignedAt));
        commitment.setFirstDueAt(times.read(firstDueAt));
        commitment.setDueAt(times.read(dueAt));
        commitment.setClosedAt(times.read(closedAt));
        commitment.setOutcome(outcome.read(row).orElse(null));
        commitment.setReturnedAt(times.read(returnedAt));
        commitment.setReopenedAt(times.read(reopenedAt));
        if (commitment.getOutcome() != null && commitment.getClosedAt() == null) {
            throw new BadValue("only with closedAt").of("outcome", outcome.columns());
        }
        return new Made(commitment, times.clamped);
    }
}
