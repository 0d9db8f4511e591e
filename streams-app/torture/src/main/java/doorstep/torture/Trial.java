// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.event.Minutes;
import doorstep.figures.Completion;
import doorstep.figures.ProgressWatch;
import doorstep.process.Pause;
import doorstep.wire.BundledSchemas;
import doorstep.wire.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The workload of the torture test, and the comparison of all rows with its recount, for brokers and instances that the
 * caller runs with the as-of {@link #AS_OF}. Not thread-safe.
 */
public final class Trial implements AutoCloseable {
    public static final Instant AS_OF = TortureRun.FIRST_AS_OF;

    private static final Duration TICK = Duration.ofMillis(200);

    private final SchemaRegistry schemas = new BundledSchemas();
    private final AppConfig config;
    private final Recount recount;
    private final Load load;
    private final OutputWatch output;

    /**
     * @param config of the instances; its brokers must be reachable from here
     * @param seed reproduces a workload
     * @param rate events a second
     */
    public Trial(AppConfig config, long seed, double rate) {
        this.config = config;
        EventContents contents = new EventContents(seed, AS_OF, 0);
        recount = Recount.of(config, contents, Minutes.of(AS_OF));
        load = new Load(config, new Workload(seed, contents, config.partitions()), recount, rate);
        output = new OutputWatch(config, schemas, Map.of());
    }

    /** Sends so many first deliveries as fast as possible, then sends at the rate until {@link #pause}. */
    public void resume(int first) {
        load.resume();
        awaitSent(load.sent() + first);
    }

    /** Returns when so many more events were sent. */
    public void awaitMore(int events) {
        awaitSent(load.sent() + events);
    }

    private void awaitSent(long events) {
        while (load.sent() < events) {
            load.throwFailure();
            Pause.of(TICK);
        }
    }

    /** Returns when everything sent is stored. */
    public void pause() {
        load.pause();
    }

    /** Call this when a fault happens; {@link #awaitBack} waits for output after it. */
    public void onFault() {
        output.onFault();
    }

    /**
     * Returns when every part of the pipeline has reported since the fault.
     *
     * @throws IllegalStateException if it takes longer than {@code atMost}
     */
    public void awaitBack(Duration atMost) {
        if (!output.isBack(atMost)) {
            throw new IllegalStateException(
                    "no output for " + atMost.toSeconds() + " s after the fault; silent: " + output.missing());
        }
    }

    /** Number of events sent. */
    public long sent() {
        return load.sent();
    }

    /**
     * Waits until everything is counted, and compares.
     *
     * @param standstill longest time to wait without any progress
     * @return the first differences, for reports; empty if every row, reject and account is right
     * @throws IllegalStateException if nothing moves, or there is nothing to compare
     */
    public List<String> differences(Duration standstill) {
        awaitComplete(standstill);
        output.catchUp();
        RowVerifier comparison = RowVerifier.of(recount, load, output, schemas, Minutes.of(AS_OF));
        if (comparison.rows() == 0) {
            throw new IllegalStateException("there was no row to compare");
        }
        return comparison.shown();
    }

    private void awaitComplete(Duration standstill) {
        long deadline = System.nanoTime() + standstill.toNanos();
        Completion before = null;
        while (true) {
            String now;
            try (ProgressWatch progress = new ProgressWatch(config, schemas)) {
                Completion completion = progress.completion(AS_OF);
                if (completion.isComplete()) {
                    return;
                }
                if (!completion.equals(before)) {
                    before = completion;
                    deadline = System.nanoTime() + standstill.toNanos();
                }
                now = completion.toString();
            } catch (ClusterException e) { // brokers may be restarting
                now = e.getMessage();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing moved for " + standstill.toSeconds() + " s; still " + now);
            }
            Pause.of(TICK);
        }
    }

    @Override
    public void close() {
        load.close();
        output.close();
    }
}
