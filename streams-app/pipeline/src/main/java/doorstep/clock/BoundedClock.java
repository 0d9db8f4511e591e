// SPDX-License-Identifier: Apache-2.0
package doorstep.clock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock that as-of follows: a wall clock, limited to two minutes after the latest time received from a broker. So a
 * wall clock that is ahead cannot produce figures as of a moment that is still to come. Thread-safe.
 *
 * <p>Callers make sure that a broker has answered recently; otherwise the limit is an old one.
 */
public final class BoundedClock {
    /** How far the wall clock may be ahead of the brokers'. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(2);

    private static final Duration OLD = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    /** The last answer from a broker that was asked. */
    private record Answer(long brokerMs, long nanos) {}

    private final AtomicLong newest = new AtomicLong(NEVER);
    private volatile Answer last;

    /**
     * A broker that was asked answered; its time also limits the clock.
     *
     * @param nanos time of the answer by a monotonic clock
     */
    public void onAnswer(long ms, long nanos) {
        last = new Answer(ms, nanos);
        onBrokerTime(ms);
    }

    /** @param ms a broker's time: the append time of a record, milliseconds since the epoch */
    public void onBrokerTime(long ms) {
        if (ms > newest.get()) {
            newest.accumulateAndGet(ms, Math::max);
        }
    }

    /**
     * @param wallMs time of the wall clock, milliseconds since the epoch
     * @throws IllegalStateException before the first time from a broker
     */
    public long at(long wallMs) {
        long brokers = newest.get();
        if (brokers == NEVER) {
            throw new IllegalStateException("no broker has told its time yet");
        }
        return Math.min(wallMs, brokers + MAX_AHEAD.toMillis());
    }

    /**
     * Whether no broker that was asked has answered for a minute, so that the limit may be an old one.
     *
     * @param nanos current time of the clock used in {@link #onAnswer}
     */
    public boolean isOld(long nanos) {
        Answer answer = last;
        return answer == null || nanos - answer.nanos() > OLD.toNanos();
    }

    /**
     * How far the wall clock is ahead of the brokers'; negative if behind. Empty before the first answer.
     *
     * @param nanos current time of the clock used in {@link #onAnswer}
     */
    public Optional<Duration> ahead(long wallMs, long nanos) {
        Answer answer = last;
        return answer == null
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(wallMs - answer.brokerMs() - (nanos - answer.nanos()) / 1_000_000));
    }
}
