package doorstep.simulation;

import java.util.stream.LongStream;

/**
 * Which histories a test runs: {@code -Ddoorstep.seed=N} that one alone, {@code -Ddoorstep.histories=N} as many from
 * {@code -Ddoorstep.first} (1) on.
 */
public final class Seeds {
    private Seeds() {}

    /** @param usual how many if nobody says */
    public static LongStream of(int usual) {
        Long only = Long.getLong("doorstep.seed");
        if (only != null) {
            return LongStream.of(only);
        }
        long first = Long.getLong("doorstep.first", 1);
        return LongStream.range(first, first + Integer.getInteger("doorstep.histories", usual));
    }

    /** What to add to a failure, so that it can be seen again. */
    public static String again(long seed) {
        return "again with -Ddoorstep.seed=" + seed;
    }
}
