// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

/**
 * Buckets for whole numbers, with a width that grows with the numbers: exact below 256, then 128 buckets for each
 * doubling. A bucket that begins at {@code n} is at most {@code n / 128} wide, so its mean differs by less than 0.8 %
 * from every number in it. Counts and sums of buckets can be added and subtracted; percentiles cannot. (The idea of
 * HdrHistogram; integers only, so that all machines agree.)
 */
public final class LogBuckets {
    /** Number of buckets; they hold all numbers from 0 to {@link Long#MAX_VALUE}. */
    public static final int SIZE = 57 * 128;

    private static final int PER_DOUBLING = 128;
    private static final int LOG_PER_DOUBLING = 7;

    private LogBuckets() {}

    /** @param number 0 or more */
    public static int of(long number) {
        if (number < 0) {
            throw new IllegalArgumentException(number + " is negative");
        }
        if (number < PER_DOUBLING) {
            return (int) number;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(number) - LOG_PER_DOUBLING;
        return PER_DOUBLING * shift + (int) (number >>> shift);
    }

    /** The lowest number in a bucket. */
    public static long lowest(int bucket) {
        if (bucket < 2 * PER_DOUBLING) {
            return bucket;
        }
        int shift = bucket / PER_DOUBLING - 1;
        return (long) (bucket - PER_DOUBLING * shift) << shift;
    }
}
