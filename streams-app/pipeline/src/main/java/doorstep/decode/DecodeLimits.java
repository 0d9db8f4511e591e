package doorstep.decode;

import java.time.Duration;

/**
 * What decides a verdict beside the record itself.
 *
 * @param earliestMs milliseconds since the epoch; the first moment that an event may speak of
 * @param partitions of the input topics
 */
public record DecodeLimits(long earliestMs, int partitions) {
    /** Codes of a feedback's {@code topics}, as sent: before what is there twice is taken as one. */
    public static final int MAX_TOPICS = 32;
    /** Times of a commitment's {@code returnedAt}, and of its {@code reopenedAt}. */
    public static final int MAX_TIMES = 100;

    /** How far a time may lie ahead of the record's append time. */
    static final long FUTURE_MS = Duration.ofMinutes(5).toMillis();
    /** How far a due time may lie ahead of it. */
    static final long DUE_MS = Duration.ofDays(3_653).toMillis();

    /** The limits without a key in the configuration, as state remembers them: others give other verdicts. */
    public static String ofLists() {
        return "topics " + MAX_TOPICS + ", returnedAt " + MAX_TIMES + ", reopenedAt " + MAX_TIMES;
    }
}
