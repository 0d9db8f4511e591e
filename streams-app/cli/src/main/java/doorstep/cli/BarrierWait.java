// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ProgressTopic;
import doorstep.figures.Completion;
import doorstep.figures.InputBarrier;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until the rows contain all records before an input barrier, and reports what is left meanwhile. */
final class BarrierWait {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private final ProgressTopic progress;
    private final Optional<Duration> timeout;
    private final Consumer<String> say;

    /** @param timeout empty: no limit */
    BarrierWait(ProgressTopic progress, Optional<Duration> timeout, PrintWriter err) {
        this.progress = progress;
        this.timeout = timeout;
        this.say = err::println;
    }

    /** @throws ClusterException if this process runs the broker, so that no pipeline runs on it */
    static void requirePipeline(Cluster cluster) {
        if (cluster.isOurs()) {
            throw new ClusterException("no pipeline runs on the data directory, so there is nothing to wait for."
                    + " Start `doorstep standalone` first, or count with `doorstep standalone --once`");
        }
    }

    /** @return the exit code */
    int await(InputBarrier barrier) {
        long begin = System.nanoTime();
        long lastLine = begin - BETWEEN_LINES.toNanos();
        long lastMove = begin;
        Optional<Completion> before = Optional.empty();
        try (StopSignal stop = new StopSignal()) {
            while (true) {
                Completion left = barrier.left(progress.rows());
                long now = System.nanoTime();
                if (left.isComplete()) {
                    say.accept("Everything is in the rows.");
                    return 0;
                }
                if (timeout.isPresent() && now - begin >= timeout.get().toNanos()) {
                    say.accept("Timed out: " + left + ".");
                    return Main.TIMED_OUT;
                }
                boolean moved = !before.equals(Optional.of(left));
                lastMove = moved ? now : lastMove;
                before = Optional.of(left);
                if (now - lastLine >= (moved ? BETWEEN_LINES : STANDSTILL).toNanos()) {
                    lastLine = now;
                    say.accept("Waiting: " + left
                            + (moved
                                    ? ""
                                    : "; no progress for "
                                            + Duration.ofNanos(now - lastMove).toSeconds()
                                            + " s. Is the pipeline running?"));
                }
                if (stop.await(POLL)) {
                    say.accept("Interrupted: " + left + ".");
                    return Main.FAILED;
                }
            }
        }
    }
}
