// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.clock.EngineClock;
import doorstep.family.Family;
import doorstep.integrity.LogInspector;
import doorstep.streams.HeapStore;
import doorstep.streams.PreCommitHook;
import doorstep.streams.TargetPartitioner;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/** The engine's processors one by one, for a simulation that runs them without Kafka Streams. */
public final class EngineParts {
    /** The application id of the simulation. */
    public static final String APPLICATION = "doorstep";

    /**
     * One processor and what it is connected to.
     *
     * @param name also the name of its sub-topology in the simulation
     * @param reads names of its source topics
     * @param stores new stores that hold rows
     * @param beforeCommit names of its pre-commit hooks
     * @param sinks node name → topic
     */
    public record ProcessorNode(
            String name,
            Supplier<Processor<byte[], byte[], byte[], byte[]>> processor,
            List<String> reads,
            Supplier<List<? extends KeyValueStore<Bytes, byte[]>>> stores,
            Set<String> beforeCommit,
            Map<String, String> sinks) {}

    private EngineParts() {}

    /** A store that calls the pre-commit hook. */
    public static StateStore beforeCommit(String name) {
        return new PreCommitHook(name);
    }

    /** Flushes a store's cache, as Kafka Streams does before a commit. */
    public static void flush(StateStore store) {
        if (store instanceof CachedStateStore<?, ?> cached) {
            cached.flushCache();
        }
    }

    private static List<? extends KeyValueStore<Bytes, byte[]>> build(
            List<StoreBuilder<? extends HeapStore>> builders) {
        return builders.stream().map(StoreBuilder::build).toList();
    }

    /** One part for each input topic. */
    public static List<ProcessorNode> inputs(
            EngineSettings settings, SchemaLookups lookups, LogInspector history, EngineListener listener) {
        return InputPipeline.ALL.stream()
                .map(part -> new ProcessorNode(
                        part.name(),
                        () -> new InputProcessor(part, settings, lookups, history, listener, EngineClock.OF_STREAMS),
                        reads(part),
                        () -> build(EngineTopology.storesOf(part)),
                        Set.of(part.beforeCommit()),
                        sinks(part)))
                .toList();
    }

    private static List<String> reads(InputPipeline part) {
        List<String> reads = new ArrayList<>(List.of(TopicNames.DEFAULT.of(part.topic())));
        if (part.takesLinks()) {
            InputPipeline.linking().forEach(from -> reads.add(from.linksTopic(APPLICATION)));
        }
        return reads;
    }

    private static Map<String, String> sinks(InputPipeline part) {
        Map<String, String> sinks = new TreeMap<>();
        sinks.put(part.deltas(), part.deltasTopic(APPLICATION));
        if (!part.takesLinks()) {
            sinks.put(part.links(), part.linksTopic(APPLICATION));
        }
        sinks.put(part.rejectedSink(), TopicNames.DEFAULT.of(Topics.REJECTED));
        sinks.put(part.progressSink(), TopicNames.DEFAULT.of(Topics.PROGRESS));
        if (part.takesLinks()) {
            sinks.put(part.worklistSink(), TopicNames.DEFAULT.of(Topics.WORKLIST));
        }
        return sinks;
    }

    public static ProcessorNode windows(
            EngineSettings settings, SchemaLookups lookups, LogInspector history, EngineListener listener) {
        Map<String, String> sinks = new TreeMap<>();
        for (Family family : settings.families().all()) {
            sinks.put(RowForwarder.sinkOf(family), TopicNames.DEFAULT.of(family.topic()));
        }
        sinks.put(WindowsProcessor.PROGRESS_SINK, TopicNames.DEFAULT.of(Topics.PROGRESS));
        sinks.put(WindowsProcessor.SETTINGS_SINK, TopicNames.DEFAULT.of(Topics.SETTINGS));
        return new ProcessorNode(
                "windows",
                () -> new WindowsProcessor(settings, lookups, history, listener, EngineClock.OF_STREAMS),
                InputPipeline.ALL.stream()
                        .map(part -> part.deltasTopic(APPLICATION))
                        .toList(),
                () -> build(EngineTopology.storesOfWindows()),
                Set.of(WindowsProcessor.BEFORE_COMMIT),
                sinks);
    }

    /** Whether a topic carries delta batches or links. The keys of these records name their target partition. */
    public static boolean isDeltaBatch(String topic) {
        return InputPipeline.ALL.stream()
                .anyMatch(part -> part.deltasTopic(APPLICATION).equals(topic)
                        || part.linksTopic(APPLICATION).equals(topic));
    }

    /** The partition to which Kafka Streams would send the record. */
    public static int target(String topic, byte[] key, byte[] value, int partitions) {
        return partitionsOf(topic, key, value, partitions).iterator().next();
    }

    @SuppressWarnings("removal")
    private static Set<Integer> partitionsOf(String topic, byte[] key, byte[] value, int partitions) {
        return new TargetPartitioner().partitions(topic, key, value, partitions).orElseThrow();
    }
}
