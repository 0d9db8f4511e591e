// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.DurationBucket;
import doorstep.avro.Durations;
import doorstep.tally.LogBuckets;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationSlotsTest {
    private static final int FIRST = 100;
    private static final int KINDS = 3;
    private static final long DAY = 86_400;

    private final DurationSlots durations = slots(1);

    private static DurationSlots slots(int kind) {
        return new DurationSlots(FIRST, KINDS, kind);
    }

    private Tally tally(long... seconds) {
        return LongStream.of(seconds)
                .mapToObj(one -> durations.of(one, one / DAY))
                .reduce(Tally.ZERO, Tally::plus);
    }

    private Durations row(long... seconds) {
        return durations.row(tally(seconds));
    }

    @Test
    void shouldGiveEachSlotToOneKindAlone() {
        Set<Integer> taken = new HashSet<>();
        for (int kind = 0; kind < KINDS; kind++) {
            DurationSlots ofKind = slots(kind);
            Set<Integer> own = new HashSet<>();
            for (int bucket = 0; bucket < LogBuckets.SIZE; bucket++) {
                long lowest = LogBuckets.lowest(bucket);
                ofKind.of(lowest, 1).forEachSlot((slot, count) -> own.add(slot));
                if (bucket >= 256) {
                    ofKind.of(lowest + 1, 1).forEachSlot((slot, count) -> own.add(slot));
                }
            }
            assertThat(own).hasSize(1 + LogBuckets.SIZE + LogBuckets.SIZE - 256);
            assertThat(Collections.disjoint(own, taken))
                    .as("slots of kind %d", kind)
                    .isTrue();
            taken.addAll(own);
        }
        assertThat(taken).allMatch(slot -> slot >= FIRST && slot < durations.end());
    }

    @Test
    void shouldCountEachKindForItself() {
        Tally all = slots(0).of(7, 0).plus(slots(1).of(1_000, 1)).plus(slots(2).of(7, 2));

        assertThat(slots(0).row(all)).isEqualTo(new Durations(1L, 7L, 0L, 7L, 7L, 7L, List.of(bucket(1, 7))));
        assertThat(slots(1).row(all))
                .isEqualTo(new Durations(1L, 1_000L, 1L, 1_000L, 1_000L, 1_000L, List.of(bucket(1, 1_000))));
        assertThat(slots(2).row(all)).isEqualTo(new Durations(1L, 7L, 2L, 7L, 7L, 7L, List.of(bucket(1, 7))));
    }

    private static DurationBucket bucket(long count, long seconds) {
        return new DurationBucket(count, seconds);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 255, 256, 257, 15 * DAY, 279 * DAY, 279 * DAY - 3_600, 4_102_444_800L, Long.MAX_VALUE / 3})
    void shouldBeExactWhereAllAreEqual(long seconds) {
        Durations row = row(seconds, seconds, seconds);

        assertThat(row.getSeconds()).isEqualTo(3 * seconds);
        assertThat(List.of(row.getP50(), row.getP90(), row.getP99())).containsOnly(seconds);
        assertThat(row.getBuckets()).containsExactly(bucket(3, 3 * seconds));
    }

    @Test
    void shouldRoundTheMeanOfABucketDown() {
        assertThat(row(256, 257, 257).getP50()).isEqualTo(256);
        assertThat(row(256, 257).getP99()).isEqualTo(256);
    }

    /** Of dates without times: a bucket of less than a day's width holds one number of days. */
    @Test
    void shouldBeExactToTheDayUpTo194Days() {
        long[] days = LongStream.rangeClosed(0, 194).map(day -> day * DAY).toArray();

        Durations row = row(days);

        assertThat(row.getBuckets()).allMatch(bucket -> bucket.getSeconds() % (bucket.getCount() * DAY) == 0);
        assertThat(row.getP50()).isEqualTo(97 * DAY);
        assertThat(row(196 * DAY, 197 * DAY).getBuckets()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBeAtMostOne128thOffAndAddUp(int seed) {
        Random dice = new Random(seed);
        long[] seconds = random(dice, 1 + dice.nextInt(2_000));
        long[] sorted = seconds.clone();
        Arrays.sort(sorted);

        Durations row = row(seconds);

        requireNear(row.getP50(), sorted, 50);
        requireNear(row.getP90(), sorted, 90);
        requireNear(row.getP99(), sorted, 99);
        assertThat(row.getBuckets())
                .isSortedAccordingTo(
                        (a, b) -> Long.compare(a.getSeconds() / a.getCount(), b.getSeconds() / b.getCount()))
                .allMatch(bucket -> bucket.getCount() > 0);
        assertThat(row.getBuckets().stream().map(bucket -> LogBuckets.of(bucket.getSeconds() / bucket.getCount())))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(LongStream.of(sorted)
                        .mapToObj(LogBuckets::of)
                        .distinct()
                        .toList());
        assertThat(row.getBuckets().stream().mapToLong(DurationBucket::getCount).sum())
                .isEqualTo(row.getCount())
                .isEqualTo(seconds.length);
        assertThat(row.getBuckets().stream()
                        .mapToLong(DurationBucket::getSeconds)
                        .sum())
                .isEqualTo(row.getSeconds())
                .isEqualTo(LongStream.of(seconds).sum());
    }

    private static void requireNear(long actual, long[] sorted, int p) {
        long exact = sorted[(int) Math.ceil(p * sorted.length / 100.0) - 1];
        assertThat(128 * Math.abs(actual - exact))
                .as("p%d: %d for %d", p, actual, exact)
                .isLessThanOrEqualTo(exact);
    }

    /** Up to 130 years, small and large numbers alike, and many that occur more than once. */
    private static long[] random(Random dice, int size) {
        long[] seconds = new long[size];
        for (int i = 0; i < size; i++) {
            seconds[i] = i > 0 && dice.nextInt(4) == 0
                    ? seconds[dice.nextInt(i)] + dice.nextInt(3)
                    : (dice.nextInt() & 0xffff_ffffL) >>> dice.nextInt(32);
        }
        return seconds;
    }

    @Test
    void shouldRankDurationsOfSeveralRowsAsWell() {
        Random dice = new Random(9);
        long[] one = random(dice, 700);
        long[] other = random(dice, 900);
        long[] sorted = LongStream.concat(LongStream.of(one), LongStream.of(other))
                .sorted()
                .toArray();
        List<DurationBucket> both = new ArrayList<>(row(one).getBuckets());
        both.addAll(row(other).getBuckets());
        both.sort(Comparator.comparingDouble(bucket -> (double) bucket.getSeconds() / bucket.getCount()));

        for (int p : new int[] {1, 50, 90, 99}) {
            long rank = (long) Math.ceil(p * sorted.length / 100.0);
            int i = 0;
            for (long passed = both.get(0).getCount();
                    passed < rank;
                    passed += both.get(i).getCount()) {
                i++;
            }
            requireNear(both.get(i).getSeconds() / both.get(i).getCount(), sorted, p);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldReturnToZeroInWhateverOrderAllAreSubtracted(int seed) {
        Random dice = new Random(seed);
        List<Long> inside = new ArrayList<>();
        Tally sum = Tally.ZERO;
        long[] seconds = random(dice, 300);
        for (long one : seconds) {
            sum = sum.plus(durations.of(one, one / DAY));
            inside.add(one);
            if (dice.nextBoolean()) {
                sum = withoutOne(sum, inside, dice);
            }
        }
        while (!inside.isEmpty()) {
            sum = withoutOne(sum, inside, dice);
        }

        assertThat(sum).isEqualTo(Tally.ZERO);
        assertThat(durations.row(sum)).isEqualTo(new Durations(0L, 0L, 0L, null, null, null, List.of()));
    }

    /** What is left must be as if the others had never been added, so nothing in it is negative. */
    private Tally withoutOne(Tally sum, List<Long> inside, Random dice) {
        long out = inside.remove(dice.nextInt(inside.size()));
        Tally left = sum.minus(durations.of(out, out / DAY));
        assertThat(left).isEqualTo(tally(inside.stream().mapToLong(one -> one).toArray()));
        left.forEachSlot((slot, count) -> assertThat(count).as("slot %d", slot).isPositive());
        return left;
    }

    @Test
    void shouldTakeTheLongestAndTheShortestTogether() {
        Durations row = row(0, 0, Long.MAX_VALUE);

        assertThat(row)
                .isEqualTo(new Durations(
                        3L,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE / DAY,
                        0L,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        List.of(bucket(2, 0), bucket(1, Long.MAX_VALUE))));
    }

    @Test
    void shouldStopRatherThanOverflow() {
        Tally two = tally(Long.MAX_VALUE, Long.MAX_VALUE);
        Tally apart = tally(Long.MAX_VALUE, 1);

        assertThatThrownBy(() -> durations.row(two)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> durations.row(apart)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldRefuseANegativeDuration() {
        assertThatThrownBy(() -> durations.of(-1, 0)).hasMessageContaining("-1");
    }
}
