// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A cluster on which the pipeline counts the whole input once, for what is measured after that. */
final class CountedCluster implements AutoCloseable {
    private final Settings settings;
    private final String name;
    private final String variant;
    private final BenchCluster cluster;
    private Totals totals = new Totals();

    /**
     * @param name of the run
     * @param variant of {@link Doorstep}
     */
    CountedCluster(Settings settings, String name, String variant) {
        this.settings = settings;
        this.name = name;
        this.variant = variant;
        cluster = new BenchCluster(settings);
    }

    /** Starts it; returns when everything is counted, and the pipeline has ended. */
    Totals count(PrintWriter progress) {
        cluster.open();
        totals = cluster.produce(Input.WHOLE, settings.seed(), settings.events());
        progress.printf(Locale.ROOT, "counting %,d ids%n", totals.ids());
        progress.flush();
        new ContenderRun(settings, cluster).count(List.of(job(Doorstep.class, variant)), heap());
        return totals;
    }

    /** Runs a task in a process of its own, with the directory that the pipeline had. */
    Measured measure(Class<? extends BenchTask> task, String ofTask) {
        Job job = job(task, ofTask);
        new ContenderRun(settings, cluster).run(Optional.empty(), job, heap());
        return Measured.read(job.measured());
    }

    /** The state directory. */
    Path state() {
        return job(Doorstep.class, variant).state();
    }

    private List<String> heap() {
        return List.of("-Xmx" + settings.heap());
    }

    private Job job(Class<? extends BenchTask> task, String ofTask) {
        return new Job(
                task.getName(),
                ofTask,
                name,
                cluster.input(Input.WHOLE, totals.deliveries()),
                settings.threads(),
                ContenderRun.COMMIT,
                settings.data().resolve(name).toAbsolutePath());
    }

    @Override
    public void close() {
        cluster.close();
    }
}
