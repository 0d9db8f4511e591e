// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a command that Ctrl-C was pressed or SIGTERM was received. The process ends when the command has cleaned up and
 * closed this object, or after a time limit.
 */
final class StopSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stop");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @return true as soon as a stop is requested */
    boolean await(Duration atMost) {
        try {
            return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    private void onShutdown() {
        asked.countDown();
        try {
            done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Call this when everything is cleaned up. */
    @Override
    public void close() {
        done.countDown();
        if (!isAsked()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // shutdown has just begun; the hook finds everything done
            }
        }
    }
}
