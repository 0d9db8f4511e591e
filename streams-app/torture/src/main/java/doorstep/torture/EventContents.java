package doorstep.torture;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * What every version of every event says, as a function of the seed: nothing that was sent has to be kept in order to be
 * sent again, or to be subtracted.
 *
 * <p>A small world, in which everything meets everything: ten unit prefixes, most events within two days, the others in
 * two years. Times lie around the first as-of, some after it, and whole minutes of the busy time are few.
 */
final class EventContents {
    private static final int DAY = 24 * 60;
    /** What an id begins with. */
    static final Version FIRST = new Version(0, 0);

    private static final int WITHDRAWN = 4;
    private static final long SOME_TIME = 1_700_000_000_000L;

    /** What an earlier schema of each input lacks. */
    static final Map<Topic, String> ABSENT_BEFORE =
            Map.of(Topics.VISITS, "fulfils", Topics.FEEDBACK, "topics", Topics.COMMITMENTS, "reopenedAt");

    private static final int MAX_TOPICS = 32;
    private static final int MAX_MOMENTS = 100;

    private static final List<String> UNITS = List.of(
            "city/north/1", "city/north/2", "city/north/3", "city/市区/一所", "city/市区/2", "city/市区/3", "city/north");
    private static final List<String> AREAS = List.of("river", "river/left", "river/right", "50%=half|part");
    private static final List<String> CATEGORIES = List.of("CASE_PARTY", "LIFE_CHANGE", "TALK", "FOLLOW_UP");
    private static final List<String> OUTCOMES = List.of("RESOLVED", "RESOLVED", "UNRESOLVED", "REFUSED", "DUPLICATE");
    private static final List<String> MODES = List.of("DOOR", "PHONE", "SERVICE_POINT");
    private static final List<String> CHANNELS = List.of("SMS", "SERVICE_POINT", "WEB");
    private static final List<String> SOURCES = List.of("CRM", "APP");
    private static final List<String> TOPICS = List.of("NOISE", "SPEED", "MANNERS");
    private static final List<String> MOODS = List.of("SAD", "FUNNY", "ANGRY", "HAPPY");
    private static final List<String> ARTICLES = List.of("article-1", "2011/07|x=%", "文章");

    /**
     * Where something happens, and how far ahead its other moments lie.
     *
     * @param steps of two hours, at the most
     */
    private record Scene(List<String> units, int steps) {
        static final Scene WIDE = new Scene(UNITS, 480);
        static final Scene NARROW = new Scene(UNITS.subList(0, 1), 20);
    }

    private final long seed;
    private final long firstMinute;
    private final int early;

    /**
     * A version of an event: higher revisions count, and among equal ones the content decides.
     *
     * @param revision 0 or more
     * @param variant 0 to 7; those from 4 on are withdrawn
     */
    record Version(int revision, int variant) {
        boolean withdrawn() {
            return variant >= WITHDRAWN;
        }

        Version corrected(int steps) {
            return new Version(revision + steps, variant % WITHDRAWN);
        }

        Version withdrawn(int steps) {
            return new Version(revision + steps, variant % WITHDRAWN + WITHDRAWN);
        }

        Version conflicting(int step) {
            return new Version(revision, variant / WITHDRAWN * WITHDRAWN + (variant + step) % WITHDRAWN);
        }
    }

    /**
     * @param firstAsOf the moment that most events are close to
     * @param early ids, the first ones, whose first version is of one unit and one day long ago: they fill the state, and
     *     are not to fill the windows
     */
    EventContents(long seed, Instant firstAsOf, int early) {
        this.seed = seed;
        this.early = early;
        this.firstMinute = Math.floorDiv(firstAsOf.getEpochSecond(), 60L);
    }

    Topic topicOf(int number) {
        int kind = dice(number, -1, 0).nextInt(7);
        return kind < 3 ? Topics.VISITS : kind < 6 ? Topics.FEEDBACK : Topics.COMMITMENTS;
    }

    static String idOf(int number) {
        return "torture-" + number;
    }

    /** Times in milliseconds for every fourth id, small numbers for the others. */
    private static long revision(int number, Version version) {
        return number % 4 == 2 ? SOME_TIME + version.revision() : version.revision();
    }

    /** Sent by somebody whose schema is an earlier one. */
    static boolean isOld(int number) {
        return number % 8 == 5;
    }

    /** Holds as many topics or moments as are allowed. */
    private static boolean isWide(int number) {
        return number % 96 == 12;
    }

    SpecificRecord event(int number, Version version) {
        SpecificRecord event = plainEvent(number, version);
        if (isOld(number)) {
            String field = ABSENT_BEFORE.get(topicOf(number));
            event.put(
                    event.getSchema().getField(field).pos(),
                    SpecificData.get().getDefaultValue(event.getSchema().getField(field)));
        }
        if (isWide(number)) {
            widen(event, 0);
        }
        return event;
    }

    /**
     * Fills the lists that a record has.
     *
     * @param beyond items more than are allowed
     */
    static void widen(SpecificRecord event, int beyond) {
        if (event instanceof Feedback answer) {
            answer.setTopics(IntStream.range(0, MAX_TOPICS + beyond)
                    .mapToObj(i -> "WIDE_" + i)
                    .toList());
        } else if (event instanceof Commitment commitment) {
            List<Instant> moments = IntStream.range(0, MAX_MOMENTS + beyond)
                    .mapToObj(i -> commitment.getOpenedAt().plus(Duration.ofMinutes(i / 2)))
                    .toList();
            commitment.setReturnedAt(moments);
            commitment.setReopenedAt(moments);
        }
    }

    private SpecificRecord plainEvent(int number, Version version) {
        SplittableRandom dice = dice(number, version.revision(), version.variant());
        boolean isEarly = number < early && version.equals(FIRST);
        boolean isNarrow = isEarly || isWide(number); // a wide record in a wide scene would be thousands of rows
        Instant at = isNarrow ? longAgo(dice) : moment(dice);
        Scene scene = isNarrow ? Scene.NARROW : Scene.WIDE;
        if (topicOf(number).equals(Topics.VISITS)) {
            return Visit.newBuilder()
                    .setId(idOf(number))
                    .setRevision(revision(number, version))
                    .setSource(of(SOURCES, dice))
                    .setUnit(of(scene.units, dice))
                    .setArea(dice.nextInt(3) == 0 ? null : of(AREAS, dice))
                    .setOccurredAt(at)
                    .setRecordedAt(at)
                    .setWithdrawn(version.withdrawn())
                    .setCategory(of(CATEGORIES, dice))
                    .setMode(of(MODES, dice))
                    .setHouseholds(dice.nextInt(4))
                    .setPeople(dice.nextInt(12))
                    .setFeedbackAsked(dice.nextInt(3))
                    .setFulfils(target(number, dice))
                    .build();
        }
        return topicOf(number).equals(Topics.FEEDBACK)
                ? feedback(number, version, at, scene, dice)
                : commitment(number, version, at, scene, dice);
    }

    /** Mostly of the same time, so that visits meet what they are about; null for half of them. */
    private String target(int number, SplittableRandom dice) {
        switch (dice.nextInt(6)) {
            case 0, 1 -> {
                return idOf(commitmentNear(number, dice));
            }
            case 2 -> {
                String question = dice.nextInt(4) == 0 ? "SAFETY" : "OVERALL";
                return "callback:VISIT:" + subject(number, dice) + ":" + question;
            }
            default -> {
                return null;
            }
        }
    }

    /** Some have not come yet, and now and then it is none. */
    private int commitmentNear(int number, SplittableRandom dice) {
        int near = Math.max(0, number - 60 + dice.nextInt(70));
        for (int i = 0; i < 20 && !topicOf(near).equals(Topics.COMMITMENTS); i++) {
            near++;
        }
        return near;
    }

    /** A dozen ratings have the same one. */
    private static String subject(int number, SplittableRandom dice) {
        return "v" + (number / 50 + dice.nextInt(2));
    }

    private static SpecificRecord commitment(
            int number, Version version, Instant opened, Scene scene, SplittableRandom dice) {
        Instant due = later(opened, scene, dice);
        boolean closed = dice.nextInt(3) == 0;
        return Commitment.newBuilder()
                .setId(idOf(number))
                .setRevision(revision(number, version))
                .setSource(of(SOURCES, dice))
                .setUnit(of(scene.units, dice))
                .setArea(dice.nextInt(3) == 0 ? null : of(AREAS, dice))
                .setOccurredAt(opened)
                .setRecordedAt(opened)
                .setWithdrawn(version.withdrawn())
                .setKind(of(List.of("DUTY", "DUTY", "REQUEST", "SUGGESTION"), dice))
                .setCategory(of(CATEGORIES, dice))
                .setOpenedAt(opened)
                .setAcknowledgedAt(dice.nextInt(2) == 0 ? null : later(opened, scene, dice))
                .setAssignedAt(dice.nextInt(2) == 0 ? null : later(opened, scene, dice))
                .setFirstDueAt(dice.nextInt(3) == 0 ? later(opened, scene, dice) : null)
                .setDueAt(dice.nextInt(6) == 0 ? null : due)
                .setClosedAt(closed ? later(opened, scene, dice) : null)
                .setOutcome(closed && dice.nextInt(5) > 0 ? of(OUTCOMES, dice) : null)
                .setReturnedAt(dice.nextInt(5) == 0 ? List.of(later(opened, scene, dice)) : List.of())
                .setReopenedAt(dice.nextInt(5) == 0 ? List.of(later(opened, scene, dice)) : List.of())
                .build();
    }

    /** On the full hour, two hours apart: what is counted by minute is to stay small. */
    private static Instant later(Instant opened, Scene scene, SplittableRandom dice) {
        long step = 7_200_000L;
        long later =
                opened.toEpochMilli() + dice.nextLong(step * (dice.nextBoolean() ? scene.steps / 20 : scene.steps));
        return Instant.ofEpochMilli(Math.floorDiv(later + step - 1, step) * step);
    }

    private static Feedback feedback(int number, Version version, Instant at, Scene scene, SplittableRandom dice) {
        Feedback.Builder feedback = Feedback.newBuilder()
                .setId(idOf(number))
                .setRevision(revision(number, version))
                .setSource(of(SOURCES, dice))
                .setUnit(of(scene.units, dice))
                .setArea(dice.nextInt(3) == 0 ? null : of(AREAS, dice))
                .setOccurredAt(at)
                .setRecordedAt(at)
                .setWithdrawn(version.withdrawn())
                .setChannel(of(CHANNELS, dice))
                .setTopics(TOPICS.subList(0, dice.nextInt(3)));
        int kind = dice.nextInt(100);
        if (kind < 70) {
            feedback.setKind("RATING").setImputed(dice.nextInt(20) == 0);
            switch (dice.nextInt(4)) {
                case 0 -> feedback.setQuestion("SAFETY").setScale("YES_NO").setScore(dice.nextInt(2));
                case 1 -> feedback.setQuestion("RECOMMEND").setScale("NPS_11").setScore(dice.nextInt(11));
                default ->
                    feedback.setScale("GRADE_5")
                            .setScore(1 + dice.nextInt(5))
                            .setAbout(dice.nextInt(3) > 0 ? new About("VISIT", subject(number, dice)) : null);
            }
        } else if (kind < 85) {
            feedback.setKind("REACTION")
                    .setReaction(of(MOODS, dice))
                    .setAbout(new About("ARTICLE", of(ARTICLES, dice)));
        } else {
            feedback.setKind(kind < 93 ? "SUGGESTION" : "REPORT");
        }
        return feedback.build();
    }

    private Instant longAgo(SplittableRandom dice) {
        return Instant.ofEpochSecond((firstMinute - 300L * DAY) * 60 + dice.nextInt(3_600));
    }

    private Instant moment(SplittableRandom dice) {
        int kind = dice.nextInt(100);
        long minute;
        if (kind < 65) {
            minute = firstMinute - 30L * dice.nextInt(36 * 2) + 6 * 60;
        } else if (kind < 85) {
            minute = firstMinute - DAY * (long) dice.nextInt(90);
        } else if (kind < 93) {
            minute = firstMinute - 7L * DAY * dice.nextInt(100);
        } else {
            minute = firstMinute + 30L * dice.nextInt(120 * 48);
        }
        return Instant.ofEpochMilli(minute * 60_000L + dice.nextInt(60_000));
    }

    private SplittableRandom dice(int number, int revision, int variant) {
        long mixed = seed;
        mixed = (mixed ^ number) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32) ^ (revision + 7L)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 29) ^ variant) * 0x94D049BB133111EBL;
        return new SplittableRandom(mixed ^ (mixed >>> 31));
    }

    private static <T> T of(List<T> choices, SplittableRandom dice) {
        return choices.get(dice.nextInt(choices.size()));
    }
}
