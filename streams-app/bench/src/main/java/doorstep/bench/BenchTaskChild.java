package doorstep.bench;

import doorstep.process.Lifeline;
import java.nio.file.Path;

/** The process of an {@link BenchTask}: takes the file of its {@link Job}, leaves what was measured beside it. */
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
            System.exit(0); // whatever threads the task has left
        } catch (Throwable e) {
            e.printStackTrace(); // to the file of its output, which the parent shows the end of
            System.exit(FAILED);
        }
    }
}
