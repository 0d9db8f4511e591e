// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of this machine.
 *
 * @param machine the wall clock, which may be set
 * @param ticker nanoseconds since any moment, as {@link System#nanoTime}; may stand still while the machine sleeps
 */
public record FeedClock(InstantSource machine, LongSupplier ticker) {
    /** A moment by both clocks. */
    public record Moment(long machineMs, long nanos) {
        /** Milliseconds since an earlier moment, by the clock that says more. */
        public long msSince(Moment earlier) {
            return Math.max(
                    machineMs - earlier.machineMs,
                    Duration.ofNanos(nanos - earlier.nanos).toMillis());
        }
    }

    public Moment now() {
        return new Moment(machine.millis(), ticker.getAsLong());
    }
}
