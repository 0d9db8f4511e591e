package doorstep.tally;

/**
 * Whole numbers sorted into buckets whose width grows with them: exact below 128, then 64 buckets for each doubling, so
 * that the middle of a bucket is less than 0.8 % away from every number in it. Counts of buckets add and subtract, which
 * percentiles do not. (The idea of HdrHistogram; integers only, so that every machine agrees.)
 */
public final class LogBuckets {
    /** Above every bucket. */
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

    /** The number that stands for all in a bucket. */
    public static long middle(int bucket) {
        if (bucket < 2 * PER_DOUBLING) {
            return bucket;
        }
        int shift = bucket / PER_DOUBLING - 1;
        long lowest = (long) (bucket - PER_DOUBLING * shift) << shift;
        return lowest + ((1L << shift) - 1) / 2;
    }
}
