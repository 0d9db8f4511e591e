package doorstep.event;

import doorstep.event.Feedback.Answer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Readable events, as the ledger stores them. */
public final class SampleEvents {
    /** 2011-03-01T09:00Z. */
    public static final long NINE = 21_649_500;

    private SampleEvents() {}

    /** A talk at the door with 2 households and 5 people, 3 of whom were asked for feedback. */
    public static Visit talk(String unit, String area) {
        return talk(NINE, new TreePath(unit))
                .area(Optional.ofNullable(area).map(TreePath::new))
                .build();
    }

    /** The same talk, at another time. */
    public static Visit talk(long minute, String unit) {
        return talk(minute, new TreePath(unit)).build();
    }

    private static Visit.Builder talk(long minute, TreePath unit) {
        return Visit.builder(minute, unit)
                .category("TALK")
                .mode("DOOR")
                .households(2)
                .people(5)
                .feedbackAsked(3);
    }

    /** A visit to a service point, where one person was asked for feedback. */
    public static Visit atDesk(int people) {
        return Visit.builder(NINE, new TreePath("city"))
                .category("SERVICE_DESK")
                .mode("SERVICE_POINT")
                .people(people)
                .feedbackAsked(1)
                .build();
    }

    /** The same feedback, given at a service point. */
    public static Feedback atDesk(Feedback feedback) {
        return copy(feedback).channel("SERVICE_POINT").build();
    }

    public static Feedback rating(String question, Scale scale, int score) {
        return rating(question, new Answer(scale, score)).build();
    }

    public static Feedback imputedRating(String question, Scale scale, int score) {
        return rating(question, new Answer(scale, score)).imputed(true).build();
    }

    private static Feedback.Builder rating(String question, Answer answer) {
        return northern(FeedbackKind.RATING).question(question).answer(Optional.of(answer));
    }

    /** A rating of a visit, given at the link's time; it may open or end a call-back. */
    public static Feedback linkedRating(Scale scale, int score, Link callBack) {
        return online(callBack.at() / 60_000, new TreePath("city"), FeedbackKind.RATING)
                .answer(Optional.of(new Answer(scale, score)))
                .about(Optional.of(SubjectType.VISIT))
                .callBack(Optional.of(callBack))
                .build();
    }

    public static Feedback about(Feedback feedback, SubjectType type, String article) {
        return copy(feedback)
                .about(Optional.of(type))
                .article(Optional.ofNullable(article))
                .build();
    }

    public static Feedback reaction(String mood, String article) {
        return northern(FeedbackKind.REACTION)
                .reaction(Optional.of(mood))
                .about(Optional.ofNullable(article).map(id -> SubjectType.ARTICLE))
                .article(Optional.ofNullable(article))
                .build();
    }

    public static Feedback plain(FeedbackKind kind) {
        return northern(kind).build();
    }

    public static Feedback withTopics(String... topics) {
        return northern(FeedbackKind.SUGGESTION)
                .topics(new TreeSet<>(List.of(topics)))
                .build();
    }

    private static Feedback.Builder northern(FeedbackKind kind) {
        return online(NINE, new TreePath("city/north"), kind).area(Optional.of(new TreePath("old-town/market")));
    }

    private static Feedback.Builder online(long minute, TreePath unit, FeedbackKind kind) {
        return Feedback.builder(minute, unit)
                .source("SURVEY")
                .kind(kind)
                .channel("WEB")
                .question("OVERALL");
    }

    private static Feedback.Builder copy(Feedback feedback) {
        return Feedback.builder(feedback.minute(), feedback.unit())
                .area(feedback.area())
                .source(feedback.source())
                .kind(feedback.kind())
                .channel(feedback.channel())
                .question(feedback.question())
                .answer(feedback.answer())
                .reaction(feedback.reaction())
                .imputed(feedback.imputed())
                .about(feedback.about())
                .article(feedback.article())
                .topics(feedback.topics())
                .callBack(feedback.callBack());
    }
}
