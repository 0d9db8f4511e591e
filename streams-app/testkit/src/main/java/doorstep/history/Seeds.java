// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import java.util.stream.LongStream;

/**
 * Selects the histories that a test runs: {@code -Ddoorstep.seed=N} runs only that one, {@code -Ddoorstep.histories=N}
 * runs so many, starting with {@code -Ddoorstep.first} (1).
 */
public final class Seeds {
    private Seeds() {}

    /** @param usual default number of histories */
    public static LongStream of(int usual) {
        Long only = Long.getLong("doorstep.seed");
        if (only != null) {
            return LongStream.of(only);
        }
        long first = Long.getLong("doorstep.first", 1);
        return LongStream.range(first, first + Integer.getInteger("doorstep.histories", usual));
    }

    /** The option that reproduces a failure, for its message. */
    public static String again(long seed) {
        return "again with -Ddoorstep.seed=" + seed;
    }
}
