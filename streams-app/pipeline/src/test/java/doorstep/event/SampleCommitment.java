package doorstep.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Builds commitments of one unit, area and category. All moments are milliseconds since the epoch, or minutes where
 * {@link #MINUTE} is used.
 */
public final class SampleCommitment {
    public static final long MINUTE = 60_000;

    private final Commitment.Builder commitment;

    private SampleCommitment(CommitmentKind kind, long openedAt) {
        commitment = Commitment.builder(kind, new TreePath("city/north"), openedAt)
                .area(Optional.of(new TreePath("old-town/market")))
                .category(Optional.of("CASE_PARTY"));
    }

    public static SampleCommitment duty(long openedAt) {
        return new SampleCommitment(CommitmentKind.DUTY, openedAt);
    }

    public static SampleCommitment request(long openedAt) {
        return new SampleCommitment(CommitmentKind.REQUEST, openedAt);
    }

    public SampleCommitment acknowledged(long at) {
        commitment.acknowledgedAt(OptionalLong.of(at));
        return this;
    }

    public SampleCommitment assigned(long at) {
        commitment.assignedAt(OptionalLong.of(at));
        return this;
    }

    public SampleCommitment firstDue(long at) {
        commitment.firstDueAt(OptionalLong.of(at));
        return this;
    }

    public SampleCommitment due(long at) {
        commitment.dueAt(OptionalLong.of(at));
        return this;
    }

    public SampleCommitment closed(long at) {
        commitment.closedAt(OptionalLong.of(at));
        return this;
    }

    public SampleCommitment closed(long at, Outcome how) {
        commitment.outcome(Optional.of(how));
        return closed(at);
    }

    public SampleCommitment returned(Long... at) {
        commitment.returnedAt(List.of(at));
        return this;
    }

    public SampleCommitment reopened(Long... at) {
        commitment.reopenedAt(List.of(at));
        return this;
    }

    public SampleCommitment visited(long at) {
        commitment.visitedAt(OptionalLong.of(at));
        return this;
    }

    public Commitment build() {
        return commitment.build();
    }
}
