// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TallyTest {
    static long[] seeds() {
        return new Random(20110718).longs(200).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBeAnAbelianGroup(long seed) {
        Random dice = new Random(seed);
        Tally a = random(dice);
        Tally b = random(dice);
        Tally c = random(dice);

        assertSame(a.plus(b).plus(c), a.plus(b.plus(c)));
        assertSame(a.plus(b), b.plus(a));
        assertSame(a.plus(Tally.ZERO), a);
        assertSame(Tally.ZERO.plus(a), a);
        assertSame(a.minus(a), Tally.ZERO);
        assertSame(a.plus(b).minus(b), a);
        assertSame(a.minus(b), a.plus(Tally.ZERO.minus(b)));
        assertSame(Tally.ZERO.minus(Tally.ZERO.minus(a)), a);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCountAsSeparateCountersWould(long seed) {
        Random dice = new Random(seed);
        Map<String, Long> counters = new HashMap<>();
        Tally sum = Tally.ZERO;
        for (int i = 0; i < 50; i++) {
            boolean named = dice.nextInt(3) == 0;
            int slot = dice.nextInt(6);
            long count = dice.nextInt(5);
            Tally one = named ? Tally.ofNamed("N" + slot, count) : Tally.of(slot, count);
            boolean add = dice.nextBoolean();
            sum = add ? sum.plus(one) : sum.minus(one);
            counters.merge((named ? "N" : "") + slot, add ? count : -count, Long::sum);
        }

        for (int slot = 0; slot < 6; slot++) {
            assertThat(sum.get(slot)).isEqualTo(counters.getOrDefault("" + slot, 0L));
            assertThat(sum.named().getOrDefault("N" + slot, 0L)).isEqualTo(counters.getOrDefault("N" + slot, 0L));
        }
        assertThat(sum.isZero()).isEqualTo(counters.values().stream().allMatch(n -> n == 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadATallyAsItWasWritten(long seed) {
        Tally tally = random(new Random(seed));

        ByteReader in = new ByteReader(bytes(tally));

        assertSame(Tally.readFrom(in), tally);
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void shouldTakeTwoBytesForEachSmallCountOfNeighbours() {
        Tally one = Tally.of(40_000, 1);

        int more = bytes(one.plus(Tally.of(40_001, 1)).plus(Tally.of(40_007, 1))).length - bytes(one).length;

        assertThat(more).isEqualTo(2 * 2);
    }

    @Test
    void shouldKeepNoZeros() {
        Tally tally = Tally.ofSlots(0, 3, 0).plus(Tally.ofNamed("SAD", 1)).minus(Tally.ofNamed("SAD", 1));

        assertThat(tally.named()).isEmpty();
        assertSame(tally, Tally.of(1, 3));
        assertThat(tally).hasToString("{1=3}");
        assertThat(Tally.of(4, 0).isZero()).isTrue();
        assertThat(Tally.ofNamed("SAD", 0).isZero()).isTrue();
        assertThat(Tally.ZERO.get(4)).isZero();
    }

    @Test
    void shouldTellOtherFiguresApart() {
        assertThat(Tally.of(1, 3)).isNotEqualTo(Tally.of(1, 2)).isNotEqualTo(Tally.of(2, 3));
        assertThat(Tally.ofNamed("SAD", 3))
                .isNotEqualTo(Tally.ofNamed("SAD", 2))
                .isNotEqualTo(Tally.ofNamed("MOVED", 3));
        assertThat(Tally.of(1, 3)).isNotEqualTo(Tally.ofNamed("1", 3));
    }

    @Test
    void shouldStopRatherThanOverflow() {
        Tally most = Tally.of(0, Long.MAX_VALUE);
        Tally mostNamed = Tally.ofNamed("SAD", Long.MAX_VALUE);

        assertThatThrownBy(() -> most.plus(Tally.of(0, 1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> mostNamed.plus(Tally.ofNamed("SAD", 1))).isInstanceOf(ArithmeticException.class);
    }

    /** Equal in bytes too: the content of a store must not depend on how it was reached. */
    private static void assertSame(Tally actual, Tally expected) {
        assertThat(actual).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(bytes(actual)).isEqualTo(bytes(expected));
    }

    private static byte[] bytes(Tally tally) {
        ByteWriter out = new ByteWriter();
        tally.writeTo(out);
        return out.toBytes();
    }

    private static Tally random(Random dice) {
        Tally tally = Tally.ZERO;
        for (int i = dice.nextInt(8); i > 0; i--) {
            long count = dice.nextLong() >> (2 + dice.nextInt(62));
            tally = tally.plus(
                    dice.nextInt(3) == 0
                            ? Tally.ofNamed("MOOD_" + dice.nextInt(4), count)
                            : Tally.of(dice.nextInt(dice.nextBoolean() ? 12 : 50_000), count));
        }
        return tally;
    }
}
