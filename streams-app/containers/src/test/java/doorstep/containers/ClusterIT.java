package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.torture.Trial;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three brokers and two instances that lose one of themselves, or each other, under load: every row equals the recount. */
@OnEngine
class ClusterIT {
    private static final long SEED = Long.getLong("doorstep.seed", System.nanoTime() & 0xffff);
    private static final Duration BACK = Duration.ofMinutes(3);
    private static final List<String> INSTANCES = List.of("app-1", "app-2");

    private static Site site;
    private static Trial trial;

    @BeforeAll
    static void start() {
        System.out.println("seed " + SEED);
        String image = DoorstepImage.name();
        site = new Site(3);
        INSTANCES.forEach(name -> site.run(name, image));
        INSTANCES.forEach(site::awaitReady);
        trial = new Trial(site.config(), SEED, 200);
        trial.resume(600);
        trial.pause();
        assertThat(trial.differences(BACK)).isEmpty();
    }

    @AfterAll
    static void stop() {
        if (trial != null) {
            trial.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @AfterEach
    void awaitWhole() {
        INSTANCES.stream()
                .map(site::instance)
                .filter(box -> !box.isRunning())
                .forEach(box -> System.out.println(
                        box.name() + " ended with code " + box.exitCode() + ":\n" + box.logs()));
        site.brokers().awaitWhole();
    }

    @Test
    void shouldGoOnWithTwoBrokersOfThree() {
        Box lost = site.brokers().box(2);
        trial.resume(200);
        lost.kill();
        trial.onFault();
        Duration back = trial.awaitBack(BACK);
        trial.awaitMore(400);
        trial.pause();

        System.out.println("one broker of three lost: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).as("without the third broker").isEmpty();
        lost.start();
    }

    @Test
    void shouldCountEverythingOnceWhenOneInstanceIsKilledAndTheOtherTakesOver() {
        Box lost = site.instance("app-1");
        trial.resume(200);
        lost.kill();
        trial.onFault();
        Duration back = trial.awaitBack(BACK);
        trial.awaitMore(200);
        lost.start();
        site.awaitReady("app-1");
        trial.pause();

        System.out.println("one instance of two lost: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).isEmpty();
    }

    @Test
    void shouldCountEverythingOnceWhenInstancesAndBrokersAreCutApartAndJoinedAgain() {
        trial.resume(200);
        INSTANCES.forEach(name -> site.instance(name).cutOff());
        Box.pause(Site.SESSION.multipliedBy(2)); // both are given up by the group, and their transactions time out
        trial.awaitMore(200);
        trial.onFault();
        INSTANCES.forEach(name -> site.instance(name).join());
        Duration back = trial.awaitBack(BACK);
        trial.awaitMore(200);
        trial.pause();

        System.out.println("network cut and joined: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).isEmpty();
        assertThat(INSTANCES).allMatch(name -> site.instance(name).isRunning());
    }

    @Test
    void shouldCountEverythingOnceWhenOneInstanceAloneIsCutOff() {
        Box zombie = site.instance("app-2");
        trial.resume(200);
        zombie.cutOff();
        trial.onFault();
        Duration back = trial.awaitBack(BACK); // the other one took over
        zombie.join();
        trial.awaitMore(400);
        trial.pause();

        System.out.println("one instance cut off: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).isEmpty();
    }

    @Test
    void shouldCountEverythingOnceDuringARollingUpgrade() {
        trial.resume(200);
        for (String name : INSTANCES) {
            site.instance(name).stop();
            assertThat(site.instance(name).exitCode()).as("ended by SIGTERM").isIn(0, 143);
            site.run(name, DoorstepImage.NEXT);
            site.awaitReady(name);
            trial.awaitMore(200);
        }
        trial.pause();

        assertThat(trial.differences(BACK)).isEmpty();
    }
}
