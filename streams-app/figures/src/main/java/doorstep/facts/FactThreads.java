// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads facts in several threads at once. */
public final class FactThreads {
    private FactThreads() {}

    /**
     * Runs parts of a reading, each in a thread of its own, and returns when all have ended. If one fails, the others are
     * interrupted and its exception is thrown.
     *
     * @throws ClusterException if this thread is interrupted
     */
    public static void run(List<Runnable> parts) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, parts.size()));
        try {
            List<Future<?>> running = new ArrayList<>();
            parts.forEach(part -> running.add(threads.submit(part)));
            for (Future<?> part : running) {
                part.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
