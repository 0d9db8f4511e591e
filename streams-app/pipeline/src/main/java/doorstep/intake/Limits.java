package doorstep.intake;

import java.time.Duration;

/**
 * What decides a verdict beside the record itself.
 *
 * @param earliestMs milliseconds since the epoch; the first moment that an event may speak of
 * @param partitions of the input topics
 */
public record Limits(long earliestMs, int partitions) {
    /** How far a time may lie ahead of the record's append time. */
    static final long FUTURE_MS = Duration.ofMinutes(5).toMillis();
    /** How far a due time may lie ahead of it. */
    static final long DUE_MS = Duration.ofDays(3_653).toMillis();
}
