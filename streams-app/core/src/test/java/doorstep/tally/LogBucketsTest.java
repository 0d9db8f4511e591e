// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogBucketsTest {
    @Test
    void shouldBeExactBelow128() {
        for (long number = 0; number < 128; number++) {
            assertThat(LogBuckets.middle(LogBuckets.of(number))).isEqualTo(number);
        }
    }

    @Test
    void shouldBeLessThanOnePercentAwayFromEveryNumber() {
        Random dice = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            requireNear(i < 500_000 ? i : dice.nextLong() >>> 1 + dice.nextInt(60));
        }
        requireNear(Long.MAX_VALUE);
    }

    private static void requireNear(long number) {
        long middle = LogBuckets.middle(LogBuckets.of(number));
        if (Math.abs(middle - number) > 0.008 * number) {
            throw new AssertionError(middle + " stands for " + number);
        }
    }

    @Test
    void shouldPutEveryNumberIntoTheBucketOfItsNeighbourOrTheNext() {
        for (long number = 1; number < 3_000_000; number++) {
            int step = LogBuckets.of(number) - LogBuckets.of(number - 1);
            if (step != 0 && step != 1) {
                throw new AssertionError("from " + (number - 1) + " to " + number + ": " + step);
            }
        }
        assertThat(LogBuckets.of(Long.MAX_VALUE)).isEqualTo(LogBuckets.SIZE - 1);
    }

    @Test
    void shouldRefuseANegativeNumber() {
        assertThatThrownBy(() -> LogBuckets.of(-1)).hasMessageContaining("-1");
    }
}
