// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static doorstep.decode.DecodeFixture.about;
import static doorstep.decode.DecodeFixture.rating;
import static doorstep.decode.DecodeFixture.suggestion;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Feedback;
import doorstep.event.FeedbackKind;
import doorstep.event.Link;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.fixtures.TestEvents;
import doorstep.wire.Identities;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackParserTest {
    private final DecodeFixture.TopicDecoder<Feedback> feedback = new DecodeFixture().feedback;

    @Test
    void shouldKeepOfARatingWhatCounts() {
        var kept = (doorstep.event.Feedback) feedback.event(rating().setTopics(List.of("TRAFFIC", "FRAUD", "TRAFFIC"))
                .setReaction("SAD")
                .build());

        assertThat(kept.kind()).isEqualTo(FeedbackKind.RATING);
        assertThat(kept.answer()).contains(new doorstep.event.Feedback.Answer(Scale.STARS_5, 4));
        assertThat(kept.reaction()).isEmpty(); // checked, then ignored
        assertThat(kept.question()).isEqualTo("OVERALL");
        assertThat(kept.topics()).containsExactly("FRAUD", "TRAFFIC");
        assertThat(kept.about()).contains(SubjectType.VISIT);
        assertThat(kept.article()).isEmpty();
    }

    @Test
    void shouldKeepOfAReactionItsArticleAndMood() {
        var kept = (doorstep.event.Feedback) feedback.event(TestEvents.reaction("f1", "SAD", "article-1")
                .setScale("STARS_5")
                .setScore(3)
                .build());

        assertThat(kept.kind()).isEqualTo(FeedbackKind.REACTION);
        assertThat(kept.reaction()).contains("SAD");
        assertThat(kept.answer()).isEmpty(); // checked, then ignored
        assertThat(kept.article()).contains("article-1");
    }

    @ParameterizedTest
    @CsvSource({
        "VISIT,      RATING,     false, callback:VISIT:x:OVERALL",
        "COMMITMENT, RATING,     false, callback:COMMITMENT:x:OVERALL",
        "'',         RATING,     false, itself",
        "ARTICLE,    RATING,     false, ''",
        "VISIT,      RATING,     true,  ''",
        "VISIT,      SUGGESTION, false, ''",
    })
    void shouldKeepWhichCallBackARatingIsAbout(String type, String kind, boolean imputed, String target) {
        var kept = (doorstep.event.Feedback) feedback.event(rating().setAbout(type.isEmpty() ? null : about(type, "x"))
                .setKind(kind)
                .setImputed(imputed)
                .build());

        assertThat(kept.callBack())
                .isEqualTo(
                        target.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Link(
                                        target.equals("itself") ? Link.ITSELF : Identities.of(target),
                                        TestEvents.NINE.toEpochMilli())));
    }

    @ParameterizedTest
    @CsvSource({"32, true", "33, false"})
    void shouldAcceptTopicsUpToTheLimitAsSent(int sent, boolean accepted) {
        Feedback rating =
                rating().setTopics(Collections.nCopies(sent, "HEATING")).build();

        if (accepted) {
            feedback.assertAccepted(rating);
        } else {
            feedback.assertRefused(rating, Reason.INVALID_FIELD, "topics");
        }
    }

    @ParameterizedTest
    @CsvSource({"STARS_5, 1, 5", "GRADE_5, 1, 5", "NPS_11, 0, 10", "YES_NO, 0, 1"})
    void shouldRefuseAScoreOutsideItsScale(String scale, int lowest, int highest) {
        for (int score = lowest; score <= highest; score++) {
            feedback.assertAccepted(rating().setScale(scale).setScore(score).build());
        }
        for (int score : new int[] {lowest - 1, highest + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            feedback.assertRefused(rating().setScale(scale).setScore(score).build(), Reason.INVALID_FIELD, "score");
            feedback.assertRefused(suggestion().setScale(scale).setScore(score).build(), Reason.INVALID_FIELD, "score");
        }
    }

    @Test
    void shouldNeedScaleAndScoreOfARatingOnly() {
        feedback.assertRefused(rating().setScale(null).build(), Reason.INVALID_FIELD, "scale");
        feedback.assertRefused(rating().setScore(null).build(), Reason.INVALID_FIELD, "score");
        feedback.assertAccepted(suggestion().build());
        feedback.assertAccepted(suggestion().setScale("STARS_5").setScore(5).build());
        feedback.assertAccepted(suggestion().setScale("STARS_5").build());
        feedback.assertAccepted(suggestion().setKind("REPORT").build());
    }

    @Test
    void shouldNeverTakeTheScaleFromTheCatalogue() {
        feedback.assertRefused(
                rating().setQuestion("OVERALL").setScale(null).setScore(3).build(), Reason.INVALID_FIELD, "scale");
    }

    @Test
    void shouldNeedAMoodOfAReactionOnly() {
        feedback.assertRefused(
                TestEvents.reaction("f1", "SAD", "article-1").setReaction(null).build(),
                Reason.INVALID_FIELD,
                "reaction");
        feedback.assertAccepted(
                TestEvents.reaction("f1", "SAD", "article-1").setAbout(null).build());
    }

    @Test
    void shouldAllowImputedRatingsOnly() {
        feedback.assertAccepted(rating().setImputed(true).build());
        feedback.assertRefused(suggestion().setImputed(true).build(), Reason.INVALID_FIELD, "imputed");
        feedback.assertRefused(
                suggestion().setKind("REPORT").setImputed(true).build(), Reason.INVALID_FIELD, "imputed");
        feedback.assertRefused(
                TestEvents.reaction("f1", "SAD", "article-1").setImputed(true).build(),
                Reason.INVALID_FIELD,
                "imputed");
    }

    @Test
    void shouldCheckWhatAFeedbackIsAbout() {
        for (String type : List.of("VISIT", "COMMITMENT", "ARTICLE")) {
            feedback.assertAccepted(rating().setAbout(about(type, "x")).build());
            feedback.assertAccepted(
                    rating().setAbout(about(type, "𠮷".repeat(256))).build());
            feedback.assertRefused(rating().setAbout(about(type, "")).build(), Reason.INVALID_FIELD, "about");
            feedback.assertRefused(
                    rating().setAbout(about(type, "x".repeat(257))).build(), Reason.INVALID_FIELD, "about");
        }
        feedback.assertAccepted(rating().setAbout(null).build());
    }
}
