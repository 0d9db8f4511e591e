// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.app.Pipeline;
import doorstep.clock.TimeSource;
import doorstep.config.AppConfig;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topics;

/** Restarts the pipeline after everything was counted, and measures the time until every task runs. */
final class Restart implements BenchTask {
    @Override
    public Measured run(Job job) {
        AppConfig config = Doorstep.config(job);
        Doorstep.Tasks tasks = new Doorstep.Tasks();
        int wanted = (Topics.inputs().size() + 1) * job.input().partitions(); // plus one part for the windows
        try (Pipeline pipeline = Pipeline.of(config, new BundledSchemas(), tasks, TimeSource.SYSTEM)) {
            long cpu = Meter.cpuNanos();
            long start = System.nanoTime();
            long first = 0;
            long last = 0;
            pipeline.start();
            while (tasks.size() < wanted) {
                pipeline.failure().ifPresent(failure -> {
                    throw new RunException("the pipeline stopped: " + failure, failure);
                });
                if (!pipeline.restores().underWay().isEmpty()) {
                    last = System.nanoTime();
                    first = first == 0 ? last : first;
                }
                Pause.millis(2);
            }
            Measured measured = new Measured()
                    .put(Quantity.EVENTS, job.input().events())
                    .put(Quantity.READY_NANOS, System.nanoTime() - start)
                    .put(Quantity.READY_CPU_NANOS, Meter.cpuNanos() - cpu)
                    .put(Quantity.RESTORE_NANOS, last - first)
                    .put(Quantity.RECORDS, pipeline.restores().restored())
                    .put(Quantity.IDS, tasks.ids());
            Meter.peakBytes().ifPresent(bytes -> measured.put(Quantity.PEAK_BYTES, bytes));
            pipeline.closeAndLeave();
            return measured;
        }
    }
}
