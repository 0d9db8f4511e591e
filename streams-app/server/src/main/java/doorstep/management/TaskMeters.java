// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Micrometer meters of what the tasks of this process have sent: delta batches and rows. Thread-safe. */
final class TaskMeters {
    private static final double[] CELLS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final Duration[] TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final DistributionSummary cells;
    private final Timer time;
    private final Map<Topic, Counter> rows;

    /** @param names of the topics */
    TaskMeters(TopicNames names, MeterRegistry registry) {
        cells = DistributionSummary.builder("doorstep.delta.batch.size")
                .baseUnit("cells")
                .description("Cells of leaf units in one delta batch from a ledger to the windows.")
                .serviceLevelObjectives(CELLS)
                .register(registry);
        time = Timer.builder("doorstep.delta.batch")
                .description("Time to build one delta batch.")
                .serviceLevelObjectives(TIMES)
                .register(registry);
        rows = Topics.results().stream()
                .collect(Collectors.toMap(topic -> topic, topic -> Counter.builder("doorstep.rows.sent")
                        .description("Rows and tombstones sent; those of an aborted transaction count again.")
                        .tag("topic", names.of(topic))
                        .register(registry)));
    }

    void deltaBatchesSent(long count, Duration took) {
        cells.record((double) count);
        time.record(took);
    }

    void sent(Topic topic, long count) {
        rows.get(topic).increment((double) count);
    }
}
