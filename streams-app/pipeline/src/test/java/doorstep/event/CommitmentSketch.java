package doorstep.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A compact builder of commitments. All moments are milliseconds since the epoch, or minutes where {@link #MINUTE} is
 * used.
 */
public final class CommitmentSketch {
    public static final long MINUTE = 60_000;

    private final CommitmentKind kind;
    private final long openedAt;
    private OptionalLong acknowledgedAt = OptionalLong.empty();
    private OptionalLong assignedAt = OptionalLong.empty();
    private OptionalLong firstDueAt = OptionalLong.empty();
    private OptionalLong dueAt = OptionalLong.empty();
    private OptionalLong closedAt = OptionalLong.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private List<Long> returnedAt = List.of();
    private List<Long> reopenedAt = List.of();
    private OptionalLong visitedAt = OptionalLong.empty();

    private CommitmentSketch(CommitmentKind kind, long openedAt) {
        this.kind = kind;
        this.openedAt = openedAt;
    }

    public static CommitmentSketch duty(long openedAt) {
        return new CommitmentSketch(CommitmentKind.DUTY, openedAt);
    }

    public static CommitmentSketch request(long openedAt) {
        return new CommitmentSketch(CommitmentKind.REQUEST, openedAt);
    }

    public CommitmentSketch acknowledged(long at) {
        acknowledgedAt = OptionalLong.of(at);
        return this;
    }

    public CommitmentSketch assigned(long at) {
        assignedAt = OptionalLong.of(at);
        return this;
    }

    public CommitmentSketch firstDue(long at) {
        firstDueAt = OptionalLong.of(at);
        return this;
    }

    public CommitmentSketch due(long at) {
        dueAt = OptionalLong.of(at);
        return this;
    }

    public CommitmentSketch closed(long at) {
        closedAt = OptionalLong.of(at);
        return this;
    }

    public CommitmentSketch closed(long at, Outcome how) {
        outcome = Optional.of(how);
        return closed(at);
    }

    public CommitmentSketch returned(Long... at) {
        returnedAt = List.of(at);
        return this;
    }

    public CommitmentSketch reopened(Long... at) {
        reopenedAt = List.of(at);
        return this;
    }

    public CommitmentSketch visited(long at) {
        visitedAt = OptionalLong.of(at);
        return this;
    }

    public Commitment build() {
        return new Commitment(
                        kind,
                        new TreePath("city/north"),
                        Optional.of(new TreePath("old-town/market")),
                        Optional.of("CASE_PARTY"),
                        openedAt,
                        acknowledgedAt,
                        assignedAt,
                        firstDueAt,
                        dueAt,
                        closedAt,
                        outcome,
                        returnedAt,
                        reopenedAt)
                .visited(visitedAt);
    }
}
