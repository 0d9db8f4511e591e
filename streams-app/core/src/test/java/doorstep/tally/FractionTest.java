// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FractionTest {
    private static final Fraction THIRD = Fraction.of(1, 3);

    @Test
    void shouldBeInLowestTermsWithAPositiveDenominator() {
        assertThat(Fraction.of(2, -6)).isEqualTo(Fraction.of(-1, 3)).hasToString("-1/3");
        assertThat(Fraction.of(0, -5)).isEqualTo(Fraction.ZERO).hasToString("0/1");
        assertThat(Fraction.of(Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo(Fraction.of(1));
    }

    @Test
    void shouldRefuseADenominatorOfZero() {
        assertThatThrownBy(() -> Fraction.of(3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 / 0");
        assertThatThrownBy(() -> THIRD.dividedBy(Fraction.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCalculate() {
        assertThat(THIRD.plus(Fraction.of(1, 6))).isEqualTo(Fraction.of(1, 2));
        assertThat(THIRD.minus(Fraction.of(1, 2))).isEqualTo(Fraction.of(-1, 6));
        assertThat(THIRD.times(Fraction.of(-3, 2))).isEqualTo(Fraction.of(-1, 2));
        assertThat(THIRD.dividedBy(Fraction.of(-2, 3))).isEqualTo(Fraction.of(-1, 2));
        assertThat(THIRD.minus(THIRD).signum()).isZero();
    }

    @Test
    void shouldCompareByValue() {
        assertThat(THIRD).isLessThan(Fraction.of(34, 100)).isGreaterThan(Fraction.of(-2, 3));
        assertThat(THIRD).isEqualByComparingTo(Fraction.of(2, 6));
        // Equal as doubles.
        assertThat(Fraction.of(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isLessThan(Fraction.of(1));
    }

    @Test
    void shouldTakeTheExactValueOfADouble() {
        assertThat(Fraction.of(20.0)).isEqualTo(Fraction.of(20));
        assertThat(Fraction.of(-0.375)).isEqualTo(Fraction.of(-3, 8));
        assertThat(Fraction.of(-0.0)).isEqualTo(Fraction.ZERO);
        assertThat(Fraction.of(1e30)).isEqualTo(new Fraction(new BigDecimal(1e30).toBigIntegerExact(), BigInteger.ONE));
        assertThat(Fraction.of(0.1)).isNotEqualTo(Fraction.of(1, 10));
        assertThatThrownBy(() -> Fraction.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Java's division of two integers of 53 bits rounds to the nearest double. */
    @Test
    void shouldRoundToTheNearestDouble() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long numerator = random.nextLong() >> (11 + random.nextInt(50));
            long denominator = 1 + (random.nextLong() >>> (12 + random.nextInt(50)));
            assertThat(Fraction.of(numerator, denominator).toDouble())
                    .as("%d / %d", numerator, denominator)
                    .isEqualTo((double) numerator / denominator);
        }
    }
}
