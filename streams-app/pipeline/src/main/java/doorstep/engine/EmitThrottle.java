package doorstep.engine;

/**
 * Says when a round of rows with a breakdown may begin. A change of thousands of cells a second would send most of those
 * rows again and again, so a round that was large is followed by a pause; once nothing comes any more, nothing is saved
 * by waiting. Times are milliseconds of one clock.
 */
final class EmitThrottle {
    /** After so long without a delta batch, which comes with each commit, there is nothing to wait for. */
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

    /** @param rows of the round that begins */
    void onRound(long now, int rows) {
        beganAt = now;
        pauseMs = rows * 1_000L / rowsPerSecond;
    }

    boolean mayBegin(long now) {
        boolean paused = now >= beganAt && now < beganAt + pauseMs; // before it: the clock was set back
        return !paused || now - tookAt >= QUIET_MS;
    }
}
