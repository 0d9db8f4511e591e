package doorstep.event;

/** How a commitment was closed; a closed list. */
public enum Outcome {
    RESOLVED,
    UNRESOLVED,
    REFUSED,
    DUPLICATE
}
