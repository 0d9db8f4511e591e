package doorstep.torture;

import doorstep.avro.About;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/**
 * What every version of every event says, as a function of the seed: nothing that was sent has to be kept in order to be
 * sent again, or to be subtracted.
 *
 * <p>A small world, in which everything meets everything: ten unit prefixes, most events within two days, the others in
 * two years. Times lie around the first as-of, some after it, and whole minutes of the busy time are few.
 */
final class Contents {
    private static final int DAY = 24 * 60;
    private static final int WITHDRAWN = 4;

    private static final List<String> UNITS = List.of(
            "city/north/1", "city/north/2", "city/north/3", "city/市区/一所", "city/市区/2", "city/市区/3", "city/north");
    private static final List<String> AREAS = List.of("river", "river/left", "river/right", "50%=half|part");
    private static final List<String> CATEGORIES = List.of("CASE_PARTY", "LIFE_CHANGE", "TALK", "FOLLOW_UP");
    private static final List<String> MODES = List.of("DOOR", "PHONE", "SERVICE_POINT");
    private static final List<String> CHANNELS = List.of("SMS", "SERVICE_POINT", "WEB");
    private static final List<String> SOURCES = List.of("CRM", "APP");
    private static final List<String> TOPICS = List.of("NOISE", "SPEED", "MANNERS");
    private static final List<String> MOODS = List.of("SAD", "FUNNY", "ANGRY", "HAPPY");
    private static final List<String> ARTICLES = List.of("article-1", "2011/07|x=%", "文章");

    private final long seed;
    private final long firstMinute;

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

    /** @param firstAsOf the moment that most events are close to */
    Contents(long seed, Instant firstAsOf) {
        this.seed = seed;
        this.firstMinute = Math.floorDiv(firstAsOf.getEpochSecond(), 60L);
    }

    Topic topicOf(int number) {
        return dice(number, -1, 0).nextInt(5) < 2 ? Topics.VISITS : Topics.FEEDBACK;
    }

    static String idOf(int number) {
        return "torture-" + number;
    }

    SpecificRecord event(int number, Version version) {
        SplittableRandom dice = dice(number, version.revision(), version.variant());
        Instant at = moment(dice);
        if (topicOf(number).equals(Topics.VISITS)) {
            return Visit.newBuilder()
                    .setId(idOf(number))
                    .setRevision(version.revision())
                    .setSource(of(SOURCES, dice))
                    .setUnit(of(UNITS, dice))
                    .setArea(dice.nextInt(3) == 0 ? null : of(AREAS, dice))
                    .setOccurredAt(at)
                    .setRecordedAt(at)
                    .setWithdrawn(version.withdrawn())
                    .setCategory(of(CATEGORIES, dice))
                    .setMode(of(MODES, dice))
                    .setHouseholds(dice.nextInt(4))
                    .setPeople(dice.nextInt(12))
                    .setFeedbackAsked(dice.nextInt(3))
                    .build();
        }
        return feedback(number, version, at, dice);
    }

    private static Feedback feedback(int number, Version version, Instant at, SplittableRandom dice) {
        Feedback.Builder feedback = Feedback.newBuilder()
                .setId(idOf(number))
                .setRevision(version.revision())
                .setSource(of(SOURCES, dice))
                .setUnit(of(UNITS, dice))
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
                            .setAbout(dice.nextBoolean() ? new About("VISIT", "v") : null);
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

    private Instant moment(SplittableRandom dice) {
        int kind = dice.nextInt(100);
        long minute;
        if (kind < 65) {
            minute = firstMinute - 5L * dice.nextInt(36 * 12) + 6 * 60;
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
