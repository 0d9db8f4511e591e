package doorstep.event;

import java.util.Optional;
import java.util.SortedSet;

/**
 * One answer to one question, a reaction, a suggestion or a report.
 *
 * @param minute since the epoch, UTC, of {@code occurredAt}, rounded down
 * @param answer present if and only if this is a RATING
 * @param reaction code of a mood, present if and only if this is a REACTION
 * @param imputed whether the organisation filled it in for a missing answer; only for a RATING
 * @param about type of the subject
 * @param article id of the subject, present if and only if it is an ARTICLE
 * @param callBack the call-back that it may open or end if its question asks for call-backs: present for a RATING that
 *     is not imputed and not about an article
 */
public record Feedback(
        long minute,
        TreePath unit,
        Optional<TreePath> area,
        String source,
        FeedbackKind kind,
        String channel,
        String question,
        Optional<Answer> answer,
        Optional<String> reaction,
        boolean imputed,
        Optional<SubjectType> about,
        Optional<String> article,
        SortedSet<String> topics,
        Optional<Link> callBack)
        implements Event {

    /** Feedback that does not affect call-backs. */
    public Feedback(
            long minute,
            TreePath unit,
            Optional<TreePath> area,
            String source,
            FeedbackKind kind,
            String channel,
            String question,
            Optional<Answer> answer,
            Optional<String> reaction,
            boolean imputed,
            Optional<SubjectType> about,
            Optional<String> article,
            SortedSet<String> topics) {
        this(
                minute,
                unit,
                area,
                source,
                kind,
                channel,
                question,
                answer,
                reaction,
                imputed,
                about,
                article,
                topics,
                Optional.empty());
    }

    /** A score within its scale. */
    public record Answer(Scale scale, int score) {
        public Answer {
            if (!scale.contains(score)) {
                throw new IllegalArgumentException(score + " is not on " + scale);
            }
        }
    }
}
