package doorstep.event;

/** What may be owed; a closed list. */
public enum CommitmentKind {
    /** To visit. */
    DUTY,
    REQUEST,
    /** To be answered. */
    SUGGESTION,
    /** After a bad rating. Derived from ratings, so no record may carry it. */
    CALLBACK
}
