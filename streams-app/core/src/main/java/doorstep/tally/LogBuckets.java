// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

/**
 * Buckets for whole numbers, with a width that grows with the numbers: exact below 128, then 64 buckets for each
 * doubling, so that the middle of a bucket differs by less than 0.8 % from every number in it. Bucket counts can be
 * added and subtracted; percentiles cannot. (The idea of HdrHistogram; integers only, so that all machines agree.)
 */
public final class LogBuckets {
    /** Number of buckets. */
    public static final int SIZE = 58 * 64;

    private static final int PER_DOUBLING = 64;
    private static final int LOG_PER_DOUBLING = 6;

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

    /** The number that represents all numbers in a bucket. */
    public static long middle(int bucket) {
        if (bucket < 2 * PER_DOUBLING) {
            return bucket;
        }
        int shift = bucket / PER_DOUBLING - 1;
        long lowest = (long) (bucket - PER_DOUBLING * shift) << shift;
        return lowest + ((1L << shift) - 1) / 2;
    }
}
