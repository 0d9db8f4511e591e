// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.clock.EngineClock;
import doorstep.integrity.LogInspector;
import doorstep.store.KeyLayout;
import doorstep.streams.BatchedStore;
import doorstep.streams.HeapStore;
import doorstep.streams.PreCommitHook;
import doorstep.streams.TargetPartitioner;
import doorstep.streams.UnbatchedStore;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The topology from input topics to result topics, in two stages:
 *
 * <pre>
 * doorstep.visits ─────► count-visits ─────► visits-deltas ─────┐
 * doorstep.feedback ───► count-feedback ───► feedback-deltas ───┼─► add-to-windows ─► one topic per family
 * doorstep.commitments ► count-commitments ► commitments-deltas ┘
 * </pre>
 *
 * What visits and feedback say about something owed goes to count-commitments through visits-links and feedback-links;
 * nothing flows back. count-commitments also sends the rows of the worklist.
 *
 * <p>Kafka Streams moves bytes only; the processors parse them, so that no malformed record can stop a thread.
 */
public final class EngineTopology {
    /**
     * Brokers compact closed segments only, and by default close one after 1 GB or a week, which makes restores slow.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG, "" + (32 << 20),
            TopicConfig.SEGMENT_MS_CONFIG, "" + Duration.ofHours(1).toMillis(),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");

    private final EngineSettings settings;
    private final SchemaLookups lookups;
    private final LogInspector logs;
    private final EngineListener listener;
    private final EngineClock clock;

    public EngineTopology(
            EngineSettings settings,
            SchemaLookups lookups,
            LogInspector logs,
            EngineListener listener,
            EngineClock clock) {
        this.settings = settings;
        this.lookups = lookups;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
    }

    /** All changelog topics of an application. */
    public static List<String> changelogs(String applicationId) {
        return Stream.concat(
                        InputPipeline.ALL.stream().flatMap(part -> part.stores().stream()),
                        WindowsProcessor.STORES.stream())
                .map(store -> InternalNames.changelog(applicationId, store))
                .toList();
    }

    /** Changelog topics of earlier versions, which a rebuild deletes. */
    public static List<String> formerChangelogs(String applicationId) {
        return InternalNames.changelogs(applicationId, WindowsProcessor.FORMER_STORES);
    }

    /** All internal topics that carry delta batches and links between tasks. */
    public static List<String> repartitions(String applicationId) {
        return Stream.concat(
                        InputPipeline.ALL.stream().map(part -> part.deltasTopic(applicationId)),
                        InputPipeline.linking().stream().map(part -> part.linksTopic(applicationId)))
                .toList();
    }

    /** @param properties of the Streams application */
    public Topology build(Properties properties) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        KStream<byte[], byte[]> deltas = null;
        List<KStream<byte[], byte[]>> links = new ArrayList<>();
        for (InputPipeline part : InputPipeline.ALL) { // in order: parts that send links first
            KStream<byte[], byte[]> processed = addInput(builder, part, links);
            if (!part.takesLinks()) {
                links.add(internal(processed, part.links()));
            }
            KStream<byte[], byte[]> fromPart = internal(processed, part.deltas());
            deltas = deltas == null ? fromPart : deltas.merge(fromPart, Named.as("merge-" + part.deltas()));
        }
        deltas.process(new WindowsSupplier(), Named.as(WindowsProcessor.NAME));
        Topology topology = builder.build(properties);
        addSinks(topology);
        return topology;
    }

    private KStream<byte[], byte[]> addInput(
            StreamsBuilder builder, InputPipeline part, List<KStream<byte[], byte[]>> links) {
        KStream<byte[], byte[]> input = builder.stream(
                settings.topics().of(part.topic()),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-" + part.name()));
        if (part.takesLinks()) {
            for (int i = 0; i < links.size(); i++) {
                input = input.merge(
                        links.get(i),
                        Named.as("merge-" + InputPipeline.linking().get(i).links()));
            }
        }
        return input.process(new InputSupplier(part), Named.as(part.processor()));
    }

    /** An internal topic for records whose keys name their target partition. */
    private KStream<byte[], byte[]> internal(KStream<byte[], byte[]> processed, String name) {
        return processed
                .filter((target, batch) -> true, Named.as(name)) // passes all: gives processors a named child node
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(name)
                        .withNumberOfPartitions(settings.partitions())
                        .withStreamPartitioner(new TargetPartitioner()));
    }

    private void addSinks(Topology topology) {
        TopicNames names = settings.topics();
        ByteArraySerializer bytes = new ByteArraySerializer();
        for (InputPipeline part : InputPipeline.ALL) {
            topology.addSink(part.rejectedSink(), names.of(Topics.REJECTED), bytes, bytes, part.processor());
            topology.addSink(part.progressSink(), names.of(Topics.PROGRESS), bytes, bytes, part.processor());
            if (part.takesLinks()) {
                topology.addSink(part.worklistSink(), names.of(Topics.WORKLIST), bytes, bytes, part.processor());
            }
        }
        settings.families()
                .all()
                .forEach(family -> topology.addSink(
                        RowForwarder.sinkOf(family), names.of(family.topic()), bytes, bytes, WindowsProcessor.NAME));
        topology.addSink(
                WindowsProcessor.PROGRESS_SINK, names.of(Topics.PROGRESS), bytes, bytes, WindowsProcessor.NAME);
        topology.addSink(
                WindowsProcessor.SETTINGS_SINK, names.of(Topics.SETTINGS), bytes, bytes, WindowsProcessor.NAME);
    }

    private final class InputSupplier implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        private final InputPipeline part;

        InputSupplier(InputPipeline part) {
            this.part = part;
        }

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new InputProcessor(part, settings, lookups, logs, listener, clock);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            Set<StoreBuilder<?>> stores = new HashSet<>(storesOf(part));
            stores.add(PreCommitHook.builder(part.beforeCommit()));
            return stores;
        }
    }

    private final class WindowsSupplier implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new WindowsProcessor(settings, lookups, logs, listener, clock);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            Set<StoreBuilder<?>> stores = new HashSet<>(storesOfWindows());
            stores.add(PreCommitHook.builder(WindowsProcessor.BEFORE_COMMIT));
            return stores;
        }
    }

    /** The stores that keep rows. */
    static List<StoreBuilder<? extends HeapStore>> storesOf(InputPipeline part) {
        List<StoreBuilder<? extends HeapStore>> stores = new ArrayList<>(List.of(
                BatchedStore.hashed(part.ledgerStore(), KeyLayout.HASHES, CHANGELOG),
                UnbatchedStore.builder(part.wordsStore(), Set.of(), CHANGELOG),
                UnbatchedStore.builder(part.progressStore(), Set.of(StateRow.KEY), CHANGELOG)));
        if (part.takesLinks()) {
            stores.add(BatchedStore.sorted(part.linksStore(), CHANGELOG));
        }
        return stores;
    }

    /** The stores that keep rows. */
    static List<StoreBuilder<? extends HeapStore>> storesOfWindows() {
        return List.of(
                BatchedStore.hashed(WindowsProcessor.WINDOWS_STORE, KeyLayout.NUMBERS, CHANGELOG),
                UnbatchedStore.builder(WindowsProcessor.UNSENT_STORE, Set.of(), CHANGELOG),
                UnbatchedStore.builder(WindowsProcessor.PROGRESS_STORE, Set.of(StateRow.KEY), CHANGELOG));
    }
}
