// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/** Cancels a question that takes too long, and never anything after it. Thread-safe. */
final class Deadline {
    private Runnable cancel = () -> {};
    private boolean passed;
    private boolean ended;

    /** Called at once if the time is already up. */
    synchronized void onTimeout(Runnable action) {
        cancel = action;
        if (passed && !ended) {
            cancel.run();
        }
    }

    synchronized void pass() {
        if (!ended) {
            passed = true;
            cancel.run();
        }
    }

    /** Nothing is cancelled after this: what was, may answer another question by then. */
    synchronized boolean end() {
        ended = true;
        return passed;
    }
}
