// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Lifeline;
import java.nio.file.Path;

/**
 * Main class of a {@link BenchTask}'s process: reads the file of its {@link Job} and writes the measurement next to it.
 */
public final class BenchTaskChild {
    private static final int FAILED = 1;

    private BenchTaskChild() {}

    public static void main(String[] args) {
        Lifeline.hold();
        Job job = Job.read(Path.of(args[0]));
        try {
            BenchTask task = Class.forName(job.task())
                    .asSubclass(BenchTask.class)
                    .getDeclaredConstructor()
                    .newInstance();
            task.run(job).write(job.measured());
            System.exit(0); // even if the task has left threads behind
        } catch (Throwable e) {
            e.printStackTrace(); // to the output file; the parent prints the end of it
            System.exit(FAILED);
        }
    }
}
