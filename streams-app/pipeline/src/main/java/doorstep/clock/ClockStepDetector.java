package doorstep.clock;

import java.time.Duration;

/**
 * Notices that a wall clock was set: between two looks it advanced by another amount than a clock that only runs on. Each
 * look is the next one's base, so that slow corrections never add up to a step. Not thread-safe.
 */
public final class ClockStepDetector {
    /** Looks must not lie further apart. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final long MAX_DIFFERENCE_MS = 10_000;

    private boolean looked;
    private long lastWallMs;
    private long lastNanos;

    /**
     * @param nanos of a clock that only runs on
     * @return by how many milliseconds the wall clock was set since the last look; 0 if it was not
     */
    public long look(long wallMs, long nanos) {
        long difference = looked ? wallMs - lastWallMs - (nanos - lastNanos) / 1_000_000 : 0;
        looked = true;
        lastWallMs = wallMs;
        lastNanos = nanos;
        return Math.abs(difference) > MAX_DIFFERENCE_MS ? difference : 0;
    }
}
