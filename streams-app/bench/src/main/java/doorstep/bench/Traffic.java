// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The input of a run, a function of the seed and the number of deliveries: ratings of 30 days in chronological order,
 * some of them late, repeated or corrected. Not thread-safe.
 */
final class Traffic {
    /** The first moment, a midnight. */
    static final Instant START = Instant.parse("2024-03-01T00:00:00Z");

    static final int DAYS = 30;
    static final int DAY_HOURS = 24;
    static final int HOURS = DAYS * DAY_HOURS;
    static final long HOUR_MS = Duration.ofHours(1).toMillis();

    /** The last minute; as of it, the last 30 days contain everything. */
    static final Instant AS_OF = START.plus(Duration.ofDays(DAYS)).minus(Duration.ofMinutes(1));

    static final int CHANNELS = 6;
    static final int AREAS = 50;
    static final int TOPICS = 10;

    private static final long START_MS = START.toEpochMilli();
    private static final long SPAN_MS = Duration.ofDays(DAYS).toMillis();
    private static final int LATE_PERCENT = 5;
    private static final int LATE_MS = (int) Duration.ofHours(2).toMillis();
    /**
     * Percentage of deliveries that are the first of their id. One half of the others are repetitions, the other half
     * corrections.
     */
    private static final int FRESH_PERCENT = 98;
    /** Cumulative shares of 1 to 5 stars, in percent; most people are content. */
    private static final int[] SCORES = {2, 5, 15, 50, 100};

    /** How a delivery relates to earlier ones of its id. */
    enum Kind {
        FIRST,
        REPEATED,
        /** A higher revision; {@link Delivery#before} is the version that it replaces. */
        CORRECTED
    }

    /** @param before null unless {@code kind} is CORRECTED */
    record Delivery(Kind kind, RatingVersion answer, RatingVersion before) {}

    private final long seed;
    private final int freshPercent;
    private final double idsExpected;
    private final SplittableRandom dice;
    private byte[] revisions = new byte[1 << 12]; // the last revision sent, by number of the id
    private int ids;

    Traffic(long seed, long deliveries) {
        this(seed, deliveries, FRESH_PERCENT);
    }

    private Traffic(long seed, long deliveries, int freshPercent) {
        this.seed = seed;
        this.freshPercent = freshPercent;
        this.idsExpected = Math.max(1, deliveries * freshPercent / 100.0);
        this.dice = new SplittableRandom(seed);
    }

    /** Without repetitions and corrections. */
    static Traffic clean(long seed, long deliveries) {
        return new Traffic(seed, deliveries, 100);
    }

    Delivery next() {
        int kind = dice.nextInt(100);
        if (kind >= freshPercent && ids > 0) {
            int number = dice.nextInt(ids);
            RatingVersion last = answer(number, revisions[number]);
            if (kind == freshPercent) {
                return new Delivery(Kind.REPEATED, last, null);
            }
            if (revisions[number] < Byte.MAX_VALUE) {
                return new Delivery(Kind.CORRECTED, answer(number, ++revisions[number]), last);
            }
        }
        if (ids == revisions.length) {
            revisions = Arrays.copyOf(revisions, 2 * ids);
        }
        return new Delivery(Kind.FIRST, answer(ids++, 0), null);
    }

    /** A version is a function of the seed, the id's number and the revision. */
    private RatingVersion answer(int number, int revision) {
        SplittableRandom first = new SplittableRandom(seed * 1_000_003 + number);
        String id = new UUID(first.nextLong(), first.nextLong()).toString();
        int leaf = Units.draw(first);
        int area = first.nextInt(AREAS);
        int channel = first.nextInt(CHANNELS);
        int topic = first.nextInt(TOPICS);
        int score = score(first);
        long at = START_MS + Math.min(SPAN_MS - 1, (long) (number / idsExpected * SPAN_MS));
        if (first.nextInt(100) < LATE_PERCENT) {
            at -= first.nextInt(LATE_MS);
        }
        if (revision > 0) {
            SplittableRandom correction = new SplittableRandom(first.nextLong() + revision);
            score = score(correction);
            leaf = correction.nextInt(4) == 0 ? Units.draw(correction) : leaf;
            at = correction.nextInt(4) == 0 ? at - HOUR_MS : at;
        }
        return new RatingVersion(id, revision, leaf, area, channel, topic, score, Math.max(START_MS, at));
    }

    static int score(SplittableRandom dice) {
        int percent = dice.nextInt(100);
        int score = 1;
        while (percent >= SCORES[score - 1]) {
            score++;
        }
        return score;
    }

    /** Whole hours from {@link #START} to a moment. */
    static int hourOf(long at) {
        return (int) Math.floorDiv(at - START_MS, HOUR_MS);
    }

    static long startOfHour(int hour) {
        return START_MS + hour * HOUR_MS;
    }
}
