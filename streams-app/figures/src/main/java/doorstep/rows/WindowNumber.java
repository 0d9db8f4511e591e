// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.tally.WindowKind;

/**
 * Numbers the windows of a family, in the order of their kind and start. A number takes 4 bytes of a row; starts lie
 * within 183,000 years of 1970.
 */
final class WindowNumber {
    private static final int START_BITS = 27;
    private static final int EPOCH = 1 << (START_BITS - 1);
    private static final int STARTS = (1 << START_BITS) - 1;

    private WindowNumber() {}

    /** @param start as days since 1970-01-01; 0 unless {@code kind} is a calendar window */
    static int of(WindowKind kind, long start) {
        if (start < -EPOCH || start >= EPOCH) {
            throw new IllegalArgumentException(kind + " from day " + start);
        }
        return first(kind) + EPOCH + (int) start;
    }

    /** The number before which no window of the kind lies. */
    static int first(WindowKind kind) {
        return kind.code() << START_BITS;
    }

    /** The number after which no window of the kind lies. */
    static int last(WindowKind kind) {
        return first(kind) + STARTS;
    }

    static WindowKind kind(int number) {
        return WindowKind.ofCode(number >> START_BITS);
    }

    static long start(int number) {
        return (long) (number & STARTS) - EPOCH;
    }
}
