package doorstep.event;

import java.util.Optional;

/**
 * What counts of an event: the fields that figures are made of, and nothing that only tells one delivery from another.
 * The ledger keeps it, so that it can be subtracted later. When it counts is its own matter: a visit at one moment, a
 * commitment at many.
 */
public sealed interface Event permits Visit, Feedback, Commitment {
    /** Under which all its figures stand. */
    TreePath unit();

    Optional<TreePath> area();
}
