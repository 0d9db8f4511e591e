package doorstep.process;

import java.io.IOException;

/** A child lives no longer than its parent, however that ends: the parent holds the other end of its standard input. */
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
                // nobody writes; the end of the stream is what matters
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
