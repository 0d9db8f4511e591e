package doorstep.window;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** The moment the figures speak of, in minutes since the epoch, UTC: the clock less a lag, or a fixed instant. */
public final class AsOf {
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

    /** @param clockMs milliseconds since the epoch */
    public long at(long clockMs) {
        return fixedMinute.orElse(Math.floorDiv(clockMs - lagMs, 60_000L));
    }
}
