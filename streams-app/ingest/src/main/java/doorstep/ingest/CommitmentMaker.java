package doorstep.ingest;

import static doorstep.intake.Limits.MAX_TIMES;

import doorstep.avro.Commitment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Rows to commitments. */
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
    }

    private static TimeField occursWhenOpened(Fields fields, TimeField openedAt) {
        fields.time("occurredAt"); // makes the name known
        return openedAt;
    }

    @Override
    public SpecificRecord make(RowInFile row, Limits limits) throws BadValue {
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
        commitment.setAcknowledgedAt(after(opened, acknowledgedAt, row, limits));
        commitment.setAssignedAt(after(opened, assignedAt, row, limits));
        commitment.setFirstDueAt(after(opened, firstDueAt, row, limits));
        commitment.setDueAt(after(opened, dueAt, row, limits));
        commitment.setClosedAt(after(opened, closedAt, row, limits));
        commitment.setOutcome(outcome.read(row).orElse(null));
        commitment.setReturnedAt(after(opened, returnedAt, row, limits));
        commitment.setReopenedAt(after(opened, reopenedAt, row, limits));
        if (commitment.getOutcome() != null && commitment.getClosedAt() == null) {
            throw new BadValue("only with closedAt").of("outcome", outcome.columns());
        }
        return commitment;
    }

    private static Instant after(Instant opened, TimeField field, RowInFile row, Limits limits) throws BadValue {
        Optional<Instant> time = field.read(row, limits);
        if (time.isPresent() && time.get().isBefore(opened)) {
            throw new BadValue("before openedAt").of(field.name(), field.field().columns());
        }
        return time.orElse(null);
    }

    private static List<Instant> after(Instant opened, TimesField field, RowInFile row, Limits limits) throws BadValue {
        List<Instant> times = field.read(row, limits);
        Limits.atMost(MAX_TIMES, times, field.name(), field.field());
        for (Instant time : times) {
            if (time.isBefore(opened)) {
                throw new BadValue("before openedAt")
                        .of(field.name(), field.field().columns());
            }
        }
        return times;
    }
}
