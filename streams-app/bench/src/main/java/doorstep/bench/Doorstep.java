package doorstep.bench;

import doorstep.app.AppConfig;
import doorstep.app.Completion;
import doorstep.app.Pipeline;
import doorstep.avro.Progress;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.topology.EngineListener;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The pipeline as production runs it, with its default settings: deduplication, corrections, exactly-once, live rows to
 * Kafka, all windows, all prefixes. The variant says what it breaks figures down by.
 */
final class Doorstep implements Entrant {
    /** As configured by default. */
    static final String BREAKDOWNS = "breakdowns";

    /** Figures of units alone. */
    static final String PLAIN = "plain";

    /** With the two fiscal windows too, which are no default. */
    static final String FISCAL = "fiscal";

    @Override
    public Measured run(Job job) throws Exception {
        AppConfig config = config(job);
        Map<TopicPartition, Long> ends = ends(config);
        Tasks tasks = new Tasks();
        long heapBefore = Meter.liveHeapBytes();
        try (Pipeline pipeline = Pipeline.of(config, new BundledSchemas(), tasks)) {
            pipeline.start();
            awaitCounted(pipeline, tasks, ends);
            Measured measured = Meter.read(job.events());
            Written.of(pipeline.metrics(), job.name()).addTo(measured);
            DiskUse.of(job.state()).ifPresent(bytes -> measured.put(Quantity.STATE_BYTES, bytes));
            measured.put(Quantity.HEAP_BYTES, Math.max(0, Meter.liveHeapBytes() - heapBefore));
            measured.put(Quantity.IDS, tasks.ids());
            pipeline.closeAndLeave();
            return measured;
        }
    }

    static AppConfig config(Job job) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", job.bootstrapServers(),
                "application.id", job.name(),
                "partitions", String.valueOf(job.partitions()),
                "replication.factor", "1",
                "threads", String.valueOf(job.threads()),
                "commit.interval", job.commitInterval().toMillis() + "ms",
                "as-of", Traffic.AS_OF.toString(),
                "state.dir", job.state().toString(),
                "kafka.main.consumer.interceptor.classes", FirstBatch.class.getName()));
        if (!job.variant().equals(BREAKDOWNS)) {
            settings.putAll(withoutBreakdowns());
        }
        if (job.variant().equals(FISCAL)) {
            settings.put("fiscal.start", "7");
        }
        return AppConfig.of(settings);
    }

    static Map<String, String> withoutBreakdowns() {
        Map<String, String> settings = new HashMap<>();
        for (String breakdown : new String[] {"channel", "area", "topic", "source"}) {
            settings.put("breakdown.feedback." + breakdown, "none");
        }
        return settings;
    }

    private static void awaitCounted(Pipeline pipeline, Tasks tasks, Map<TopicPartition, Long> ends) {
        while (pipeline.state() != KafkaStreams.State.RUNNING
                || !tasks.completion(ends).isComplete()) {
            pipeline.failure().ifPresent(failure -> {
                throw new RunException("the pipeline stopped: " + failure, failure);
            });
            Pause.millis(10);
        }
    }

    private static Map<TopicPartition, Long> ends(AppConfig config) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (Topic topic : Topics.inputs()) {
            for (int i = 0; i < config.partitions(); i++) {
                latest.put(new TopicPartition(topic.name(), i), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(config.adminSettings())) {
            admin.listOffsets(latest).all().get().forEach((partition, end) -> {
                if (end.offset() > 0) {
                    ends.put(partition, end.offset());
                }
            });
        }
        return ends;
    }

    /** The tasks of this process as they say they stand: asking them costs nothing, reading their topic would. */
    static final class Tasks implements EngineListener {
        private final Map<String, Progress> rows = new ConcurrentHashMap<>();

        @Override
        public void onRound(Progress row) {
            rows.put(row.getPart() + ":" + row.getPartition(), row);
        }

        Completion completion(Map<TopicPartition, Long> ends) {
            return Completion.of(rows.values(), ends, Traffic.AS_OF);
        }

        /** Tasks that run, or have run. */
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
