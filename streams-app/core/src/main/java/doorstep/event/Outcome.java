package doorstep.event;

/** The outcomes of closed commitments; a closed list. */
public enum Outcome {
    RESOLVED,
    UNRESOLVED,
    REFUSED,
    DUPLICATE
}
