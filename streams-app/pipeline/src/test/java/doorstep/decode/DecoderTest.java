package doorstep.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.TestEvents;
import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.FeedbackKind;
import doorstep.event.Link;
import doorstep.event.Minutes;
import doorstep.event.Outcome;
import doorstep.event.Scale;
import doorstep.event.SubjectType;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.wire.AvroWriter;
import doorstep.wire.ContentHash;
import doorstep.wire.Identities;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.StubRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final int PARTITIONS = 4;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    /** When the broker appended every record. */
    private static final Instant APPENDED = TestEvents.NINE.plus(Duration.ofDays(1));

    private static final Instant LATEST = APPENDED.plus(Duration.ofMinutes(5));
    private static final Instant LATEST_DUE = APPENDED.plus(Duration.ofDays(3_653));
    private static final Duration MS = Duration.ofMillis(1);

    private final StubRegistry registry = new StubRegistry();
    private final DecodeLimits limits = new DecodeLimits(EARLIEST.toEpochMilli(), PARTITIONS);
    private final Bench<Visit> visits = new Bench<>(Topics.VISITS, new VisitParser());
    private final Bench<Feedback> feedback = new Bench<>(Topics.FEEDBACK, new FeedbackParser());
    private final Bench<Commitment> commitments = new Bench<>(Topics.COMMITMENTS, new CommitmentParser());

    /** One topic's decoder, and a producer that makes valid records. */
    private final class Bench<T extends SpecificRecord> {
        private final EventParser<T> parser;
        private final Decoder<T> decoder;
        private final AvroWriter<T> writer;

        Bench(Topic topic, EventParser<T> parser) {
            this.parser = parser;
            decoder = new Decoder<>(topic, parser, registry, limits);
            writer = new AvroWriter<>(topic, TopicNames.DEFAULT, registry);
        }

        Decoded parse(T record) {
            byte[] key = bytes(parser.id(record));
            return decoder.parse(key, writer.toBytes(record), partitionOf(key), APPENDED.toEpochMilli());
        }

        Decoded parse(byte[] key, byte[] value, int partition) {
            return decoder.parse(key, value, partition, APPENDED.toEpochMilli());
        }

        Event event(T record) {
            return accepted(parse(record)).event().orElseThrow();
        }

        void assertRefused(T record, Reason reason, String field) {
            assertThat(parse(record)).isEqualTo(new Decoded.Refused(reason, Optional.of(field)));
        }

        void assertAccepted(T record) {
            accepted(parse(record));
        }
    }

    private static Decoded.Accepted accepted(Decoded parsed) {
        assertThat(parsed).isInstanceOf(Decoded.Accepted.class);
        return (Decoded.Accepted) parsed;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
    }

    private static Visit.Builder visit() {
        return TestEvents.visit("v1");
    }

    private static Feedback.Builder rating() {
        return TestEvents.rating("f1", 4);
    }

    private static Feedback.Builder suggestion() {
        return rating().setKind("SUGGESTION").setScale(null).setScore(null);
    }

    private static Commitment.Builder request() {
        return TestEvents.request("c1");
    }

    private static About about(String type, String id) {
        return new About(type, id);
    }

    // ---- Lists

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
    @CsvSource({"100, true", "101, false"})
    void shouldAcceptReturnsAndReopeningsUpToTheLimit(int sent, boolean accepted) {
        List<Instant> times = Collections.nCopies(sent, TestEvents.NINE);
        Commitment returned = request().setReturnedAt(times).build();
        Commitment reopened = request().setReopenedAt(times).build();

        if (accepted) {
            commitments.assertAccepted(returned);
            commitments.assertAccepted(reopened);
        } else {
            commitments.assertRefused(returned, Reason.INVALID_FIELD, "returnedAt");
            commitments.assertRefused(reopened, Reason.INVALID_FIELD, "reopenedAt");
        }
    }

    // ---- What comes out

    @Test
    void shouldKeepOfAVisitWhatCounts() {
        Visit visit = visit().setRevision(7).build();

        Decoded.Accepted accepted = accepted(visits.parse(visit));

        assertThat(accepted.version()).isEqualTo(new Version(7, ContentHash.of(visit)));
        assertThat(accepted.event())
                .contains(doorstep.event.Visit.builder(
                                TestEvents.NINE.getEpochSecond() / 60, new TreePath("city/north"))
                        .area(Optional.of(new TreePath("old-town/market")))
                        .category("TALK")
                        .mode("DOOR")
                        .households(2)
                        .people(5)
                        .feedbackAsked(3)
                        .fulfils(Optional.of(new Link(Identities.of("duty-1"), TestEvents.NINE.toEpochMilli())))
                        .build());
    }

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

    @Test
    void shouldKeepEveryMomentOfACommitmentToTheMillisecond() {
        long nine = TestEvents.NINE.toEpochMilli();
        long hour = Duration.ofHours(1).toMillis();

        assertThat(accepted(commitments.parse(request()
                                .setClosedAt(TestEvents.NINE
                                        .plus(Duration.ofHours(3))
                                        .plusMillis(1))
                                .build()))
                        .event())
                .contains(doorstep.event.Commitment.builder(CommitmentKind.REQUEST, new TreePath("city/north"), nine)
                        .area(Optional.of(new TreePath("old-town/market")))
                        .category(Optional.of("OTHER"))
                        .acknowledgedAt(OptionalLong.of(nine + hour))
                        .assignedAt(OptionalLong.of(nine + hour))
                        .firstDueAt(OptionalLong.of(nine + 48 * hour))
                        .dueAt(OptionalLong.of(nine + 72 * hour))
                        .closedAt(OptionalLong.of(nine + 3 * hour + 1))
                        .outcome(Optional.of(Outcome.RESOLVED))
                        .returnedAt(List.of(nine + hour))
                        .reopenedAt(List.of(nine + 2 * hour))
                        .build());
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
    @CsvSource({
        "2011-03-01T09:00:00Z,     21649500",
        "2011-03-01T09:00:59.999Z, 21649500",
        "2011-03-01T09:01:00Z,     21649501",
        "1969-12-31T23:59:59.999Z, -1",
        "1969-12-31T23:59:00Z,     -1",
        "1969-12-31T23:58:59.999Z, -2"
    })
    void shouldRoundMomentsDownToTheMinute(Instant moment, long minute) {
        assertThat(Minutes.of(moment)).isEqualTo(minute);
    }

    // ---- Order of checks

    /** Faults of a request in the order in which they are checked. */
    enum Fault {
        INVALID_KEY(Reason.INVALID_FIELD, request -> request),
        WRONG_PARTITION(Reason.WRONG_PARTITION, request -> request),
        KEY_MISMATCH(Reason.KEY_MISMATCH, request -> request),
        INVALID_FIELD(Reason.INVALID_FIELD, request -> request.setSource("not a code")),
        INCONSISTENT_TIMES(
                Reason.INCONSISTENT_TIMES,
                request -> request.setClosedAt(request.getOpenedAt().minus(MS))),
        TOO_OLD(Reason.TOO_OLD, request -> request.setRecordedAt(EARLIEST.minus(MS))),
        FUTURE(Reason.FUTURE, request -> request.setOccurredAt(LATEST.plus(MS)));

        final Reason reason;
        final UnaryOperator<Commitment.Builder> plant;

        Fault(Reason reason, UnaryOperator<Commitment.Builder> plant) {
            this.reason = reason;
            this.plant = plant;
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values()).flatMap(first -> Stream.of(Fault.values())
                .filter(second -> first.compareTo(second) <= 0)
                .map(second -> Arguments.of(first, second)));
    }

    private Decoded parseWith(Fault... faults) {
        List<Fault> planted = List.of(faults);
        Commitment.Builder request = request();
        planted.forEach(fault -> fault.plant.apply(request));
        String id = planted.contains(Fault.INVALID_KEY) ? "k".repeat(257) : "c1";
        request.setId(planted.contains(Fault.KEY_MISMATCH) ? "another" : id);
        byte[] key = bytes(id);
        int partition = partitionOf(key);
        return commitments.parse(
                key,
                commitments.writer.toBytes(request.build()),
                planted.contains(Fault.WRONG_PARTITION) ? (partition + 1) % PARTITIONS : partition);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldReportTheFirstOfTwoFaults(Fault first, Fault second) {
        assertThat(parseWith(first, second)).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(first.reason);
            if (first == Fault.INVALID_KEY) {
                assertThat(refused.field()).contains("key");
            } else if (first == Fault.INVALID_FIELD) {
                assertThat(refused.field()).contains("source");
            }
        });
    }

    @Test
    void shouldReportUnreadableBytesBeforeABadKey() {
        Decoded parsed = visits.parse(null, new byte[] {1, 2, 3}, 0);

        assertThat(parsed).isEqualTo(Decoded.Refused.of(Reason.UNDECODABLE));
    }

    @Test
    void shouldReportABadSchemaBeforeABadKey() {
        byte[] unknown = visits.writer.toBytes(visit().build());
        unknown[1] = 77;
        int foreign = registry.put(Schema.create(Schema.Type.STRING));
        byte[] incompatible = visits.writer.toBytes(visit().build());
        incompatible[3] = (byte) (foreign >> 8);
        incompatible[4] = (byte) foreign;

        assertThat(visits.parse(null, unknown, 0)).isEqualTo(Decoded.Refused.of(Reason.UNKNOWN_SCHEMA));
        assertThat(visits.parse(null, incompatible, 0)).isEqualTo(Decoded.Refused.of(Reason.INCOMPATIBLE_SCHEMA));
    }

    @Test
    void shouldReportNoFrameBeforeAnUnknownSchema() {
        byte[] both = visits.writer.toBytes(visit().build());
        both[0] = 1;
        both[1] = 77;

        assertThat(visits.parse(bytes("v1"), both, 0)).isEqualTo(Decoded.Refused.of(Reason.UNDECODABLE));
    }

    @Test
    void shouldReportTheFirstOfTwoInvalidFields() {
        visits.assertRefused(visit().setMode("?").setUnit("").build(), Reason.INVALID_FIELD, "unit");
    }

    @Test
    void shouldListReasonsInTheOrderOfTheDesign() {
        assertThat(Reason.values())
                .containsExactly(
                        Reason.UNDECODABLE,
                        Reason.UNKNOWN_SCHEMA,
                        Reason.INCOMPATIBLE_SCHEMA,
                        Reason.INVALID_FIELD,
                        Reason.WRONG_PARTITION,
                        Reason.KEY_MISMATCH,
                        Reason.INCONSISTENT_TIMES,
                        Reason.TOO_OLD,
                        Reason.FUTURE);
    }

    @Test
    void shouldGiveNoVerdictWhileTheRegistryIsDown() {
        registry.goDown();
        assertThatThrownBy(() -> visits.parse(visit().build())).isInstanceOf(RegistryUnavailableException.class);

        registry.comeBack();
        visits.assertAccepted(visit().build());
    }

    // ---- Keys

    static List<byte[]> invalidKeys() {
        List<byte[]> keys = new ArrayList<>();
        keys.add(null);
        keys.add(new byte[0]);
        keys.add(new byte[] {(byte) 0xff});
        keys.add(new byte[] {'a', (byte) 0xc3}); // half a character
        keys.add(new byte[] {(byte) 0xc0, (byte) 0x80}); // overlong
        keys.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}); // a surrogate
        keys.add(bytes("k".repeat(257)));
        keys.add(bytes("𠮷".repeat(257)));
        return keys;
    }

    @ParameterizedTest
    @MethodSource("invalidKeys")
    void shouldRefuseAKeyThatIsNoId(byte[] key) {
        int partition = key == null ? 0 : partitionOf(key);
        Decoded.Refused invalid = new Decoded.Refused(Reason.INVALID_FIELD, Optional.of("key"));

        assertThat(visits.parse(key, visits.writer.toBytes(visit().build()), partition))
                .isEqualTo(invalid);
        assertThat(visits.parse(key, null, partition)).isEqualTo(invalid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "巷", "𠮷"})
    void shouldAcceptAnIdOf256CodePoints(String letter) {
        visits.assertAccepted(visit().setId(letter.repeat(256)).build());
    }

    @Test
    void shouldRefuseEveryPartitionButOne() {
        byte[] key = bytes("v1");
        byte[] value = visits.writer.toBytes(visit().build());

        assertThat(IntStream.range(0, PARTITIONS)
                        .filter(partition -> visits.parse(key, value, partition) instanceof Decoded.Accepted))
                .containsExactly(partitionOf(key));
        assertThat(visits.parse(key, value, (partitionOf(key) + 1) % PARTITIONS))
                .isEqualTo(Decoded.Refused.of(Reason.WRONG_PARTITION));
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheId() {
        byte[] key = bytes("v2");

        assertThat(visits.parse(key, visits.writer.toBytes(visit().build()), partitionOf(key)))
                .isEqualTo(Decoded.Refused.of(Reason.KEY_MISMATCH));
    }

    // ---- Withdrawals

    @Test
    void shouldAcceptANullValueForAnyId() {
        byte[] key = bytes("never seen");

        assertThat(visits.parse(key, null, partitionOf(key)))
                .isEqualTo(new Decoded.Accepted(Version.FINAL, Optional.empty()));
        assertThat(visits.parse(key, null, (partitionOf(key) + 1) % PARTITIONS))
                .isEqualTo(Decoded.Refused.of(Reason.WRONG_PARTITION));
    }

    @Test
    void shouldCountNothingOfAWithdrawnEvent() {
        Visit withdrawn = visit().setRevision(3).setWithdrawn(true).build();

        Decoded.Accepted accepted = accepted(visits.parse(withdrawn));

        assertThat(accepted.event()).isEmpty();
        assertThat(accepted.version()).isEqualTo(new Version(3, ContentHash.of(withdrawn)));
    }

    @Test
    void shouldCheckAWithdrawnEventLikeAnyOther() {
        visits.assertRefused(visit().setWithdrawn(true).setUnit("").build(), Reason.INVALID_FIELD, "unit");
        feedback.assertRefused(rating().setWithdrawn(true).setScore(6).build(), Reason.INVALID_FIELD, "score");
        commitments.assertRefused(
                request().setWithdrawn(true).setKind("CALLBACK").build(), Reason.INVALID_FIELD, "kind");
    }

    // ---- Fields of all events

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

    // ---- Fields of visits

    @Test
    void shouldCheckWhatAVisitFulfils() {
        visits.assertAccepted(visit().setFulfils(null).build());
        visits.assertAccepted(visit().setFulfils("callback:VISIT:" + "x".repeat(256) + ":OVERALL")
                .build());
        visits.assertRefused(visit().setFulfils("").build(), Reason.INVALID_FIELD, "fulfils");
        visits.assertRefused(visit().setFulfils("x".repeat(513)).build(), Reason.INVALID_FIELD, "fulfils");
    }

    // ---- Fields of feedback

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

    // ---- Fields of commitments

    @Test
    void shouldRefuseACallBackAsARecord() {
        commitments.assertRefused(request().setKind("CALLBACK").build(), Reason.INVALID_FIELD, "kind");
        for (String kind : List.of("DUTY", "REQUEST", "SUGGESTION")) {
            commitments.assertAccepted(request().setKind(kind).build());
        }
    }

    @Test
    void shouldRefuseAnOutcomeWithoutAClosing() {
        commitments.assertRefused(request().setClosedAt(null).build(), Reason.INVALID_FIELD, "outcome");
        commitments.assertAccepted(request().setClosedAt(null).setOutcome(null).build());
        commitments.assertAccepted(request().setOutcome(null).build());
        for (String outcome : List.of("RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE")) {
            commitments.assertAccepted(request().setOutcome(outcome).build());
        }
    }

    @Test
    void shouldRefuseMomentsBeforeTheOpening() {
        Instant opened = TestEvents.NINE;
        Instant before = opened.minus(MS);

        commitments.assertRefused(
                request().setAcknowledgedAt(before).build(), Reason.INCONSISTENT_TIMES, "acknowledgedAt");
        commitments.assertRefused(request().setAssignedAt(before).build(), Reason.INCONSISTENT_TIMES, "assignedAt");
        commitments.assertRefused(request().setFirstDueAt(before).build(), Reason.INCONSISTENT_TIMES, "firstDueAt");
        commitments.assertRefused(request().setDueAt(before).build(), Reason.INCONSISTENT_TIMES, "dueAt");
        commitments.assertRefused(request().setClosedAt(before).build(), Reason.INCONSISTENT_TIMES, "closedAt");
        commitments.assertRefused(
                request().setReturnedAt(List.of(opened, before)).build(), Reason.INCONSISTENT_TIMES, "returnedAt");
        commitments.assertRefused(
                request().setReopenedAt(List.of(opened, before)).build(), Reason.INCONSISTENT_TIMES, "reopenedAt");
    }

    @Test
    void shouldAllowMomentsAtTheOpeningAndRecordsOfEarlierDates() {
        Instant opened = TestEvents.NINE;
        commitments.assertAccepted(request()
                .setAcknowledgedAt(opened)
                .setAssignedAt(opened)
                .setFirstDueAt(opened)
                .setDueAt(opened)
                .setClosedAt(opened)
                .setReturnedAt(List.of(opened))
                .setReopenedAt(List.of(opened))
                .setOccurredAt(opened.minus(Duration.ofDays(9)))
                .setRecordedAt(opened.minus(Duration.ofDays(9)))
                .build());
    }

    @Test
    void shouldAllowDueTimesTenYearsAheadAndNotLonger() {
        commitments.assertAccepted(
                request().setDueAt(LATEST_DUE).setFirstDueAt(LATEST_DUE).build());
        commitments.assertRefused(request().setDueAt(LATEST_DUE.plus(MS)).build(), Reason.FUTURE, "dueAt");
        commitments.assertRefused(request().setFirstDueAt(LATEST_DUE.plus(MS)).build(), Reason.FUTURE, "firstDueAt");
    }

    @Test
    void shouldAllowOtherMomentsFiveMinutesAheadAndNotLonger() {
        Instant beyond = LATEST.plus(MS);

        commitments.assertRefused(request().setAcknowledgedAt(beyond).build(), Reason.FUTURE, "acknowledgedAt");
        commitments.assertRefused(request().setAssignedAt(beyond).build(), Reason.FUTURE, "assignedAt");
        commitments.assertRefused(request().setClosedAt(beyond).build(), Reason.FUTURE, "closedAt");
        commitments.assertRefused(request().setReturnedAt(List.of(beyond)).build(), Reason.FUTURE, "returnedAt");
        commitments.assertRefused(request().setReopenedAt(List.of(beyond)).build(), Reason.FUTURE, "reopenedAt");
    }
}
