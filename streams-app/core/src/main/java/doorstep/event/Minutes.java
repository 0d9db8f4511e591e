// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.time.Instant;

/** Whole minutes since the epoch, UTC: moments are rounded down, those before the epoch too. */
public final class Minutes {
    private static final long MS = 60_000;

    private Minutes() {}

    public static long of(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), 60L);
    }

    /** @param ms milliseconds since the epoch */
    public static long ofMillis(long ms) {
        return Math.floorDiv(ms, MS);
    }

    /** The moment at which a minute begins. */
    public static Instant start(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }
}
