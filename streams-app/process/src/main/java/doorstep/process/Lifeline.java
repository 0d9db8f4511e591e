// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.IOException;

/**
 * Ends a child process when its parent ends, in whatever way: the parent holds the other end of the child's standard
 * input.
 */
public final class Lifeline {
    private static final int ORPHANED = 99;

    private Lifeline() {}

    public static void hold() {
        Thread thread = new Thread(Lifeline::watch, "lifeline");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever written; only the end of the stream matters
            }
        } catch (IOException e) {
            // the same as the end of the stream
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
