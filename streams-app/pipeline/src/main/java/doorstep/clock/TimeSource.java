package doorstep.clock;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Where an instance takes the time from: the clock of the machine, which somebody may set, and one that only runs on.
 * Kafka's own code reads the machine's whatever this says. Thread-safe.
 */
public interface TimeSource {
    /** That of the machine. */
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

    /** Milliseconds since the epoch, UTC, by the clock on the wall: may jump. */
    long wallMs();

    /** Nanoseconds since some moment: never jumps, like {@link System#nanoTime}. */
    long nanos();

    /** The clock on the wall. */
    default InstantSource wall() {
        return () -> Instant.ofEpochMilli(wallMs());
    }

    /** Begins at what the wall clock says now and never jumps: for spans, and for nothing that others see. */
    default InstantSource steady() {
        Instant begin = wall().instant();
        long beginNanos = nanos();
        return () -> begin.plusNanos(nanos() - beginNanos);
    }
}
