package doorstep.app;

import doorstep.avro.Progress;
import doorstep.wire.BundledSchemas;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The rows of {@code doorstep.progress} as they are now, beside the input topics. Not thread-safe. */
public final class ProgressWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TopicNames names;
    private final ProgressTopic progress;
    private final Consumer<byte[], byte[]> inputs;

    /** @throws ClusterException if the cluster does not answer or lacks a topic */
    public ProgressWatch(AppConfig config) {
        SchemaRegistry registry = config.schemaRegistryUrl()
                .<SchemaRegistry>map(HttpSchemaRegistry::new)
                .orElseGet(BundledSchemas::new);
        names = config.topics();
        progress = new ProgressTopic(config, registry);
        inputs = new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The latest rows of the parts of the pipeline, by key. */
    public Collection<Progress> rows() {
        return progress.rows();
    }

    /** What is left to do for the records that are in the input topics now. */
    public Completion completion(Instant asOf) {
        try {
            Map<TopicPartition, Long> ends = ends();
            Collection<Progress> now = rows();
            ends.entrySet().removeIf(end -> !holdsRecords(end.getKey(), nextOffset(end.getKey(), now), end.getValue()));
            return Completion.of(now, ends, asOf);
        } catch (KafkaException e) {
            throw new ClusterException("cannot read the input topics: " + e.getMessage(), e);
        }
    }

    private static long nextOffset(TopicPartition partition, Collection<Progress> rows) {
        return Completion.rowOf(partition, rows).map(Progress::getNextOffset).orElse(0L);
    }

    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String name : names.of(Topics.inputs())) {
            List<TopicPartition> partitions = TopicReader.partitionsOf(inputs, name);
            Map<TopicPartition, Long> first = inputs.beginningOffsets(partitions);
            inputs.endOffsets(partitions).forEach((partition, end) -> {
                if (end > first.get(partition)) {
                    ends.put(partition, end);
                }
            });
        }
        return ends;
    }

    /** Offsets at the end of a partition may be those of transaction markers and of aborted records. */
    private boolean holdsRecords(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return false;
        }
        inputs.assign(List.of(partition));
        inputs.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (inputs.position(partition) < end && System.nanoTime() < deadline) {
            if (!inputs.poll(POLL).isEmpty()) {
                return true;
            }
        }
        return inputs.position(partition) < end;
    }

    @Override
    public void close() {
        progress.close();
        inputs.close();
    }
}
