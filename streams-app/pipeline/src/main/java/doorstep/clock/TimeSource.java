// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The clocks of an instance: the machine's wall clock, which may be set, and a monotonic one. Kafka's own code always
 * reads the machine's clocks. Thread-safe.
 */
public interface TimeSource {
    /** The clocks of the machine. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Milliseconds since the epoch, UTC, by the wall clock: may jump. */
    long wallMs();

    /** Nanoseconds since an arbitrary moment: never jumps, like {@link System#nanoTime}. */
    long nanos();

    /** The wall clock. */
    default InstantSource wall() {
        return () -> Instant.ofEpochMilli(wallMs());
    }

    /**
     * A clock that starts at the current wall clock time and never jumps: for durations only, not for times that others
     * see.
     */
    default InstantSource steady() {
        Instant begin = wall().instant();
        long beginNanos = nanos();
        return () -> begin.plusNanos(nanos() - beginNanos);
    }
}
