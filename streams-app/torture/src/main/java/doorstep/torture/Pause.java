package doorstep.torture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting as such: faults come at random moments, and processes are asked again and again. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw TortureException.interrupted(e);
        }
    }

    static void millis(long time) {
        of(Duration.ofMillis(time));
    }
}
