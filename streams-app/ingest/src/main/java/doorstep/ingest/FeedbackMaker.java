// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static doorstep.decode.DecodeLimits.MAX_TOPICS;

import doorstep.avro.Feedback;
import doorstep.event.FeedbackKind;
import doorstep.event.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes feedback events from rows. */
final class FeedbackMaker implements EventMaker {
    private static final String DEFAULT_QUESTION = "OVERALL";

    private final CommonFields common;
    private final Field<String> kind;
    private final Field<String> channel;
    private final Field<String> question;
    private final Field<String> scale;
    private final Field<Integer> score;
    private final Field<String> reaction;
    private final Field<Boolean> imputed;
    private final AboutField about;
    private final Field<List<String>> topics;
    private final Field<Boolean> hasComment;

    FeedbackMaker(Fields fields) {
        common = new CommonFields(fields, fields.neededTime("occurredAt"));
        kind = fields.needed("kind", fields.oneOf("kind", names(FeedbackKind.values())));
        channel = fields.needed("channel", fields.code("channel"));
        question = fields.code("question");
        scale = fields.oneOf("scale", names(Scale.values()));
        score = fields.wholeNumber("score");
        reaction = fields.code("reaction");
        imputed = fields.flag("imputed");
        about = new AboutField(fields);
        topics = fields.codes("topics");
        hasComment = fields.flag("hasComment");
    }

    private static List<String> names(Enum<?>[] codes) {
        return Stream.of(codes).map(Enum::name).toList();
    }

    @Override
    public Made make(RowInFile row, PipelineLimits limits) throws BadValue {
        CommonFields.Read shared = common.read(row, limits);
        Feedback feedback = new Feedback();
        feedback.setId(shared.id());
        feedback.setRevision(shared.revision());
        feedback.setSource(shared.source());
        feedback.setUnit(shared.unit());
        feedback.setArea(shared.area());
        feedback.setOccurredAt(shared.occurredAt());
        feedback.setRecordedAt(shared.recordedAt());
        feedback.setWithdrawn(shared.withdrawn());
        feedback.setKind(kind.read(row).orElseThrow());
        feedback.setChannel(channel.read(row).orElseThrow());
        feedback.setQuestion(question.read(row).orElse(DEFAULT_QUESTION));
        feedback.setScale(scale.read(row).orElse(null));
        feedback.setScore(score.read(row).orElse(null));
        feedback.setReaction(reaction.read(row).orElse(null));
        feedback.setImputed(imputed.read(row).orElse(false));
        feedback.setAbout(about.read(row).orElse(null));
        feedback.setTopics(topics(row));
        feedback.setHasComment(hasComment.read(row).orElse(false));
        checkAnswer(feedback);
        return new Made(feedback);
    }

    private List<String> topics(RowInFile row) throws BadValue {
        List<String> set = new ArrayList<>(new TreeSet<>(topics.read(row).orElse(List.of())));
        PipelineLimits.atMost(MAX_TOPICS, set, "topics", topics);
        return set;
    }

    private void checkAnswer(Feedback feedback) throws BadValue {
        boolean isRating = feedback.getKind().equals(FeedbackKind.RATING.name());
        if (isRating && feedback.getScale() == null) {
            throw new BadValue("empty; a RATING needs it").of("scale", scale.columns());
        }
        if (isRating && feedback.getScore() == null) {
            throw new BadValue("empty; a RATING needs it").of("score", score.columns());
        }
        if (feedback.getKind().equals(FeedbackKind.REACTION.name()) && feedback.getReaction() == null) {
            throw new BadValue("empty; a REACTION needs it").of("reaction", reaction.columns());
        }
        if (feedback.getImputed() && !isRating) {
            throw new BadValue("only a RATING may be imputed").of("imputed", imputed.columns());
        }
        Optional<Scale> on = Optional.ofNullable(feedback.getScale()).flatMap(Scale::of);
        if (on.isPresent() && feedback.getScore() != null && !on.get().contains(feedback.getScore())) {
            throw new BadValue("not on " + on.get() + " (" + on.get().lowest() + " to "
                            + on.get().highest() + ")")
                    .of("score", score.columns());
        }
    }
}
