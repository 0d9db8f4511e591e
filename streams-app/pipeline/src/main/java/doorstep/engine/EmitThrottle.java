// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

/**
 * Decides when the next round of sending rows with a breakdown may begin. Under thousands of changed cells a second
 * most of those rows would be sent again and again, so a large round is followed by a pause, which ends early once no
 * more delta batches arrive. All times are milliseconds of one clock.
 */
final class EmitThrottle {
    /** Delta batches come with each commit: after this long without one, there is nothing to wait for. */
    private static final long QUIET_MS = 5_000;

    private final int rowsPerSecond;
    private long tookAt = Long.MIN_VALUE / 2;
    private long beganAt;
    private long pauseMs;

    /** @param rowsPerSecond average over a round and the pause after it */
    EmitThrottle(int rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    void onDeltaBatch(long now) {
        tookAt = now;
    }

    /** @param rows number of rows in the round that begins */
    void onSweep(long now, int rows) {
        beganAt = now;
        pauseMs = rows * 1_000L / rowsPerSecond;
    }

    boolean mayBegin(long now) {
        boolean paused = now >= beganAt && now < beganAt + pauseMs; // now < beganAt: the clock was set back
        return !paused || now - tookAt >= QUIET_MS;
    }
}
