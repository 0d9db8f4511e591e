package doorstep.event;

/** What a feedback is; a closed list. */
public enum FeedbackKind {
    RATING,
    REACTION,
    SUGGESTION,
    REPORT
}
