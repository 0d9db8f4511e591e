// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogBucketsTest {
    @Test
    void shouldBeExactBelow256() {
        for (int number = 0; number < 256; number++) {
            assertThat(LogBuckets.of(number)).isEqualTo(number);
            assertThat(LogBuckets.lowest(number)).isEqualTo(number);
        }
    }

    @Test
    void shouldHoldEveryNumberInOneBucket() {
        long next = 0;
        for (int bucket = 0; bucket < LogBuckets.SIZE; bucket++) {
            long highest = highest(bucket);
            assertThat(LogBuckets.lowest(bucket)).as("lowest of %d", bucket).isEqualTo(next);
            assertThat(LogBuckets.of(next)).isEqualTo(bucket);
            assertThat(LogBuckets.of(highest)).isEqualTo(bucket);
            next = highest + 1;
        }
        assertThat(next).as("overflow after the highest of all").isEqualTo(Long.MIN_VALUE);
    }

    /** The first eight binary digits of a number are its bucket: 128 buckets for each doubling. */
    @Test
    void shouldPutNumbersWithTheSameFirstDigitsTogether() {
        Random dice = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            long number = i < 500_000 ? i : dice.nextLong() >>> 1 + dice.nextInt(60);
            String digits = Long.toBinaryString(number);
            String first = digits.substring(0, Math.min(8, digits.length()));
            long lowest = Long.parseLong(first + "0".repeat(digits.length() - first.length()), 2);
            if (LogBuckets.lowest(LogBuckets.of(number)) != lowest) {
                throw new AssertionError(number + " is not in the bucket of " + lowest);
            }
        }
    }

    @Test
    void shouldBeNoWiderThanOne128thOfTheLowestNumber() {
        for (int bucket = 256; bucket < LogBuckets.SIZE; bucket++) {
            BigInteger lowest = BigInteger.valueOf(LogBuckets.lowest(bucket));
            BigInteger width =
                    BigInteger.valueOf(highest(bucket)).subtract(lowest).add(BigInteger.ONE);
            assertThat(width.shiftLeft(7)).as("128 widths of bucket %d", bucket).isLessThanOrEqualTo(lowest);
        }
    }

    private static long highest(int bucket) {
        return bucket == LogBuckets.SIZE - 1 ? Long.MAX_VALUE : LogBuckets.lowest(bucket + 1) - 1;
    }

    @Test
    void shouldRefuseANegativeNumber() {
        assertThatThrownBy(() -> LogBuckets.of(-1)).hasMessageContaining("-1");
    }
}
