// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Rejected;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.rows.CollectedRows;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store of rows up to date with the result topics, on a thread of its own. Needs READ on them, on
 * {@code doorstep.settings}, {@code doorstep.progress} and {@code doorstep.rejected}; DESCRIBE on the inputs and
 * DESCRIBE_CONFIGS on the result topics are optional. Joins no group. If the cluster does not answer, it tries again until it is closed.
 */
public final class RowFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_MS = 1_000;
    private static final long STOP_MS = 2_000;

    private final FeedScope scope;
    private final Supplier<RowLog> logs;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "row-feed");
    private long storedBefore; // in earlier sessions
    private volatile FeedState state = new FeedState(false, 0, 0, 0, Optional.empty(), true);

    RowFeed(FeedScope scope, Supplier<RowLog> logs) {
        this.scope = scope;
        this.logs = logs;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts to follow all result topics.
     *
     * @param store where the rows go, and where reading begins; nobody else may write to it. It is not closed
     */
    public static RowFeed follow(
            AppConfig config, SchemaRegistry registry, RowStore store, FeedListener listener, FeedClock clock) {
        return follow(config, registry, Topics.results(), row -> true, store, listener, clock);
    }

    /**
     * Starts to follow some result topics.
     *
     * @param kept rows of figures to keep, judged by their keys: the tally may be zero
     * @param store where the rows go, and where reading begins; nobody else may write to it. It is not closed
     */
    public static RowFeed follow(
            AppConfig config,
            SchemaRegistry registry,
            Collection<Topic> topics,
            Predicate<RowChange> kept,
            RowStore store,
            FeedListener listener,
            FeedClock clock) {
        FeedScope scope = scope(config, registry, topics, kept, store, listener, clock, true);
        return new RowFeed(scope, () -> ClusterLog.toFollow(config));
    }

    /**
     * Reads result topics from their start to their end, as it is now. Waits for transactions that are open: a killed
     * instance leaves one behind.
     *
     * @param topics of results; with none, only the state of the pipeline is read
     * @param kept rows of figures to keep, judged by their keys: the tally may be zero. Others take little time and no memory
     * @param clock of this machine
     * @throws ClusterException if the cluster does not answer, a topic does not exist, or the registry does not know a
     *     schema
     */
    public static CollectedFigures once(
            AppConfig config,
            SchemaRegistry registry,
            Collection<Topic> topics,
            Predicate<RowChange> kept,
            InstantSource clock) {
        RowStore store = new CollectedRows();
        FeedClock clocks = new FeedClock(clock, System::nanoTime);
        FeedScope scope = scope(config, registry, topics, kept, store, FeedListener.NONE, clocks, false);
        try (RowLog log = ClusterLog.toReadOnce(config)) {
            return once(scope, log);
        }
    }

    static CollectedFigures once(FeedScope scope, RowLog log) {
        boolean upToDate = false;
        while (!upToDate) {
            try (FeedSession session = new FeedSession(scope, log)) {
                upToDate = readToEnd(session, scope.clock());
            }
        }
        return new CollectedFigures(
                scope.store(),
                scope.view().state().orElseThrow(),
                scope.skipped().count());
    }

    /** @return false if another session has to go on, because topics were created anew or the machine slept */
    private static boolean readToEnd(FeedSession session, FeedClock clock) {
        long left = Long.MAX_VALUE;
        long deadline = 0;
        while (!session.isUpToDate() && !session.isOutdated()) {
            session.round(POLL);
            long now = clock.now().nanos();
            if (session.lag() != left) {
                left = session.lag();
                deadline = now + PATIENCE.toNanos();
            } else if (now - deadline > 0) {
                String message = "none of " + left + " records came for " + PATIENCE.toSeconds() + " s";
                throw new ClusterException(message, new TimeoutException(message));
            }
        }
        return session.isUpToDate();
    }

    private static FeedScope scope(
            AppConfig config,
            SchemaRegistry registry,
            Collection<Topic> topics,
            Predicate<RowChange> kept,
            RowStore store,
            FeedListener listener,
            FeedClock clock,
            boolean withRejects) {
        SkippedRecords skipped = new SkippedRecords();
        return new FeedScope(
                config.topics(),
                topics,
                kept,
                registry,
                store,
                new PipelineView(
                        config.topics(),
                        registry,
                        skipped,
                        withRejects ? Optional.of(new RecentRejects(registry, skipped)) : Optional.empty()),
                skipped,
                listener,
                clock);
    }

    private void run() {
        try {
            while (!isStopped()) {
                try (RowLog log = logs.get();
                        FeedSession session = new FeedSession(scope, log)) {
                    read(session);
                } catch (ClusterException | RegistryUnavailableException | KafkaException e) {
                    pauseAfter(e);
                }
            }
        } catch (RuntimeException | Error e) {
            if (!isStopped()) {
                LOG.error("rows are not read any more", e);
            }
            say(Optional.of(String.valueOf(e.getMessage())), false);
            return;
        }
        say(Optional.empty(), false);
    }

    private void read(FeedSession session) {
        try {
            while (!isStopped() && !session.isOutdated()) {
                session.round(POLL);
                say(session);
            }
            if (!session.isOutdated()) {
                session.finish();
            }
        } finally {
            storedBefore += session.stored();
        }
    }

    private void say(FeedSession session) {
        if (state.error().isPresent()) {
            LOG.info("rows are read again");
        }
        state = new FeedState(
                session.isCaughtUp(),
                session.lag(),
                storedBefore + session.stored(),
                scope.skipped().count(),
                Optional.empty(),
                true);
    }

    private void pauseAfter(RuntimeException e) {
        if (isStopped()) {
            return;
        }
        String message = String.valueOf(e.getMessage());
        if (!state.error().equals(Optional.of(message))) {
            LOG.warn("rows are not read, trying again: {}", message);
        }
        say(Optional.of(message), true);
        try {
            boolean unused = stopped.await(RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Optional<String> error, boolean running) {
        FeedState before = state;
        state = new FeedState(false, before.lag(), before.stored(), before.skipped(), error, running);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** How reading goes. May be called by any thread. */
    public FeedState state() {
        return state;
    }

    /**
     * Settings, progress and as-of of the rows; empty until the topics were read to their ends once. May be called by any
     * thread.
     */
    public Optional<PipelineState> pipeline() {
        return scope.view().state();
    }

    /**
     * The newest rows about refused records, newest first, of the last thousand. May be called by any thread.
     *
     * @param limit most of them
     */
    public List<Rejected> rejects(int limit) {
        return scope.view().rejects(limit);
    }

    /** Stops reading, and waits until what was read is stored. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(STOP_MS);
            thread.interrupt(); // it may be waiting for a cluster that does not answer
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
