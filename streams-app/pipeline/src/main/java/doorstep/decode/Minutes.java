package doorstep.decode;

import java.time.Instant;

/** Converts times to whole minutes since the epoch, UTC, rounded down. */
final class Minutes {
    private Minutes() {}

    static long of(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), 60L);
    }
}
