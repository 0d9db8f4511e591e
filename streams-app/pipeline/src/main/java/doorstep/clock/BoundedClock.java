package doorstep.clock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock that as-of follows: a wall clock, held back to two minutes after the newest time that a broker was heard to
 * say. A wall clock that is ahead can thus not bring figures as of a moment that has not come. Thread-safe.
 *
 * <p>Whoever asks has heard a broker lately, or the bound is an old one.
 */
public final class BoundedClock {
    /** How far the wall clock may be ahead of the brokers'. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(2);

    private static final Duration OLD = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    /** The last answer of a broker that was asked. */
    private record Answer(long brokerMs, long nanos) {}

    private final AtomicLong newest = new AtomicLong(NEVER);
    private volatile Answer last;

    /**
     * A broker was asked and said the time, which bounds the clock too.
     *
     * @param nanos when the answer came, by a clock that only runs on
     */
    public void onAnswer(long ms, long nanos) {
        last = new Answer(ms, nanos);
        onBrokerTime(ms);
    }

    /** @param ms what a broker's clock said: the append time of a record, milliseconds since the epoch */
    public void onBrokerTime(long ms) {
        if (ms > newest.get()) {
            newest.accumulateAndGet(ms, Math::max);
        }
    }

    /**
     * @param wallMs what the wall clock says, milliseconds since the epoch
     * @throws IllegalStateException before the first time of a broker
     */
    public long at(long wallMs) {
        long brokers = newest.get();
        if (brokers == NEVER) {
            throw new IllegalStateException("no broker was heard to say the time yet");
        }
        return Math.min(wallMs, brokers + MAX_AHEAD.toMillis());
    }

    /**
     * Whether no broker that was asked has answered for a minute, so that the bound may be an old one.
     *
     * @param nanos of now, by the same clock as in {@link #onAnswer}
     */
    public boolean isOld(long nanos) {
        Answer answer = last;
        return answer == null || nanos - answer.nanos() > OLD.toNanos();
    }

    /**
     * How far the wall clock is ahead of the brokers'; negative: behind. Empty before the first answer.
     *
     * @param nanos of now, by the same clock as in {@link #onAnswer}
     */
    public Optional<Duration> ahead(long wallMs, long nanos) {
        Answer answer = last;
        return answer == null
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(wallMs - answer.brokerMs() - (nanos - answer.nanos()) / 1_000_000));
    }
}
