package doorstep.app;

import doorstep.clock.BoundedClock;
import doorstep.clock.EngineClock;
import doorstep.clock.TimeSource;
import doorstep.cluster.AdminAnswers;
import java.time.Duration;
import java.util.Optional;

/** The clock of an instance, for all of its threads: that of the machine, bounded by what brokers say. Thread-safe. */
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

    /** A thread that starts asks the brokers first; so does a task that comes when none has answered for a while. */
    @Override
    public void onTaskStart() {
        if (!started.get() || bounded.isOld(time.nanos())) {
            AdminAnswers.await(brokers.ask(), BrokerTime.PATIENCE);
            started.set(true);
        }
    }

    /** How far the machine's clock is ahead of the brokers'; negative: behind. Empty before the first answer. */
    Optional<Duration> ahead() {
        return bounded.ahead(time.wallMs(), time.nanos());
    }
}
