// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.app.Pipeline;
import doorstep.clock.TimeSource;
import doorstep.integrity.RefusedException;
import doorstep.management.Health.Code;
import doorstep.management.Health.Finding;
import doorstep.management.HealthSnapshot.Faults;
import doorstep.management.HealthSnapshot.LogPosition;
import doorstep.management.HealthSnapshot.WallClock;
import doorstep.wire.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the health of the pipeline every few seconds on its own thread and keeps the latest result. */
final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final int CHECKUPS_IN_WINDOW = 6;
    private static final Duration MOST = Duration.ofSeconds(5);

    /** The last check that finished. */
    record Result(Instant at, Health health, Map<TopicPartition, LogPosition> sources) {}

    private final TopicNames names;
    private final Pipeline pipeline;
    private final TaskRegistry taskRegistry;
    private final SourceLogs logs;
    private final SettingsWatch settings;
    private final BatchWatch batches;
    private final HealthRules rules;
    private final InstantSource wall;
    private final InstantSource steady;
    private final Duration window;
    private final ScheduledExecutorService thread;
    private ScheduledFuture<?> checkups;
    private long clockSteps;
    private volatile Result last;

    /** @param names of the topics */
    HealthMonitor(
            TopicNames names,
            Pipeline pipeline,
            TaskRegistry taskRegistry,
            SourceLogs logs,
            SettingsWatch settings,
            BatchWatch batches,
            HealthRules rules,
            TimeSource time,
            Duration window) {
        this.names = names;
        this.pipeline = pipeline;
        this.taskRegistry = taskRegistry;
        this.logs = logs;
        this.settings = settings;
        this.batches = batches;
        this.rules = rules;
        wall = time.wall();
        steady = time.steady();
        this.window = window;
        last = new Result(steady.instant(), Health.GOOD, Map.of());
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "health");
            made.setDaemon(true);
            return made;
        });
    }

    /** Time between checks: short enough for several checks per window, so that one slow check does not matter. */
    static Duration interval(Duration window) {
        Duration part = window.dividedBy(CHECKUPS_IN_WINDOW);
        return part.compareTo(MOST) < 0 ? part : MOST;
    }

    void start() {
        checkups = thread.scheduleWithFixedDelay(
                this::runSafely, 0, interval(window).toMillis(), TimeUnit.MILLISECONDS);
    }

    Result last() {
        return last;
    }

    /** The current result. If no check has finished for two windows, that itself is a fault. */
    Health health() {
        Result result = last;
        Instant now = steady.instant();
        if (now.isBefore(result.at().plus(window.multipliedBy(2)))) {
            return result.health();
        }
        return new Health(
                List.of(new Finding(
                        Code.NOT_CHECKED,
                        "no health check has finished for "
                                + Duration.between(result.at(), now).toSeconds() + " s")),
                List.of());
    }

    private void runSafely() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.error("health check failed", e); // the next one may succeed; if none does, health() reports NOT_CHECKED
        }
    }

    private void run() {
        pipeline.lookups().retry();
        if (clockSteps != pipeline.clockSteps()) {
            clockSteps = pipeline.clockSteps();
            logs.renew();
            batches.close(); // reopens when next needed
        }
        Map<TopicPartition, LogPosition> sources = Map.of();
        Optional<String> brokerFault = Optional.empty();
        try {
            sources = sources();
        } catch (KafkaException e) {
            brokerFault = Optional.of("the brokers did not return offsets: " + e.getMessage());
        }
        HealthSnapshot snapshot = new HealthSnapshot(
                steady.instant(),
                new WallClock(wall.instant(), pipeline.clockAhead()),
                pipeline.state(),
                new Faults(
                        pipeline.failure().map(HealthMonitor::shown),
                        pipeline.lookups().fault(),
                        brokerFault),
                pipeline.restores().restored(),
                taskRegistry.statuses(),
                sources,
                brokerFault.isEmpty() ? batches.gaps(taskRegistry.statuses()) : List.of());
        Health health = rules.check(snapshot);
        if (brokerFault.isEmpty()) {
            health = health.withWarnings(settings.warnings());
        }
        log(last.health(), health);
        last = new Result(snapshot.at(), health, sources);
    }

    private Map<TopicPartition, LogPosition> sources() {
        Set<TopicPartition> ours = pipeline.tasks().stream()
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
        Set<TopicPartition> asked = new HashSet<>(ours);
        asked.addAll(rules.watched());
        Map<TopicPartition, Long> committed = logs.committed();
        taskRegistry.settle(committed);
        // Committed offsets of the group may be lost, but a task's own row says how far it has read.
        taskRegistry.statuses().forEach(task -> task.key()
                .input()
                .ifPresent(topic -> committed.merge(
                        new TopicPartition(names.of(topic), task.key().partition()),
                        task.settled().getNextOffset(),
                        Math::max)));
        Map<TopicPartition, LogPosition> sources = new HashMap<>();
        logs.ends(asked).forEach((partition, end) -> {
            long position = committed.getOrDefault(partition, 0L);
            sources.put(partition, new LogPosition(position, Math.max(position, end), ours.contains(partition)));
        });
        return withoutMarkers(sources);
    }

    /**
     * Sets the lag to 0 where a partition only seems to lag: if its position has not moved since the last check and
     * only transaction markers, which are not records, follow, everything has been read.
     */
    private Map<TopicPartition, LogPosition> withoutMarkers(Map<TopicPartition, LogPosition> sources) {
        Map<TopicPartition, LogPosition> before = last.sources();
        Map<TopicPartition, LogPosition> still = new HashMap<>(sources);
        still.entrySet()
                .removeIf(entry -> entry.getValue().lag() == 0
                        || !before.containsKey(entry.getKey())
                        || before.get(entry.getKey()).position()
                                != entry.getValue().position());
        still.keySet().removeAll(logs.holdingRecords(still));
        Map<TopicPartition, LogPosition> exact = new HashMap<>(sources);
        still.forEach((partition, source) ->
                exact.put(partition, new LogPosition(source.position(), source.position(), source.ours())));
        return exact;
    }

    /** The text that anyone may see: the message of an unexpected exception might quote a record. */
    private static String shown(Throwable failure) {
        return failure instanceof RefusedException
                ? failure.getMessage()
                : "the pipeline stopped after " + failure.getClass().getSimpleName() + "; see the log";
    }

    private static void log(Health before, Health now) {
        Set<Code> known = codes(before);
        for (Finding fault : now.faults()) {
            if (!known.contains(fault.code())) {
                LOG.warn("unhealthy: {} {}", fault.code(), fault.message());
                if (fault.code() == Code.STALLED) {
                    LOG.info("stack traces of the stream threads:{}", streamThreads());
                }
            }
        }
        if (!before.isHealthy() && now.isHealthy()) {
            LOG.info("healthy again");
        }
    }

    private static Set<Code> codes(Health health) {
        return health.faults().stream().map(Finding::code).collect(Collectors.toSet());
    }

    private static String streamThreads() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().contains("-StreamThread-")) {
                text.append("\n  ").append(thread.getName()).append(' ').append(thread.getState());
                for (StackTraceElement frame : frames) {
                    text.append("\n    at ").append(frame);
                }
            }
        });
        return text.toString();
    }

    /** Waits for a check in progress, which may be waiting for the brokers. */
    @Override
    public void close() {
        if (checkups != null) {
            checkups.cancel(true);
        }
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                settings.close(); // only when the other thread no longer uses them
                batches.close();
            } else {
                LOG.warn("the health check does not finish");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        logs.close();
    }
}
