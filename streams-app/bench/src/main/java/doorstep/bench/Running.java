// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Child;
import doorstep.process.RunException;
import java.time.Duration;

/** The running process of a job. It ends with this process, and when it is closed. */
final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Job job;
    private final Child child;
    private final Thread onInterrupt;

    Running(Job job, Child child) {
        this.job = job;
        this.child = child;
        onInterrupt = new Thread(child::kill, "end-" + job.name());
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /** @throws RunException if it has ended, with whatever result */
    void requireAlive() {
        if (!child.isAlive()) {
            throw new RunException(job.name() + " ended: " + child.lastWords());
        }
    }

    /** @throws RunException if it fails */
    void awaitEnd() {
        if (!child.endsWithin(PATIENCE)) {
            throw new RunException(job.name() + " was not done after " + PATIENCE.toMinutes() + " minutes");
        }
        if (child.exitCode().orElse(-1) != 0) {
            throw new RunException(job.name() + " failed: " + child.lastWords());
        }
    }

    /** Ends the process if it still runs. */
    @Override
    public void close() {
        child.kill();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // the hook is already running
        }
    }
}
