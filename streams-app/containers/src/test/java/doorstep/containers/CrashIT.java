package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.torture.Trial;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One broker and one instance, both killed under load: every row equals the recount. */
@OnEngine
class CrashIT {
    private static final long SEED = Long.getLong("doorstep.seed", System.nanoTime() & 0xffff);
    private static final Duration BACK = Duration.ofMinutes(3);

    private static Site site;
    private static Trial trial;

    @BeforeAll
    static void start() {
        System.out.println("seed " + SEED);
        String image = DoorstepImage.name();
        site = new Site(1);
        site.run("app-1", image);
        site.awaitReady("app-1");
        trial = new Trial(site.config(), SEED, 300);
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

    @Test
    void shouldCountEverythingOnceWhenTheInstanceIsKilled() {
        trial.resume(300);
        site.instance("app-1").kill();
        trial.onFault();
        site.instance("app-1").start();
        Duration back = trial.awaitBack(BACK);
        trial.awaitMore(300);
        trial.pause();

        System.out.println("instance killed and started: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).isEmpty();
    }

    @Test
    void shouldCountEverythingOnceWhenTheBrokerIsKilled() {
        trial.resume(300);
        site.brokers().box(1).kill();
        trial.onFault();
        site.brokers().box(1).start();
        Duration back = trial.awaitBack(BACK);
        trial.awaitMore(300);
        trial.pause();

        System.out.println("broker killed and started: output back after " + back.toMillis() + " ms");
        assertThat(trial.differences(BACK)).isEmpty();
    }
}
