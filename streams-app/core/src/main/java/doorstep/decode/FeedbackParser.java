// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.avro.About;
import doorstep.avro.Feedback;
import doorstep.event.Codes;
import doorstep.event.Event;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Link;
import doorstep.event.Minutes;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.wire.Identities;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks and parses records of {@code doorstep.feedback}. Score and reaction are checked for every kind, and ignored
 * for kinds that do not use them.
 */
public final class FeedbackParser implements EventParser<Feedback> {
    @Override
    public String id(Feedback feedback) {
        return feedback.getId();
    }

    @Override
    public long revision(Feedback feedback) {
        return feedback.getRevision();
    }

    @Override
    public boolean withdrawn(Feedback feedback) {
        return feedback.getWithdrawn();
    }

    @Override
    public void check(Feedback feedback, FieldFaults faults) {
        faults.notNegative("revision", feedback.getRevision());
        faults.code("source", feedback.getSource());
        faults.path("unit", feedback.getUnit());
        faults.optionalPath("area", feedback.getArea());
        Optional<FeedbackKind> kind = ClosedCodes.of(FeedbackKind.class, feedback.getKind());
        faults.invalidUnless(kind.isPresent(), "kind");
        faults.code("channel", feedback.getChannel());
        faults.code("question", feedback.getQuestion());
        boolean rating = kind.equals(Optional.of(FeedbackKind.RATING));
        Optional<Scale> scale = Optional.ofNullable(feedback.getScale()).flatMap(Scale::of);
        faults.invalidUnless(scale.isPresent() || (feedback.getScale() == null && !rating), "scale");
        Integer score = feedback.getScore();
        faults.invalidUnless(
                score == null ? !rating : scale.map(s -> s.contains(score)).orElse(!rating), "score");
        boolean reaction = kind.equals(Optional.of(FeedbackKind.REACTION));
        faults.invalidUnless(
                feedback.getReaction() == null ? !reaction : Codes.isValid(feedback.getReaction()), "reaction");
        faults.invalidUnless(rating || !feedback.getImputed(), "imputed");
        About about = feedback.getAbout();
        faults.invalidUnless(
                about == null
                        || (ClosedCodes.of(SubjectType.class, about.getType()).isPresent()
                                && FieldFaults.isId(about.getId())),
                "about");
        faults.atMost(DecodeLimits.MAX_TOPICS, "topics", feedback.getTopics());
        faults.invalidUnless(feedback.getTopics().stream().allMatch(Codes::isValid), "topics");
        faults.past("occurredAt", feedback.getOccurredAt());
        faults.past("recordedAt", feedback.getRecordedAt());
    }

    @Override
    public Optional<Event> event(Feedback feedback) {
        FeedbackKind kind = FeedbackKind.valueOf(feedback.getKind());
        Optional<SubjectType> about =
                Optional.ofNullable(feedback.getAbout()).map(subject -> SubjectType.valueOf(subject.getType()));
        return Optional.of(doorstep.event.Feedback.builder(
                        Minutes.of(feedback.getOccurredAt()), new TreePath(feedback.getUnit()))
                .area(Optional.ofNullable(feedback.getArea()).map(TreePath::new))
                .source(feedback.getSource())
                .kind(kind)
                .channel(feedback.getChannel())
                .question(feedback.getQuestion())
                .answer(
                        kind == FeedbackKind.RATING
                                ? Optional.of(new Answer(Scale.valueOf(feedback.getScale()), feedback.getScore()))
                                : Optional.empty())
                .reaction(kind == FeedbackKind.REACTION ? Optional.of(feedback.getReaction()) : Optional.empty())
                .imputed(feedback.getImputed())
                .about(about)
                .article(about.filter(type -> type == SubjectType.ARTICLE)
                        .map(type -> feedback.getAbout().getId()))
                .topics(new TreeSet<>(feedback.getTopics()))
                .callBack(callBack(feedback))
                .build());
    }

    /** A rating without a subject is its own subject. */
    private static Optional<Link> callBack(Feedback feedback) {
        About about = feedback.getAbout();
        boolean rated = feedback.getKind().equals(FeedbackKind.RATING.name()) && !feedback.getImputed();
        if (!rated || (about != null && about.getType().equals(SubjectType.ARTICLE.name()))) {
            return Optional.empty();
        }
        long at = feedback.getOccurredAt().toEpochMilli();
        if (about == null) {
            return Optional.of(Link.toItself(at));
        }
        String target = Link.callBackOf(about.getType() + ":" + about.getId(), feedback.getQuestion());
        return Optional.of(new Link(Identities.of(target), at, Optional.of(about.getId())));
    }
}
