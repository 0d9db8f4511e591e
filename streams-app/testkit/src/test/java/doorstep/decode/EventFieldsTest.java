// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static doorstep.decode.DecodeFixture.EARLIEST;
import static doorstep.decode.DecodeFixture.LATEST;
import static doorstep.decode.DecodeFixture.MS;
import static doorstep.decode.DecodeFixture.about;
import static doorstep.decode.DecodeFixture.accepted;
import static doorstep.decode.DecodeFixture.rating;
import static doorstep.decode.DecodeFixture.request;
import static doorstep.decode.DecodeFixture.suggestion;
import static doorstep.decode.DecodeFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.event.Version;
import doorstep.fixtures.TestEvents;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that visits, feedback and commitments have in common. */
class EventFieldsTest {
    private final DecodeFixture fixture = new DecodeFixture();
    private final DecodeFixture.TopicDecoder<Visit> visits = fixture.visits;
    private final DecodeFixture.TopicDecoder<Feedback> feedback = fixture.feedback;
    private final DecodeFixture.TopicDecoder<Commitment> commitments = fixture.commitments;

    static List<String> invalidPaths() {
        return List.of(
                "", "/", "a//b", "a/b/c/d/e/f/g", "*", "a/*", "OTHER_VALUES", " a", "a\u3000", "a\u0000b", "e\u0301");
    }

    @ParameterizedTest
    @MethodSource("invalidPaths")
    void shouldRefuseAnInvalidUnitOrArea(String path) {
        visits.assertRefused(visit().setUnit(path).build(), Reason.INVALID_FIELD, "unit");
        visits.assertRefused(visit().setArea(path).build(), Reason.INVALID_FIELD, "area");
        feedback.assertRefused(rating().setUnit(path).build(), Reason.INVALID_FIELD, "unit");
        feedback.assertRefused(rating().setArea(path).build(), Reason.INVALID_FIELD, "area");
        commitments.assertRefused(request().setUnit(path).build(), Reason.INVALID_FIELD, "unit");
        commitments.assertRefused(request().setArea(path).build(), Reason.INVALID_FIELD, "area");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "talk", "1A", "A-B", "OTHER_VALUES"})
    void shouldRefuseAnInvalidCode(String code) {
        visits.assertRefused(visit().setSource(code).build(), Reason.INVALID_FIELD, "source");
        visits.assertRefused(visit().setCategory(code).build(), Reason.INVALID_FIELD, "category");
        visits.assertRefused(visit().setMode(code).build(), Reason.INVALID_FIELD, "mode");
        feedback.assertRefused(rating().setSource(code).build(), Reason.INVALID_FIELD, "source");
        feedback.assertRefused(rating().setChannel(code).build(), Reason.INVALID_FIELD, "channel");
        feedback.assertRefused(rating().setQuestion(code).build(), Reason.INVALID_FIELD, "question");
        feedback.assertRefused(rating().setReaction(code).build(), Reason.INVALID_FIELD, "reaction");
        feedback.assertRefused(rating().setTopics(List.of("FRAUD", code)).build(), Reason.INVALID_FIELD, "topics");
        commitments.assertRefused(request().setSource(code).build(), Reason.INVALID_FIELD, "source");
        commitments.assertRefused(request().setCategory(code).build(), Reason.INVALID_FIELD, "category");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RATED", "rating", "OTHER_VALUES"})
    void shouldRefuseAnUnknownClosedCode(String code) {
        feedback.assertRefused(rating().setKind(code).build(), Reason.INVALID_FIELD, "kind");
        feedback.assertRefused(rating().setScale(code).build(), Reason.INVALID_FIELD, "scale");
        feedback.assertRefused(suggestion().setScale(code).build(), Reason.INVALID_FIELD, "scale");
        feedback.assertRefused(rating().setAbout(about(code, "v1")).build(), Reason.INVALID_FIELD, "about");
        commitments.assertRefused(request().setKind(code).build(), Reason.INVALID_FIELD, "kind");
        commitments.assertRefused(request().setOutcome(code).build(), Reason.INVALID_FIELD, "outcome");
    }

    @Test
    void shouldAcceptAnUnlistedOpenCode() {
        visits.assertAccepted(visit().setSource("UNHEARD_OF")
                .setCategory("UNHEARD_OF")
                .setMode("UNHEARD_OF")
                .build());
        feedback.assertAccepted(rating().setChannel("UNHEARD_OF")
                .setQuestion("UNHEARD_OF")
                .setTopics(List.of("UNHEARD_OF"))
                .build());
        feedback.assertAccepted(
                TestEvents.reaction("f1", "UNHEARD_OF", "article-1").build());
    }

    @Test
    void shouldRefuseANumberBelowZero() {
        visits.assertRefused(visit().setRevision(-1).build(), Reason.INVALID_FIELD, "revision");
        visits.assertRefused(visit().setHouseholds(-1).build(), Reason.INVALID_FIELD, "households");
        visits.assertRefused(visit().setPeople(-1).build(), Reason.INVALID_FIELD, "people");
        visits.assertRefused(visit().setFeedbackAsked(-1).build(), Reason.INVALID_FIELD, "feedbackAsked");
        feedback.assertRefused(rating().setRevision(-1).build(), Reason.INVALID_FIELD, "revision");
        commitments.assertRefused(request().setRevision(-1).build(), Reason.INVALID_FIELD, "revision");
    }

    @Test
    void shouldAcceptTheExtremesOfNumbers() {
        visits.assertAccepted(
                visit().setHouseholds(0).setPeople(0).setFeedbackAsked(0).build());
        Visit most = visit().setRevision(Long.MAX_VALUE)
                .setHouseholds(Integer.MAX_VALUE)
                .setPeople(Integer.MAX_VALUE)
                .setFeedbackAsked(Integer.MAX_VALUE)
                .build();
        assertThat(accepted(visits.parse(most)).version()).isLessThan(Version.FINAL);
    }

    @Test
    void shouldAllowTimesUpToFiveMinutesAheadAndBackToTheEarliest() {
        for (Instant allowed : List.of(LATEST, EARLIEST)) {
            visits.assertAccepted(visit().setOccurredAt(allowed).build());
            visits.assertAccepted(visit().setRecordedAt(allowed).build());
            feedback.assertAccepted(rating().setOccurredAt(allowed).build());
            feedback.assertAccepted(rating().setRecordedAt(allowed).build());
            commitments.assertAccepted(request().setOccurredAt(allowed).build());
            commitments.assertAccepted(request().setRecordedAt(allowed).build());
        }
        commitments.assertAccepted(request().setOpenedAt(EARLIEST).build());
        commitments.assertAccepted(bare().setOpenedAt(LATEST).build());
        commitments.assertAccepted(request()
                .setAcknowledgedAt(LATEST)
                .setAssignedAt(LATEST)
                .setClosedAt(LATEST)
                .setReturnedAt(List.of(LATEST))
                .setReopenedAt(List.of(LATEST))
                .build());
    }

    /** A request with only its opening. */
    private static Commitment.Builder bare() {
        return request()
                .setAcknowledgedAt(null)
                .setAssignedAt(null)
                .setFirstDueAt(null)
                .setDueAt(null)
                .setClosedAt(null)
                .setOutcome(null)
                .setReturnedAt(List.of())
                .setReopenedAt(List.of());
    }

    @ParameterizedTest
    @CsvSource({"FUTURE", "TOO_OLD"})
    void shouldRefuseTimesOneMillisecondFurther(Reason reason) {
        Instant beyond = reason == Reason.FUTURE ? LATEST.plus(MS) : EARLIEST.minus(MS);

        visits.assertRefused(visit().setOccurredAt(beyond).build(), reason, "occurredAt");
        visits.assertRefused(visit().setRecordedAt(beyond).build(), reason, "recordedAt");
        feedback.assertRefused(rating().setOccurredAt(beyond).build(), reason, "occurredAt");
        feedback.assertRefused(rating().setRecordedAt(beyond).build(), reason, "recordedAt");
        commitments.assertRefused(request().setOccurredAt(beyond).build(), reason, "occurredAt");
        commitments.assertRefused(request().setRecordedAt(beyond).build(), reason, "recordedAt");
        commitments.assertRefused(bare().setOpenedAt(beyond).build(), reason, "openedAt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01T00:00:00Z", "2100-01-01T00:00:00Z"})
    void shouldRefuseAMistypedCentury(Instant mistyped) {
        Reason reason = mistyped.isBefore(EARLIEST) ? Reason.TOO_OLD : Reason.FUTURE;

        visits.assertRefused(visit().setOccurredAt(mistyped).build(), reason, "occurredAt");
        feedback.assertRefused(rating().setOccurredAt(mistyped).build(), reason, "occurredAt");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldRefuseTheExtremesOfTime(long ms) {
        Reason reason = ms < 0 ? Reason.TOO_OLD : Reason.FUTURE;

        visits.assertRefused(visit().setOccurredAt(Instant.ofEpochMilli(ms)).build(), reason, "occurredAt");
    }
}
