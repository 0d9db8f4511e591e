// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.app.Pipeline;
import doorstep.clock.TimeSource;
import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.figures.Completion;
import doorstep.figures.ProgressWatch;
import doorstep.integrity.RefusedException;
import doorstep.management.Management;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline that runs in this process, from start to stop. */
final class PipelineRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Pipeline pipeline;
    private final Optional<Management> management;
    private final StopSignal stop;
    private final boolean leaves;

    /**
     * @param leaves whether to leave the group on close, so that the next start need not wait for the session timeout
     */
    private PipelineRun(Pipeline pipeline, Optional<Management> management, StopSignal stop, boolean leaves) {
        this.stop = stop;
        this.management = management;
        this.pipeline = pipeline;
        this.leaves = leaves;
        try {
            pipeline.start();
        } catch (StreamsException e) {
            pipeline.close();
            throw new ClusterException(
                    "the pipeline cannot start; is another doorstep using the same directory? " + e.getMessage(), e);
        }
    }

    /** Starts the pipeline. Health and metrics are served if the settings name a port. */
    static PipelineRun of(Cluster cluster, StopSignal stop) {
        return of(cluster, stop, 0, TimeSource.SYSTEM);
    }

    /** @param managementPort port of health and metrics if the settings name none; 0 = do not serve them */
    static PipelineRun of(Cluster cluster, StopSignal stop, int managementPort, TimeSource time) {
        AppConfig config = cluster.config();
        OptionalInt port = config.managementPort(managementPort);
        if (port.isEmpty()) {
            Pipeline pipeline = Pipeline.of(config, cluster.schemas(), EngineListener.NONE, time);
            return new PipelineRun(pipeline, Optional.empty(), stop, cluster.isLocal());
        }
        requireProgress(cluster);
        Management management = new Management(config, time);
        Pipeline pipeline = Pipeline.of(config, cluster.schemas(), management.listener(), time);
        boolean open = open(management, pipeline, port.getAsInt(), config);
        return new PipelineRun(pipeline, open ? Optional.of(management) : Optional.empty(), stop, cluster.isLocal());
    }

    /**
     * The health check reads {@code doorstep.progress}; without the right to do so, it would silently skip a
     * comparison.
     */
    private static void requireProgress(Cluster cluster) {
        try (ProgressTopic progress = new ProgressTopic(cluster.config(), cluster.schemas())) {
            progress.rows();
        }
    }

    /**
     * Opens health and metrics. If the default port is taken, for example by another instance on this machine, the
     * pipeline runs without them.
     */
    private static boolean open(Management management, Pipeline pipeline, int port, AppConfig config) {
        try {
            management.open(pipeline, port, List.of());
            return true;
        } catch (ClusterException e) {
            management.close();
            if (config.managementPort(0).isPresent()) {
                pipeline.close();
                throw e;
            }
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }

    /** Starts the pipeline of a rebuild. */
    static PipelineRun ofRebuild(Cluster cluster, StopSignal stop) {
        Pipeline pipeline = Pipeline.ofRebuild(cluster.config(), cluster.schemas());
        return new PipelineRun(pipeline, Optional.empty(), stop, true);
    }

    /** The address of health and metrics. */
    Optional<URI> managementUrl() {
        return management.map(Management::url);
    }

    /** The as-of minute that figures must have reached to be current. */
    static Instant wantedAsOf(AppConfig config, Clock clock) {
        return config.fixedAsOf()
                .orElseGet(() -> clock.instant().minus(config.asOfLag()).truncatedTo(ChronoUnit.MINUTES));
    }

    /**
     * Waits until the figures contain all input and have reached {@code asOf}, or until a stop is requested.
     *
     * @param tell receives what is left, whenever that changes
     * @return true if the figures are complete
     * @throws ClusterException or {@link RefusedException} if the pipeline fails
     */
    boolean awaitComplete(ProgressWatch progress, Instant asOf, Consumer<Completion> tell) {
        awaitRunning();
        Optional<Completion> before = Optional.empty();
        while (!stop.isAsked()) {
            throwFailure();
            Completion now = progress.completion(asOf);
            if (!before.equals(Optional.of(now))) {
                tell.accept(now);
                before = Optional.of(now);
            }
            if (now.isComplete()) {
                return true;
            }
            stop.await(POLL);
        }
        return false;
    }

    /**
     * Waits for the state RUNNING. Before that, the rows of progress are from an earlier run, and a task may still
     * refuse to start.
     */
    private void awaitRunning() {
        while (pipeline.state() != KafkaStreams.State.RUNNING && !stop.await(POLL)) {
            throwFailure();
        }
    }

    /** Waits until a stop is requested. */
    void awaitStop() {
        while (!stop.await(POLL)) {
            throwFailure();
        }
    }

    private void throwFailure() {
        pipeline.failure().ifPresent(failure -> {
            if (failure instanceof RefusedException refused) {
                throw refused;
            }
            throw new ClusterException(
                    "the pipeline stopped: " + failure.getMessage()
                            + Logs.file().map(file -> "\nDetails: " + file).orElse(""),
                    failure);
        });
    }

    @Override
    public void close() {
        management.ifPresent(Management::close);
        if (leaves) {
            pipeline.closeAndLeave();
        } else {
            pipeline.close();
        }
    }
}
