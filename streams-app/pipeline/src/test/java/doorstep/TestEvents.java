package doorstep;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Readable records as a producer sends them. Each call returns a new builder; a test changes what it is about. */
public final class TestEvents {
    public static final Instant NINE = Instant.parse("2011-03-01T09:00:00Z");

    private TestEvents() {}

    /** A talk at the door with 2 households and 5 people, 3 of whom were asked for feedback, at nine. */
    public static Visit.Builder visit(String id) {
        return Visit.newBuilder()
                .setId(id)
                .setSource("VISIT_REGISTER")
                .setUnit("city/north")
                .setArea("old-town/market")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setCategory("TALK")
                .setMode("DOOR")
                .setHouseholds(2)
                .setPeople(5)
                .setFeedbackAsked(3)
                .setFulfils("duty-1");
    }

    /** A rating in stars about a visit, with two topics. */
    public static Feedback.Builder rating(String id, int stars) {
        return Feedback.newBuilder()
                .setId(id)
                .setSource("SURVEY")
                .setUnit("city/north")
                .setArea("old-town/market")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE)
                .setKind("RATING")
                .setChannel("WEB")
                .setScale("STARS_5")
                .setScore(stars)
                .setAbout(new About("VISIT", "v1"))
                .setTopics(List.of("FRAUD", "TRAFFIC"));
    }

    /** A mood given to an article. */
    public static Feedback.Builder reaction(String id, String mood, String article) {
        return rating(id, 1)
                .setKind("REACTION")
                .setScale(null)
                .setScore(null)
                .setReaction(mood)
                .setAbout(new About("ARTICLE", article))
                .setTopics(List.of());
    }

    /** A request opened at nine, answered and closed in time, with every moment that a commitment can have. */
    public static Commitment.Builder request(String id) {
        return Commitment.newBuilder()
                .setId(id)
                .setSource("CALL_CENTRE")
                .setUnit("city/north")
                .setArea("old-town/market")
                .setOccurredAt(NINE)
                .setRecordedAt(NINE.plus(Duration.ofHours(3)))
                .setKind("REQUEST")
                .setCategory("OTHER")
                .setOpenedAt(NINE)
                .setAcknowledgedAt(NINE.plus(Duration.ofHours(1)))
                .setAssignedAt(NINE.plus(Duration.ofHours(1)))
                .setFirstDueAt(NINE.plus(Duration.ofDays(2)))
                .setDueAt(NINE.plus(Duration.ofDays(3)))
                .setClosedAt(NINE.plus(Duration.ofHours(3)))
                .setOutcome("RESOLVED")
                .setReturnedAt(List.of(NINE.plus(Duration.ofHours(1))))
                .setReopenedAt(List.of(NINE.plus(Duration.ofHours(2))));
    }
}
