package doorstep.cli;

import doorstep.app.AppConfig;
import doorstep.app.ClusterException;
import doorstep.app.Completion;
import doorstep.app.Pipeline;
import doorstep.app.ProgressWatch;
import doorstep.window.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** The pipeline in this process, from start to stop. */
final class PipelineRun implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Pipeline pipeline;
    private final StopSignal stop;
    private final boolean leaves;

    PipelineRun(Cluster cluster, StopSignal stop) {
        this(Pipeline.of(cluster.config(), cluster.schemas()), stop, cluster.isLocal());
    }

    /** @param leaves when it closes, nobody else waits for its tasks and nobody should wait for it */
    private PipelineRun(Pipeline pipeline, StopSignal stop, boolean leaves) {
        this.stop = stop;
        this.pipeline = pipeline;
        this.leaves = leaves;
        pipeline.start();
    }

    /** The counting of a rebuild. */
    static PipelineRun ofRebuild(Cluster cluster, StopSignal stop) {
        return new PipelineRun(Pipeline.ofRebuild(cluster.config(), cluster.schemas()), stop, true);
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
        if (leaves) {
            pipeline.closeAndLeave();
        } else {
            pipeline.close();
        }
    }
}
