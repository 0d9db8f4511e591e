package doorstep.bench;

import doorstep.process.Lifeline;
import java.nio.file.Path;

/** The process of an {@link Entrant}: takes the file of its {@link Job}, leaves what was measured beside it. */
public final class EntrantChild {
    private static final int FAILED = 1;

    private EntrantChild() {}

    public static void main(String[] args) {
        Lifeline.hold();
        Job job = Job.read(Path.of(args[0]));
        try {
            Entrant entrant = Class.forName(job.entrant())
                    .asSubclass(Entrant.class)
                    .getDeclaredConstructor()
                    .newInstance();
            entrant.run(job).write(job.measured());
            System.exit(0); // whatever threads the entrant has left
        } catch (Throwable e) {
            e.printStackTrace(); // to the file of its output, which the parent shows the end of
            System.exit(FAILED);
        }
    }
}
