package doorstep.window;

import doorstep.clock.BoundedClock;
import doorstep.event.Minutes;
import doorstep.integrity.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** The moment the figures speak of, in minutes since the epoch, UTC: the clock less a lag, or a fixed instant. */
public final class AsOf {
    /** How far a sender's as-of may lie ahead: it told times apart by day from 48 hours back, and 24 must be left. */
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

    /** @param instant not later than the clock; floored to the minute */
    public static AsOf fixed(Instant instant) {
        return new AsOf(OptionalLong.of(Math.floorDiv(instant.getEpochSecond(), 60L)), 0);
    }

    public OptionalLong fixedMinute() {
        return fixedMinute;
    }

    /**
     * A task cannot go on before what its figures stand at.
     *
     * @param reached the minute that they stand at
     * @throws RefusedException AS_OF_BEFORE
     */
    public void requireNotBefore(long reached, String place) {
        if (fixedMinute.isPresent() && fixedMinute.getAsLong() < reached) {
            throw new RefusedException("AS_OF_BEFORE: as-of is set to " + text(fixedMinute.getAsLong())
                    + ", but the figures of " + place + " already stand at " + text(reached)
                    + ". Set a later one, or run `doorstep rebuild` to count again as of the earlier one.");
        }
    }

    /**
     * What a sender counted as of a moment long after that of the windows cannot be added to them, nor can it go on.
     *
     * @param reached the minute that the sender's figures stand at
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
