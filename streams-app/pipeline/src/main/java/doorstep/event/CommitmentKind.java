package doorstep.event;

/** What may be owed; a closed list. A call-back is derived from ratings, so no record carries that kind. */
public enum CommitmentKind {
    DUTY,
    REQUEST,
    SUGGESTION
}
