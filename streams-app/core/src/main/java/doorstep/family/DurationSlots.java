// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.Durations;
import doorstep.tally.LogBuckets;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;

/** A range of a tally's slots for durations: sum of seconds, sum of days, then buckets of seconds. */
final class DurationSlots {
    private static final int DAYS = 1;
    private static final int BUCKETS = 2;
    private static final int LENGTH = BUCKETS + LogBuckets.SIZE;

    private final int first;

    /** @param which index of the range among several, from 0 */
    DurationSlots(int firstOfAll, int which) {
        first = firstOfAll + which * LENGTH;
    }

    /** The tally of one duration. */
    Tally of(long seconds, long days) {
        return Tally.of(first, seconds)
                .plus(Tally.of(first + DAYS, days))
                .plus(Tally.of(first + BUCKETS + LogBuckets.of(seconds), 1));
    }

    Durations row(Tally tally) {
        List<Integer> buckets = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long count = 0;
        for (int bucket : tally.slotsWithin(first + BUCKETS, first + LENGTH)) {
            long here = tally.get(bucket);
            buckets.add(bucket - first - BUCKETS);
            counts.add(here);
            count += here;
        }
        return Durations.newBuilder()
                .setCount(count)
                .setSeconds(tally.get(first))
                .setDays(tally.get(first + DAYS))
                .setP50(percentile(50, count, buckets, counts))
                .setP90(percentile(90, count, buckets, counts))
                .setP99(percentile(99, count, buckets, counts))
                .build();
    }

    /** Nearest rank: the smallest number that at least p % of the numbers do not exceed. */
    private static Long percentile(int p, long count, List<Integer> buckets, List<Long> counts) {
        long rank = (p * count + 99) / 100;
        long passed = 0;
        for (int i = 0; i < buckets.size(); i++) {
            passed += counts.get(i);
            if (passed >= rank) {
                return LogBuckets.middle(buckets.get(i));
            }
        }
        return null;
    }
}
