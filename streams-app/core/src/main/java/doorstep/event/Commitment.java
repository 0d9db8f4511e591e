package doorstep.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something owed by a due time, in its current version: all of its moments count under its current unit. Moments are
 * milliseconds since the epoch, none of them before {@code openedAt}.
 *
 * @param category absent for call-backs only
 * @param outcome only with {@code closedAt}
 * @param visitedAt for a DUTY: the first visit that names it, at or after its opening. Not in any record, but found
 *     through {@link Link}s
 * @param secondRating for a CALLBACK that ended; found like the visit
 */
public record Commitment(
        CommitmentKind kind,
        TreePath unit,
        Optional<TreePath> area,
        Optional<String> category,
        long openedAt,
        OptionalLong acknowledgedAt,
        OptionalLong assignedAt,
        OptionalLong firstDueAt,
        OptionalLong dueAt,
        OptionalLong closedAt,
        Optional<Outcome> outcome,
        List<Long> returnedAt,
        List<Long> reopenedAt,
        OptionalLong visitedAt,
        Optional<SecondRating> secondRating)
        implements Event {

    public Commitment {
        returnedAt = List.copyOf(returnedAt);
        reopenedAt = List.copyOf(reopenedAt);
    }

    /** A commitment as its record describes it, without what links add. */
    public Commitment(
            CommitmentKind kind,
            TreePath unit,
            Optional<TreePath> area,
            Optional<String> category,
            long openedAt,
            OptionalLong acknowledgedAt,
            OptionalLong assignedAt,
            OptionalLong firstDueAt,
            OptionalLong dueAt,
            OptionalLong closedAt,
            Optional<Outcome> outcome,
            List<Long> returnedAt,
            List<Long> reopenedAt) {
        this(
                kind,
                unit,
                area,
                category,
                openedAt,
                acknowledgedAt,
                assignedAt,
                firstDueAt,
                dueAt,
                closedAt,
                outcome,
                returnedAt,
                reopenedAt,
                OptionalLong.empty(),
                Optional.empty());
    }

    /**
     * A call-back that a bad rating opens.
     *
     * @param closedAt when a visit or a better rating ended it
     */
    public static Commitment callBack(
            TreePath unit,
            Optional<TreePath> area,
            long openedAt,
            long dueAt,
            OptionalLong closedAt,
            Optional<SecondRating> secondRating) {
        return new Commitment(
                CommitmentKind.CALLBACK,
                unit,
                area,
                Optional.empty(),
                openedAt,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(dueAt),
                closedAt,
                Optional.empty(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                secondRating);
    }

    /**
     * A copy with the first visit.
     *
     * @param moment of the first visit that names it, at or after its opening
     */
    public Commitment visited(OptionalLong moment) {
        return new Commitment(
                kind,
                unit,
                area,
                category,
                openedAt,
                acknowledgedAt,
                assignedAt,
                firstDueAt,
                dueAt,
                closedAt,
                outcome,
                returnedAt,
                reopenedAt,
                moment,
                secondRating);
    }

    /** Whether nothing was owed after all: then it is neither due nor met nor missed. */
    public boolean isVoid() {
        return outcome.equals(Optional.of(Outcome.REFUSED)) || outcome.equals(Optional.of(Outcome.DUPLICATE));
    }

    /** The first due time that was promised. */
    public OptionalLong firstDue() {
        return firstDueAt.isPresent() ? firstDueAt : dueAt;
    }

    /** When what was owed was done: for a DUTY by a visit or by being resolved, otherwise by being closed. */
    public OptionalLong metAt() {
        if (kind != CommitmentKind.DUTY) {
            return closedAt;
        }
        boolean resolved = outcome.equals(Optional.of(Outcome.RESOLVED));
        return earlier(resolved ? closedAt : OptionalLong.empty(), visitedAt);
    }

    /** When nothing was owed any longer, whether it was done or not. */
    public OptionalLong endedAt() {
        return kind == CommitmentKind.DUTY ? earlier(closedAt, visitedAt) : closedAt;
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
}
