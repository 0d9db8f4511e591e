package doorstep.event;

/** What a feedback is about; a closed list. */
public enum SubjectType {
    VISIT,
    COMMITMENT,
    ARTICLE
}
