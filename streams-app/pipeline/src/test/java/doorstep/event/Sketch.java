package doorstep.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Commitments in a few words; all moments are milliseconds since the epoch, or minutes where {@link #MINUTE} is used. */
public final class Sketch {
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

    private Sketch(CommitmentKind kind, long openedAt) {
        this.kind = kind;
        this.openedAt = openedAt;
    }

    public static Sketch duty(long openedAt) {
        return new Sketch(CommitmentKind.DUTY, openedAt);
    }

    public static Sketch request(long openedAt) {
        return new Sketch(CommitmentKind.REQUEST, openedAt);
    }

    public Sketch acknowledged(long at) {
        acknowledgedAt = OptionalLong.of(at);
        return this;
    }

    public Sketch assigned(long at) {
        assignedAt = OptionalLong.of(at);
        return this;
    }

    public Sketch firstDue(long at) {
        firstDueAt = OptionalLong.of(at);
        return this;
    }

    public Sketch due(long at) {
        dueAt = OptionalLong.of(at);
        return this;
    }

    public Sketch closed(long at) {
        closedAt = OptionalLong.of(at);
        return this;
    }

    public Sketch closed(long at, Outcome how) {
        outcome = Optional.of(how);
        return closed(at);
    }

    public Sketch returned(Long... at) {
        returnedAt = List.of(at);
        return this;
    }

    public Sketch reopened(Long... at) {
        reopenedAt = List.of(at);
        return this;
    }

    public Sketch visited(long at) {
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
