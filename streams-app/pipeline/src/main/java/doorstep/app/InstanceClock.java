// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.clock.BoundedClock;
import doorstep.clock.EngineClock;
import doorstep.clock.TimeSource;
import doorstep.cluster.AdminAnswers;
import java.time.Duration;
import java.util.Optional;

/** The clock that all threads of an instance use: the machine's clock, bounded by the brokers' times. Thread-safe. */
final class InstanceClock implements EngineClock {
    private final TimeSource time;
    private final BrokerTime brokers;
    private final BoundedClock bounded = new BoundedClock();
    private final ThreadLocal<Boolean> started = ThreadLocal.withInitial(() -> false);

    InstanceClock(TimeSource time, BrokerTime brokers) {
        this.time = time;
        this.brokers = brokers;
        brokers.tell(ms -> bounded.onAnswer(ms, time.nanos()));
    }

    @Override
    public long at(long streamsMs) {
        return bounded.at(time.wallMs());
    }

    @Override
    public void onAppendTime(long ms) {
        bounded.onBrokerTime(ms);
    }

    /** Waits for the brokers' time when a thread starts its first task, and when the last answer is too old. */
    @Override
    public void onTaskStart() {
        if (!started.get() || bounded.isOld(time.nanos())) {
            AdminAnswers.await(brokers.ask(), BrokerTime.PATIENCE);
            started.set(true);
        }
    }

    /** How far the machine's clock is ahead of the brokers'; negative if behind. Empty before the first answer. */
    Optional<Duration> ahead() {
        return bounded.ahead(time.wallMs(), time.nanos());
    }
}
