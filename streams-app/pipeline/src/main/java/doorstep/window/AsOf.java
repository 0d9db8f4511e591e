// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.clock.BoundedClock;
import doorstep.event.Minutes;
import doorstep.integrity.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** The moment up to which figures count, in minutes since the epoch, UTC: the clock minus a lag, or a fixed instant. */
public final class AsOf {
    /**
     * How far a sender's as-of may be ahead: senders give only the day for times over 48 hours old, and windows need
     * minutes for 24.
     */
    static final long MAX_SKEW_MINUTES = 23 * 60;

    private final OptionalLong fixedMinute;
    private final long lagMs;

    private AsOf(OptionalLong fixedMinute, long lagMs) {
        this.fixedMinute = fixedMinute;
        this.lagMs = lagMs;
    }

    public static AsOf clock(Duration lag) {
        return new AsOf(OptionalLong.empty(), lag.toMillis());
    }

    /** @param instant not later than the clock; rounded down to the minute */
    public static AsOf fixed(Instant instant) {
        return new AsOf(OptionalLong.of(Minutes.of(instant)), 0);
    }

    public OptionalLong fixedMinute() {
        return fixedMinute;
    }

    /**
     * A task cannot continue at an earlier as-of than its figures have.
     *
     * @param reached the as-of minute of the figures
     * @throws RefusedException AS_OF_BEFORE
     */
    public void requireNotBefore(long reached, String task) {
        if (fixedMinute.isPresent() && fixedMinute.getAsLong() < reached) {
            throw new RefusedException("AS_OF_BEFORE: as-of is set to " + text(fixedMinute.getAsLong())
                    + ", but the figures of " + task + " are already as of " + text(reached)
                    + ". Set a later as-of, or run `doorstep rebuild` to count again as of the earlier one.");
        }
    }

    /**
     * A delta batch counted long after the as-of of the windows can be neither added nor skipped, so the task stops.
     *
     * @param reached the as-of minute of the sender's figures
     * @param clockMs milliseconds since the epoch
     * @throws RefusedException CLOCK_SKEW
     */
    public void requireNotAhead(long reached, long clockMs, String sender) {
        if (fixedMinute.isEmpty() && reached > Minutes.ofMillis(clockMs) + MAX_SKEW_MINUTES) {
            throw new RefusedException("CLOCK_SKEW: " + sender + " was counted as of " + text(reached)
                    + ", but the clock says " + Instant.ofEpochMilli(clockMs).truncatedTo(ChronoUnit.SECONDS)
                    + " (this machine's, at most " + BoundedClock.MAX_AHEAD.toMinutes()
                    + " minutes after the brokers'). If that is wrong, set the clocks and start again: nothing is"
                    + " lost. If it is right, a broker's clock was ahead: run `doorstep rebuild` to count again.");
        }
    }

    /** @param minute since the epoch */
    static String text(long minute) {
        return Minutes.start(minute).toString();
    }

    /** @param clockMs milliseconds since the epoch */
    public long at(long clockMs) {
        return fixedMinute.orElse(Minutes.ofMillis(clockMs - lagMs));
    }
}
