package doorstep.bench;

/** What runs in a process of its own and is measured there. Has a constructor without arguments. */
public interface BenchTask {
    /** Returns when every event of the job is counted and committed. */
    Measured run(Job job) throws Exception;
}
