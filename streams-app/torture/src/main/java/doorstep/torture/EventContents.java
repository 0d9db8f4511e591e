// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.event.Minutes;
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
 * The content of every version of every event, as a function of the seed. Nothing that was sent has to be kept in order
 * to be sent again or subtracted.
 *
 * <p>The values are few, so that events often share rows: ten unit prefixes, most events within two days, the others
 * within two years. Most times are around the first as-of, some of them after it, and the busy time has few different
 * whole minutes.
 */
final class EventContents {
    private static final int DAY = 24 * 60;
    /** The first version of every id. */
    static final Version FIRST = new Version(0, 0);

    private static final int WITHDRAWN = 4;
    private static final long SOME_TIME = 1_700_000_000_000L;

    /** For each input, the field that its earlier schema lacks. */
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
     * Bounds the units of an event and how far its later moments are ahead.
     *
     * @param steps upper bound, in steps of two hours
     */
    private record Scene(List<String> units, int steps) {
        static final Scene WIDE = new Scene(UNITS, 480);
        static final Scene NARROW = new Scene(UNITS.subList(0, 1), 20);
    }

    private final long seed;
    private final long firstMinute;
    private final int early;

    /**
     * A version of an event. The highest revision counts; among equal revisions the content decides.
     *
     * @param revision 0 or more
     * @param variant 0 to 7; variants from 4 on are withdrawn
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
     * @param firstAsOf most events are close to this moment
     * @param early number of ids, from the first on, whose first version is in one unit and on one day long ago: they
     *     fill the ledger but not the windows
     */
    EventContents(long seed, Instant firstAsOf, int early) {
        this.seed = seed;
        this.early = early;
        this.firstMinute = Minutes.of(firstAsOf);
    }

    Topic topicOf(int number) {
        int kind = dice(number, -1, 0).nextInt(7);
        return kind < 3 ? Topics.VISITS : kind < 6 ? Topics.FEEDBACK : Topics.COMMITMENTS;
    }

    static String idOf(int number) {
        return "torture-" + number;
    }

    /** A time in milliseconds for every fourth id, a small number for the others. */
    private static long revision(int number, Version version) {
        return number % 4 == 2 ? SOME_TIME + version.revision() : version.revision();
    }

    /** Whether its producer uses the earlier schema. */
    static boolean isOld(int number) {
        return number % 8 == 5;
    }

    /** Whether it holds as many topics or moments as are allowed. */
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
     * Fills the lists of a record.
     *
     * @param beyond number of items above the limit
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
        boolean isNarrow = isEarly || isWide(number); // a wide record in a wide scene would cause thousands of rows
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

    /** Mostly a target of about the same time, so that visits meet what they fulfil; null for half of the events. */
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

    /**
     * The number of a nearby commitment. It may not have been sent yet, and now and then it is not a commitment at all.
     */
    private int commitmentNear(int number, SplittableRandom dice) {
        int near = Math.max(0, number - 60 + dice.nextInt(70));
        for (int i = 0; i < 20 && !topicOf(near).equals(Topics.COMMITMENTS); i++) {
            near++;
        }
        return near;
    }

    /** The same subject for about a dozen ratings. */
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

    /** In steps of two hours on the full hour, so that the number of cells by minute stays small. */
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
        return Minutes.start(minute).plusMillis(dice.nextInt(60_000));
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
