// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

import java.time.Duration;

/**
 * Detects that a wall clock was set: between two looks it advanced by another amount than a monotonic clock. Each look
 * is the base of the next one, so slow corrections never add up to a step. Not thread-safe.
 */
public final class ClockStepDetector {
    /** Maximum time between looks. */
    public static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final long MAX_DIFFERENCE_MS = 10_000;

    private boolean looked;
    private long lastWallMs;
    private long lastNanos;

    /**
     * @param nanos time of a monotonic clock
     * @return milliseconds by which the wall clock was set since the last look; 0 if it was not
     */
    public long look(long wallMs, long nanos) {
        long difference = looked ? wallMs - lastWallMs - (nanos - lastNanos) / 1_000_000 : 0;
        looked = true;
        lastWallMs = wallMs;
        lastNanos = nanos;
        return Math.abs(difference) > MAX_DIFFERENCE_MS ? difference : 0;
    }
}
