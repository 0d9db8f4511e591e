// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

/**
 * A cell and a time as one number, by which changes are added up: 31 bits of the cell's number (see {@link
 * CellNumbers}), then 33 of the time's code (see {@link EventTime#code}).
 */
public final class CellTime {
    private static final int TIME_BITS = 33;

    private CellTime() {}

    /** @throws IllegalArgumentException for a time before the year -2113 or after 6052 */
    public static long of(int cell, long timeCode) {
        long cellTime = (long) cell << TIME_BITS | (timeCode & ((1L << TIME_BITS) - 1));
        if (timeCode(cellTime) != timeCode) {
            throw new IllegalArgumentException("time " + EventTime.ofCode(timeCode));
        }
        return cellTime;
    }

    public static int cell(long cellTime) {
        return (int) (cellTime >>> TIME_BITS);
    }

    public static long timeCode(long cellTime) {
        return cellTime << (Long.SIZE - TIME_BITS) >> (Long.SIZE - TIME_BITS);
    }
}
