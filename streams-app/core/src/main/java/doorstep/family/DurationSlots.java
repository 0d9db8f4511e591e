// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.DurationBucket;
import doorstep.avro.Durations;
import doorstep.tally.LogBuckets;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;

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

    /** Count of durations that readers know no bucket of; the next is the sum of their seconds. */
    private int withoutBucket() {
        return end() + 2 * kind;
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
        long seconds = tally.get(withoutBucket() + 1);
        for (DurationBucket bucket : buckets) {
            count += bucket.getCount();
            seconds = Math.addExact(seconds, bucket.getSeconds());
        }
        return Durations.newBuilder()
                .setCount(count)
                .setSeconds(seconds)
                .setDays(tally.get(days()))
                .setP50(unknown == 0 ? percentile(50, count, buckets) : null)
                .setP90(unknown == 0 ? percentile(90, count, buckets) : null)
                .setP99(unknown == 0 ? percentile(99, count, buckets) : null)
                .setBuckets(unknown == 0 ? buckets : null)
                .build();
    }

    /** The tally of a row's durations; without percentiles where an earlier version wrote the row, without buckets. */
    Tally tally(Durations durations) {
        RunningTally tally = new RunningTally().add(Tally.of(days(), durations.getDays()));
        if (durations.getBuckets() == null) {
            tally.add(Tally.of(withoutBucket(), durations.getCount()));
            tally.add(Tally.of(withoutBucket() + 1, durations.getSeconds()));
            return tally.toTally();
        }
        for (DurationBucket it : durations.getBuckets()) {
            int bucket = LogBuckets.of(it.getSeconds() / it.getCount());
            tally.add(Tally.of(countOf(bucket), it.getCount()));
            tally.add(Tally.of(countOf(bucket) + 1, it.getSeconds() - it.getCount() * LogBuckets.lowest(bucket)));
        }
        return tally.toTally();
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
