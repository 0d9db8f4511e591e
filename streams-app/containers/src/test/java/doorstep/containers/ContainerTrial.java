// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.torture.Trial;
import java.time.Duration;
import java.util.List;

/** Brokers and instances in containers, under a load whose rows are compared with a recount. */
record ContainerTrial(ContainerCluster cluster, Trial trial, List<String> instances) implements AutoCloseable {
    private static final long SEED = Long.getLong("doorstep.seed", System.nanoTime() & 0xffff);

    /** The longest time until output is back and rows are right after a fault. */
    static final Duration BACK = Duration.ofMinutes(3);

    /** Returns when the first events are counted. */
    static ContainerTrial open(int brokers, List<String> instances, double rate) {
        String image = DoorstepImage.name();
        ContainerCluster cluster = new ContainerCluster(brokers);
        try {
            instances.forEach(name -> cluster.run(name, image));
            instances.forEach(cluster::awaitReady);
            return new ContainerTrial(cluster, counting(cluster, rate), instances);
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private static Trial counting(ContainerCluster cluster, double rate) {
        Trial trial = new Trial(cluster.config(), SEED, rate);
        try {
            trial.resume(600);
            trial.pause();
            assertThat(trial.differences(BACK)).isEmpty();
            return trial;
        } catch (RuntimeException | AssertionError e) {
            trial.close();
            throw e;
        }
    }

    /** Waits until everything is counted, and compares. */
    void assertNoDifferences() {
        assertThat(trial.differences(BACK))
                .as("again with -Ddoorstep.seed=%d", SEED)
                .isEmpty();
    }

    /** Prints why an instance ended unexpectedly; its log is lost with its container. */
    void showEnded() {
        instances.stream()
                .map(cluster::instance)
                .filter(box -> !box.isRunning())
                .forEach(box ->
                        System.out.println(box.name() + " ended with code " + box.exitCode() + ":\n" + box.logs()));
    }

    @Override
    public void close() {
        trial.close();
        cluster.close();
    }
}
