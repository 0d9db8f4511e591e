package doorstep.event;

import java.util.Optional;

/**
 * What counts of an event: the fields that figures are made of, and nothing that only tells one delivery from another.
 * The ledger keeps it, so that it can be subtracted later.
 */
public sealed interface Event permits Visit, Feedback {
    /** Whole minutes since the epoch, UTC, of {@code occurredAt}, rounded down. */
    long minute();

    TreePath unit();

    Optional<TreePath> area();
}
