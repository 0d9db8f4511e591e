// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.time.InstantSource;

/**
 * Bounds of the brokers' time, which nobody tells a reader: tombstones vanish by the brokers' clock. There are two
 * sources. The newest append time seen is never later than the brokers' time, and a little earlier as long as the
 * pipeline runs (it sends something to {@code doorstep.progress} twice a minute even if nothing happens). This machine's
 * clock goes on without the pipeline, but may be wrong in either direction, or jump.
 *
 * <p>So a moment is kept as the earlier of the two, and an age is measured to the later of the two. That is never less
 * than what has passed by either clock: a machine clock that was ahead when the moment was kept, or is behind now, makes
 * no age shorter, and a constant difference between the clocks cancels out. A machine clock that is {@linkplain #behindMs
 * far behind} an append time is wrong, and nobody knows what has passed. A reader that finds a position too old without
 * need reads a topic again, which costs time; one that finds it young without reason keeps deleted rows for ever. Not
 * thread-safe.
 */
final class ClockBounds {
    private final InstantSource machine;
    private long newestAppendMs; // 0: none was seen

    ClockBounds(InstantSource machine) {
        this.machine = machine;
    }

    /** @param appendMs an append time, milliseconds since the epoch; any number earlier than those seen changes nothing */
    void see(long appendMs) {
        newestAppendMs = Math.max(newestAppendMs, appendMs);
    }

    /** The moment to keep, milliseconds since the epoch; 0 if nothing is known but this machine's clock. */
    long earliestMs() {
        return Math.min(machine.millis(), newestAppendMs);
    }

    /** The moment to measure an age to, milliseconds since the epoch. */
    long latestMs() {
        return Math.max(machine.millis(), newestAppendMs);
    }

    /** How far this machine's clock is behind the newest append time at least, in milliseconds; 0 if it is not. */
    long behindMs() {
        return Math.max(0, newestAppendMs - machine.millis());
    }
}
