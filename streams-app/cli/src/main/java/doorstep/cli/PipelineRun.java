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

/** The pipeline in this process, from start to stop. */
final class PipelineRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Pipeline pipeline;
    private final Optional<Management> management;
    private final StopSignal stop;
    private final boolean leaves;

    /** @param leaves when it closes, nobody else waits for its tasks and nobody should wait for it */
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
                    "the pipeline cannot start; does another doorstep run on the same directory? " + e.getMessage(), e);
        }
    }

    /** Health and metrics are served if the settings say where. */
    static PipelineRun of(Cluster cluster, StopSignal stop) {
        return of(cluster, stop, 0, TimeSource.SYSTEM);
    }

    /** @param managementPort of health and metrics if the settings name none; 0 = none */
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

    /** Health compares with it; without the right to read it, that would be left out without a word. */
    private static void requireProgress(Cluster cluster) {
        try (ProgressTopic progress = new ProgressTopic(cluster.config(), cluster.schemas())) {
            progress.rows();
        }
    }

    /** A port that nobody asked for may be taken by another instance on this machine: no reason not to run. */
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

    /** The counting of a rebuild. */
    static PipelineRun ofRebuild(Cluster cluster, StopSignal stop) {
        Pipeline pipeline = Pipeline.ofRebuild(cluster.config(), cluster.schemas());
        return new PipelineRun(pipeline, Optional.empty(), stop, true);
    }

    /** Where health and metrics are served. */
    Optional<URI> managementUrl() {
        return management.map(Management::url);
    }

    /** The minute that the figures must have reached to be those of this moment. */
    static Instant wantedAsOf(AppConfig config, Clock clock) {
        return config.fixedAsOf()
                .orElseGet(() -> clock.instant().minus(config.asOfLag()).truncatedTo(ChronoUnit.MINUTES));
    }

    /**
     * Waits until the figures hold all input and have reached {@code asOf}, or someone asks to stop.
     *
     * @param tell hears what is left, whenever that changes
     * @return true if they do
     * @throws ClusterException or {@link RefusedException} if the pipeline dies
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

    /** Until then rows of progress are those of an earlier run, and a task may still refuse to start. */
    private void awaitRunning() {
        while (pipeline.state() != KafkaStreams.State.RUNNING && !stop.await(POLL)) {
            throwFailure();
        }
    }

    /** Waits until someone asks to stop. */
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
