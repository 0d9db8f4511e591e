package doorstep.bench;

import doorstep.app.Pipeline;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.topology.EngineListener;
import doorstep.wire.BundledSchemas;
import java.nio.file.Files;

/** One of several instances that share the work. None of them knows when all is counted: it is told. */
final class Instance implements Entrant {
    @Override
    public Measured run(Job job) {
        try (Pipeline pipeline = Pipeline.of(Doorstep.config(job), new BundledSchemas(), EngineListener.NONE)) {
            pipeline.start();
            while (!Files.exists(job.stop())) {
                pipeline.failure().ifPresent(failure -> {
                    throw new RunException("the pipeline stopped: " + failure, failure);
                });
                Pause.millis(20);
            }
            Measured measured = Meter.read(job.events());
            pipeline.closeAndLeave();
            return measured;
        }
    }
}
