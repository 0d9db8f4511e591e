// SPDX-License-Identifier: Apache-2.0
package doorstep.codec;

/** Hash of numbers that count up or differ in few bits, for tables in the heap; not part of any format. */
public final class NumberHash {
    /** 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, volume 3, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private NumberHash() {}

    /** All bits of the result depend on all bits of the number; the highest ones are spread best. */
    public static long of(long number) {
        long mixed = (number ^ (number >>> Integer.SIZE)) * SPREAD;
        return (mixed ^ (mixed >>> 29)) * SPREAD;
    }

    /**
     * The slot for a number.
     *
     * @param slots a power of two
     */
    public static int slot(long number, int slots) {
        return (int) (of(number) >>> Integer.SIZE) & (slots - 1);
    }
}
