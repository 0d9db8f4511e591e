// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values were computed with 40 decimal digits from docs/architecture.md, Formulas. */
class IntervalTest {
    private static final Offset<Double> EXACTLY = within(1e-9);

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.000000000000000, 0.793450688208197",
        "1, 1, 0.206549311791803, 1.000000000000000",
        "0, 10, 0.000000000000000, 0.277532803026058",
        "10, 10, 0.722467196973942, 1.000000000000000",
        "8, 10, 0.490162469122132, 0.943317849062233",
        "1, 2, 0.094531204639201, 0.905468795360799",
        "95, 100, 0.888249530125895, 0.978456320982008",
        "3, 7, 0.158219853992445, 0.749541637246964",
        "1, 1000000, 0.000000176524575, 0.000005664911867"
    })
    void shouldBoundAShareAsWilsonDoes(long hits, long n, double low, double high) {
        Interval interval = Interval.wilson(hits, n, Interval.Z_95);

        assertThat(interval.low()).isCloseTo(low, EXACTLY);
        assertThat(interval.high()).isCloseTo(high, EXACTLY);
    }

    @Test
    void shouldWidenWithConfidence() {
        Interval interval = Interval.wilson(8, 10, 3.0902);

        assertThat(interval.low()).isCloseTo(0.337815098962048, EXACTLY);
        assertThat(interval.high()).isCloseTo(0.969100695401678, EXACTLY);
    }

    @Test
    void shouldStayWithinZeroAndOneAndHoldTheShare() {
        for (long n = 1; n <= 200; n++) {
            for (long hits = 0; hits <= n; hits++) {
                Interval interval = Interval.wilson(hits, n, Interval.Z_95);
                double share = (double) hits / n;
                assertThat(interval.low()).as("%d of %d", hits, n).isBetween(0.0, share + 1e-12);
                assertThat(interval.high()).as("%d of %d", hits, n).isBetween(share - 1e-12, 1.0);
            }
        }
    }

    @Test
    void shouldBeExactAtTheEnds() {
        for (long n = 1; n <= 100_000; n++) {
            assertThat(Interval.wilson(n, n, Interval.Z_95).high())
                    .as("%d of %d", n, n)
                    .isEqualTo(1.0);
            assertThat(Interval.wilson(0, n, Interval.Z_95).low())
                    .as("0 of %d", n)
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 0, 0",
        "1, 0, 1, 100, 100",
        "0, 1, 1, -100, -100",
        "5, 5, 10, -61.979503719343, 61.979503719343",
        "70, 10, 100, 46.999069618792, 73.000930381208",
        "10, 80, 100, -82.549892992896, -57.450107007104",
        "2, 0, 3, 13.323203175286, 100", // clipped
        "0, 2, 3, -100, -13.323203175286",
        "1, 1, 2, -100, 100"
    })
    void shouldBoundANetPromoterScore(long promoters, long detractors, long n, double low, double high) {
        Interval interval = Interval.netPromoterScore(promoters, detractors, n, Interval.Z_95);

        assertThat(interval.low()).isCloseTo(low, EXACTLY);
        assertThat(interval.high()).isCloseTo(high, EXACTLY);
    }

    @ParameterizedTest
    @CsvSource({
        "0.9, 100, 1.959964, 0.841201080000000, 0.958798920000000", // 1.959964 * 0.03
        "0.9, 100, 3.0902, 0.807294000000000, 0.992706000000000",
        "0.9, 9, 1.959964, 0.704003600000000, 1", // 1.0959964
        "0.1, 9, 1.959964, 0, 0.295996400000000",
        "0, 5, 3.0902, 0, 0",
        "1, 5, 3.0902, 1, 1"
    })
    void shouldDrawAFunnelWithinZeroAndOne(double share, long n, double z, double low, double high) {
        Interval interval = Interval.funnel(share, n, z);

        assertThat(interval.low()).isCloseTo(low, EXACTLY);
        assertThat(interval.high()).isCloseTo(high, EXACTLY);
    }
}
