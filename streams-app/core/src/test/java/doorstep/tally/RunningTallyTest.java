// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunningTallyTest {
    static long[] seeds() {
        return new Random(20110718).longs(200).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAddUpAsTalliesDo(long seed) {
        Random dice = new Random(seed);
        Tally expected = Tally.ZERO;
        RunningTally running = new RunningTally();
        for (int i = dice.nextInt(60); i > 0; i--) {
            Tally one = random(dice);
            if (dice.nextBoolean()) {
                expected = expected.plus(one);
                running.add(one);
            } else {
                expected = expected.minus(one);
                running.subtract(one);
            }
            assertThat(running.toTally()).isEqualTo(expected);
            assertThat(running.isZero()).isEqualTo(expected.isZero());
        }

        byte[] bytes = written(running::writeTo);
        assertThat(bytes).isEqualTo(written(expected::writeTo));
        assertThat(new RunningTally().add(running).add(new ByteReader(bytes)).toTally())
                .isEqualTo(expected.plus(expected));
        RunningTally twice = new RunningTally().add(running).add(running);
        assertThat(twice.toTally()).isEqualTo(expected.plus(expected));
        assertThat(running.toTally()).isEqualTo(expected);
    }

    private static byte[] written(Consumer<ByteWriter> tally) {
        ByteWriter out = new ByteWriter();
        tally.accept(out);
        return out.toBytes();
    }

    @Test
    void shouldBeZeroAgainWhenAllIsTakenOut() {
        Tally tally = Tally.ofSlots(1, 0, 3).plus(Tally.ofNamed("HAPPY", 2));

        RunningTally running = new RunningTally().add(tally).subtract(tally);

        assertThat(running.isZero()).isTrue();
        assertThat(running.toTally()).isEqualTo(Tally.ZERO);
    }

    @Test
    void shouldNotOverflow() {
        RunningTally running = new RunningTally().add(Tally.of(0, Long.MAX_VALUE));

        assertThatThrownBy(() -> running.add(Tally.of(0, 1))).isInstanceOf(ArithmeticException.class);
    }

    private static Tally random(Random dice) {
        Tally tally = Tally.ZERO;
        for (int i = dice.nextInt(6); i > 0; i--) {
            tally = tally.plus(Tally.of(dice.nextInt(12), dice.nextInt(5)));
        }
        return dice.nextInt(4) == 0 ? tally.plus(Tally.ofNamed("N" + dice.nextInt(3), dice.nextInt(3))) : tally;
    }
}
