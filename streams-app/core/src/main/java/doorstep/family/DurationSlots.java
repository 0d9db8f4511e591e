// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.DurationBucket;
import doorstep.avro.Durations;
import doorstep.tally.LogBuckets;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A tally's slots for one of several kinds of durations: the sum of days, and for each bucket of seconds how many
 * durations it has, and how many seconds they are above the bucket's lowest number, all together. The sum of all
 * seconds follows from these.
 *
 * <p>Seconds above the lowest number are small numbers, or 0, which a tally does not store. The kinds take turns: days
 * of each, then the first bucket of each, and so on. So short durations of every kind have low slots, which take few
 * bytes.
 */
final class DurationSlots {
    private static final int[] PERCENTILES = {50, 90, 99};

    /** Offsets from the slot of durations without a bucket: the sum of their seconds, their rows, and the percentiles. */
    private static final int SECONDS_WITHOUT = 1;

    private static final int ROWS_WITHOUT = 2;
    private static final int PERCENTILES_WITHOUT = 3;
    private static final int SLOTS_WITHOUT = PERCENTILES_WITHOUT + PERCENTILES.length;

    private final int kinds;
    private final int kind;
    private final int first;

    /**
     * @param kinds how many share the slots from {@code first} to {@link #end}
     * @param kind which of them, from 0
     */
    DurationSlots(int first, int kinds, int kind) {
        this.first = first;
        this.kinds = kinds;
        this.kind = kind;
    }

    /** The slot after those of all kinds, but for those of rows without buckets. */
    int end() {
        return firstOfBuckets() + 2 * kinds * LogBuckets.SIZE;
    }

    /** Count of durations that readers know no bucket of; behind it come the other {@code *_WITHOUT} slots. */
    private int withoutBucket() {
        return end() + SLOTS_WITHOUT * kind;
    }

    private int days() {
        return first + kind;
    }

    private int firstOfBuckets() {
        return first + kinds;
    }

    /** The slot of a bucket's count; that of its seconds is the next. */
    private int countOf(int bucket) {
        return firstOfBuckets() + 2 * (kinds * bucket + kind);
    }

    /** The tally of one duration. */
    Tally of(long seconds, long days) {
        int bucket = LogBuckets.of(seconds);
        return Tally.of(days(), days)
                .plus(Tally.of(countOf(bucket), 1))
                .plus(Tally.of(countOf(bucket) + 1, seconds - LogBuckets.lowest(bucket)));
    }

    Durations row(Tally tally) {
        List<DurationBucket> buckets = buckets(tally);
        long unknown = tally.get(withoutBucket());
        long count = unknown;
        long seconds = tally.get(withoutBucket() + SECONDS_WITHOUT);
        for (DurationBucket bucket : buckets) {
            count += bucket.getCount();
            seconds = Math.addExact(seconds, bucket.getSeconds());
        }
        Long[] percentiles = unknown == 0 ? percentiles(count, buckets) : percentilesOfOneRow(tally, buckets);
        return Durations.newBuilder()
                .setCount(count)
                .setSeconds(seconds)
                .setDays(tally.get(days()))
                .setP50(percentiles[0])
                .setP90(percentiles[1])
                .setP99(percentiles[2])
                .setBuckets(unknown == 0 ? buckets : null)
                .build();
    }

    /** Those that the row had, if no other durations were added: percentiles do not add up. */
    private Long[] percentilesOfOneRow(Tally tally, List<DurationBucket> buckets) {
        Long[] percentiles = new Long[PERCENTILES.length];
        if (buckets.isEmpty() && tally.get(withoutBucket() + ROWS_WITHOUT) == 1) {
            Arrays.setAll(percentiles, i -> tally.get(withoutBucket() + PERCENTILES_WITHOUT + i));
        }
        return percentiles;
    }

    /** The tally of a row's durations, also of one that an earlier version wrote, without buckets. */
    Tally tally(Durations durations) {
        RunningTally tally = new RunningTally().add(Tally.of(days(), durations.getDays()));
        if (durations.getBuckets() == null) {
            return tally.add(withoutBuckets(durations)).toTally();
        }
        for (DurationBucket it : durations.getBuckets()) {
            int bucket = LogBuckets.of(it.getSeconds() / it.getCount());
            tally.add(Tally.of(countOf(bucket), it.getCount()));
            tally.add(Tally.of(countOf(bucket) + 1, it.getSeconds() - it.getCount() * LogBuckets.lowest(bucket)));
        }
        return tally.toTally();
    }

    private RunningTally withoutBuckets(Durations durations) {
        Long[] percentiles = {durations.getP50(), durations.getP90(), durations.getP99()};
        boolean known = Arrays.stream(percentiles).allMatch(Objects::nonNull);
        RunningTally tally = new RunningTally()
                .add(Tally.of(withoutBucket(), durations.getCount()))
                .add(Tally.of(withoutBucket() + SECONDS_WITHOUT, durations.getSeconds()));
        if (durations.getCount() > 0) {
            tally.add(Tally.of(withoutBucket() + ROWS_WITHOUT, known ? 1 : 2)); // 2: like a sum of rows
        }
        for (int i = 0; known && i < percentiles.length; i++) {
            tally.add(Tally.of(withoutBucket() + PERCENTILES_WITHOUT + i, percentiles[i]));
        }
        return tally;
    }

    private List<DurationBucket> buckets(Tally tally) {
        List<DurationBucket> buckets = new ArrayList<>();
        for (int slot : tally.slotsWithin(firstOfBuckets(), end())) {
            int bucket = (slot - firstOfBuckets()) / (2 * kinds);
            if (slot == countOf(bucket)) {
                long count = tally.get(slot);
                long atLeast = Math.multiplyExact(count, LogBuckets.lowest(bucket));
                buckets.add(new DurationBucket(count, Math.addExact(atLeast, tally.get(slot + 1))));
            }
        }
        return buckets;
    }

    private static Long[] percentiles(long count, List<DurationBucket> buckets) {
        return Arrays.stream(PERCENTILES)
                .mapToObj(p -> percentile(p, count, buckets))
                .toArray(Long[]::new);
    }

    /**
     * Nearest rank: the smallest number that at least p % of the numbers do not exceed. The mean of its bucket stands
     * for it, rounded down to a whole second.
     */
    private static Long percentile(int p, long count, List<DurationBucket> buckets) {
        long rank = (p * count + 99) / 100;
        long passed = 0;
        for (DurationBucket bucket : buckets) {
            passed += bucket.getCount();
            if (passed >= rank) {
                return bucket.getSeconds() / bucket.getCount();
            }
        }
        return null;
    }
}
