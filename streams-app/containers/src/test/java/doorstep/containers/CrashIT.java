// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import doorstep.torture.Trial;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One broker and one instance, both killed under load: every row equals the recount. */
@OnEngine
class CrashIT {
    private static ContainerTrial stage;
    private static ContainerCluster cluster;
    private static Trial trial;

    @BeforeAll
    static void start() {
        stage = ContainerTrial.open(1, List.of("app-1"), 300);
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
    void showEnded() {
        stage.showEnded();
    }

    @Test
    void shouldCountEverythingOnceWhenTheInstanceIsKilled() {
        trial.resume(300);
        cluster.instance("app-1").kill();
        trial.onFault();
        cluster.instance("app-1").start();
        trial.awaitBack(ContainerTrial.BACK);
        trial.awaitMore(300);
        trial.pause();

        stage.assertNoDifferences();
    }

    @Test
    void shouldCountEverythingOnceWhenTheBrokerIsKilled() {
        trial.resume(300);
        cluster.brokers().box(1).kill();
        trial.onFault();
        cluster.brokers().box(1).start();
        trial.awaitBack(ContainerTrial.BACK);
        trial.awaitMore(300);
        trial.pause();

        stage.assertNoDifferences();
    }
}
