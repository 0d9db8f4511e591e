// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.clock.ClockStepDetector;
import doorstep.clock.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers for the time every half minute, and detects when the machine's clock is set. The timers of Kafka's
 * clients depend on that clock: after a step they stop, or all expire at once, so clients must then be replaced.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(30);

    private final TimeSource time;
    private final BrokerTime brokers;
    private final Runnable onStep;
    private final ClockStepDetector steps = new ClockStepDetector();
    private final AtomicLong count = new AtomicLong();
    private final ScheduledExecutorService looks = thread("clock-looks");
    private final ScheduledExecutorService questions = thread("clock-questions"); // may block on brokers

    ClockWatch(TimeSource time, BrokerTime brokers, Runnable onStep) {
        this.time = time;
        this.brokers = brokers;
        this.onStep = onStep;
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        Future<?> looking = looks.scheduleWithFixedDelay(
                () -> safely(this::look), 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> asking = questions.scheduleWithFixedDelay(
                () -> safely(this::ask), 0, BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("watching the clock: {}, {}", looking, asking);
    }

    /** Number of times that the clock was set. */
    long steps() {
        return count.get();
    }

    private void look() {
        long step = steps.look(time.wallMs(), time.nanos());
        if (step != 0) {
            LOG.warn("the clock of this machine was stepped by {} s: the threads restart", step / 1_000);
            count.incrementAndGet();
            brokers.renew();
            onStep.run();
        }
    }

    /** Asks the brokers. The answer goes to the listener of {@link BrokerTime}. */
    private void ask() {
        Future<Long> unused = brokers.ask();
    }

    private static void safely(Runnable action) {
        try {
            action.run();
        } catch (KafkaException | IllegalStateException e) {
            LOG.info("cannot check the clock, will try again: {}", e.getMessage()); // the next run may succeed
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        questions.shutdownNow();
    }
}
