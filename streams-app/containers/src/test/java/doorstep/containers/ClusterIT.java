// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.torture.Trial;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three brokers and two instances: some fail or are cut off from each other under load, and every row equals the
 * recount.
 */
@OnEngine
class ClusterIT {
    private static final List<String> INSTANCES = List.of("app-1", "app-2");

    private static ContainerTrial stage;
    private static ContainerCluster cluster;
    private static Trial trial;

    @BeforeAll
    static void start() {
        stage = ContainerTrial.open(3, INSTANCES, 200);
        cluster = stage.cluster();
        trial = stage.trial();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @AfterEach
    void awaitWhole() {
        stage.showEnded();
        cluster.brokers().awaitWhole();
    }

    @Test
    void shouldGoOnWithTwoBrokersOfThree() {
        ManagedContainer lost = cluster.brokers().box(2);
        trial.resume(200);
        lost.kill();
        trial.onFault();
        trial.awaitBack(ContainerTrial.BACK);
        trial.awaitMore(400);
        trial.pause();

        stage.assertNoDifferences(); // without the third broker
        lost.start();
    }

    @Test
    void shouldCountEverythingOnceWhenOneInstanceIsKilled() {
        ManagedContainer lost = cluster.instance("app-1");
        trial.resume(200);
        lost.kill();
        trial.onFault();
        trial.awaitBack(ContainerTrial.BACK);
        trial.awaitMore(200);
        lost.start();
        cluster.awaitReady("app-1");
        trial.pause();

        stage.assertNoDifferences();
    }

    @Test
    void shouldCountEverythingOnceWhenTheNetworkIsCutAndJoined() {
        trial.resume(200);
        INSTANCES.forEach(name -> cluster.instance(name).cutOff());
        ManagedContainer.pause(
                ContainerCluster.SESSION.multipliedBy(2)); // the group removes both, and their transactions time out
        trial.awaitMore(200);
        trial.onFault();
        INSTANCES.forEach(name -> cluster.instance(name).join());
        trial.awaitBack(ContainerTrial.BACK);
        trial.awaitMore(200);
        trial.pause();

        stage.assertNoDifferences();
        assertThat(INSTANCES).allMatch(name -> cluster.instance(name).isRunning());
    }

    @Test
    void shouldCountEverythingOnceWhenOneInstanceAloneIsCutOff() {
        ManagedContainer zombie = cluster.instance("app-2");
        trial.resume(200);
        zombie.cutOff();
        trial.onFault();
        trial.awaitBack(ContainerTrial.BACK); // the other instance took over
        zombie.join();
        trial.awaitMore(400);
        trial.pause();

        stage.assertNoDifferences();
    }

    @Test
    void shouldCountEverythingOnceDuringARollingUpgrade() {
        trial.resume(200);
        for (String name : INSTANCES) {
            cluster.instance(name).stop();
            assertThat(cluster.instance(name).exitCode()).as("ended by SIGTERM").isIn(0, 143);
            cluster.run(name, DoorstepImage.NEXT);
            cluster.awaitReady(name);
            trial.awaitMore(200);
        }
        trial.pause();

        stage.assertNoDifferences();
    }
}
