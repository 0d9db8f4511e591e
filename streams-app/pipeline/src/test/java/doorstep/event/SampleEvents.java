package doorstep.event;

import doorstep.event.Feedback.Answer;
import java.util.Optional;
import java.util.TreeSet;

/** Readable events, as the ledger stores them. */
public final class SampleEvents {
    /** 2011-03-01T09:00Z. */
    public static final long NINE = 21_649_500;

    private SampleEvents() {}

    /** A talk at the door with 2 households and 5 people, 3 of whom were asked for feedback. */
    public static Visit talk(String unit, String area) {
        return new Visit(
                NINE, new TreePath(unit), Optional.ofNullable(area).map(TreePath::new), "TALK", "DOOR", 2, 5, 3);
    }

    /** A visit to a service point, where one person was asked for feedback. */
    public static Visit atDesk(int people) {
        return new Visit(NINE, new TreePath("city"), Optional.empty(), "SERVICE_DESK", "SERVICE_POINT", 0, people, 1);
    }

    /** The same feedback, given at a service point. */
    public static Feedback atDesk(Feedback feedback) {
        return new Feedback(
                feedback.minute(),
                feedback.unit(),
                feedback.area(),
                feedback.source(),
                feedback.kind(),
                "SERVICE_POINT",
                feedback.question(),
                feedback.answer(),
                feedback.reaction(),
                feedback.imputed(),
                feedback.about(),
                feedback.article(),
                feedback.topics());
    }

    public static Feedback rating(String question, Scale scale, int score) {
        return feedback(FeedbackKind.RATING, question, Optional.of(new Answer(scale, score)), null, false, null, null);
    }

    public static Feedback imputedRating(String question, Scale scale, int score) {
        return feedback(FeedbackKind.RATING, question, Optional.of(new Answer(scale, score)), null, true, null, null);
    }

    public static Feedback about(Feedback feedback, SubjectType type, String article) {
        return feedback(
                feedback.kind(),
                feedback.question(),
                feedback.answer(),
                feedback.reaction().orElse(null),
                feedback.imputed(),
                type,
                article);
    }

    public static Feedback reaction(String mood, String article) {
        return feedback(
                FeedbackKind.REACTION,
                "OVERALL",
                Optional.empty(),
                mood,
                false,
                article == null ? null : SubjectType.ARTICLE,
                article);
    }

    public static Feedback plain(FeedbackKind kind) {
        return feedback(kind, "OVERALL", Optional.empty(), null, false, null, null);
    }

    public static Feedback withTopics(String... topics) {
        Feedback plain = plain(FeedbackKind.SUGGESTION);
        return new Feedback(
                plain.minute(),
                plain.unit(),
                plain.area(),
                plain.source(),
                plain.kind(),
                plain.channel(),
                plain.question(),
                plain.answer(),
                plain.reaction(),
                plain.imputed(),
                plain.about(),
                plain.article(),
                new TreeSet<>(java.util.List.of(topics)));
    }

    private static Feedback feedback(
            FeedbackKind kind,
            String question,
            Optional<Answer> answer,
            String reaction,
            boolean imputed,
            SubjectType about,
            String article) {
        return new Feedback(
                NINE,
                new TreePath("city/north"),
                Optional.of(new TreePath("old-town/market")),
                "SURVEY",
                kind,
                "WEB",
                question,
                answer,
                Optional.ofNullable(reaction),
                imputed,
                Optional.ofNullable(about),
                Optional.ofNullable(article),
                new TreeSet<>());
    }
}
