// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sleeps, for faults at random moments and for polling processes. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        try {
            boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    public static void millis(long time) {
        of(Duration.ofMillis(time));
    }
}
