// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.clock.TimeSource;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.process.CallBackCatalogue;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.streams.BatchedStore;
import doorstep.wire.BundledSchemas;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pipeline as in production, with its default settings: deduplication, corrections, exactly-once, live rows to
 * Kafka, all windows, all prefixes. Bad ratings open call-backs, which costs a little. The variant says which
 * breakdowns and windows it has.
 */
final class Doorstep implements BenchTask {
    /** The default breakdowns, and rows by day of them. */
    static final String BREAKDOWNS = "breakdowns";

    /** Figures of units only. */
    static final String PLAIN = "plain";

    /** Figures of units only, in the window YEAR only. */
    static final String ONE_WINDOW = "one-window";

    @Override
    public Measured run(Job job) {
        Tasks tasks = new Tasks();
        long heapBefore = Meter.liveHeapBytes();
        try (Pipeline pipeline = Pipeline.of(config(job), new BundledSchemas(), tasks, TimeSource.SYSTEM)) {
            pipeline.start();
            awaitStop(pipeline, job);
            Measured measured = Meter.read(job.input().events());
            ProducerTotals.of(pipeline.metrics(), job.name()).addTo(measured);
            measured.put(Quantity.LARGEST_COMMIT_BYTES, largestCommit(pipeline));
            DiskUse.of(job.state()).ifPresent(bytes -> measured.put(Quantity.STATE_BYTES, bytes));
            measured.put(Quantity.HEAP_BYTES, Math.max(0, Meter.liveHeapBytes() - heapBefore));
            measured.put(Quantity.IDS, tasks.ids());
            pipeline.closeAndLeave();
            return measured;
        }
    }

    private static long largestCommit(Pipeline pipeline) {
        return pipeline.metrics().entrySet().stream()
                .filter(it -> it.getKey().name().equals(BatchedStore.LARGEST_COMMIT_METRIC))
                .mapToLong(it -> ((Number) it.getValue().metricValue()).longValue())
                .max()
                .orElse(0);
    }

    /**
     * Waits for the parent, which watches the committed progress and knows when everything is counted. If this process
     * did that, its cost would be measured too.
     */
    private static void awaitStop(Pipeline pipeline, Job job) {
        while (!Files.exists(job.stop())) {
            pipeline.failure().ifPresent(failure -> {
                throw new RunException("the pipeline stopped: " + failure, failure);
            });
            Pause.millis(10);
        }
    }

    static AppConfig config(Job job) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", job.input().bootstrapServers(),
                "application.id", job.name(),
                "partitions", String.valueOf(job.input().partitions()),
                "replication.factor", "1",
                "threads", String.valueOf(job.threads()),
                "commit.interval", job.commitInterval().toMillis() + "ms",
                "as-of", Traffic.AS_OF.toString(),
                "state.dir", job.state().toString(),
                "kafka.main.consumer.interceptor.classes", FirstBatch.class.getName()));
        settings.put("catalogue", CallBackCatalogue.writeTo(job.dir()));
        if (!job.variant().equals(BREAKDOWNS)) {
            settings.putAll(withoutBreakdowns());
        }
        if (job.variant().equals(ONE_WINDOW)) {
            settings.put("windows", "YEAR");
        }
        return AppConfig.of(settings);
    }

    static Map<String, String> withoutBreakdowns() {
        Map<String, String> settings = new HashMap<>();
        for (String breakdown : new String[] {
            "feedback.channel",
            "feedback.area",
            "feedback.topic",
            "feedback.source",
            "commitments.category", // bad ratings open call-backs, which are commitments
            "commitments.area"
        }) {
            settings.put("breakdown." + breakdown, "none");
        }
        return settings;
    }

    /** The tasks of this process. */
    static final class Tasks implements EngineListener {
        private final Map<String, Progress> rows = new ConcurrentHashMap<>();

        @Override
        public void onRound(Progress row) {
            rows.put(row.getPart() + ":" + row.getPartition(), row);
        }

        /** Number of tasks that are running or have run. */
        int size() {
            return rows.size();
        }

        long ids() {
            return rows.values().stream()
                    .filter(row -> row.getCurrent() != null && row.getPart().equals("feedback"))
                    .mapToLong(Progress::getCurrent)
                    .sum();
        }
    }
}
