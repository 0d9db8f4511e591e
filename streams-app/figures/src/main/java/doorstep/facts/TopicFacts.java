// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.config.AppConfig;
import doorstep.event.Identity;
import doorstep.feed.ClusterLog;
import doorstep.feed.OffsetRange;
import doorstep.feed.RowLog;
import doorstep.wire.Identities;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The facts in ranges of offsets of the input topics. */
public final class TopicFacts implements FactSource {
    private static final int MOST_THREADS = 4;

    private final TopicNames names;
    private final Map<TopicPartition, OffsetRange> ranges;
    private final Supplier<RowLog> logs;
    private final Supplier<FactDecoder> decoders;

    /** @param decoders makes one for each thread */
    public TopicFacts(AppConfig config, Map<TopicPartition, OffsetRange> ranges, Supplier<FactDecoder> decoders) {
        this(config.topics(), ranges, () -> ClusterLog.toReadOnce(config), decoders);
    }

    /** @param logs one for each thread */
    public TopicFacts(
            TopicNames names,
            Map<TopicPartition, OffsetRange> ranges,
            Supplier<RowLog> logs,
            Supplier<FactDecoder> decoders) {
        this.names = names;
        this.ranges = Map.copyOf(ranges);
        this.logs = logs;
        this.decoders = decoders;
    }

    @Override
    public long mostFacts() {
        return ranges.keySet().stream().mapToLong(this::size).sum();
    }

    @Override
    public void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks) {
        readRecords(topics, record -> true, sinks);
    }

    @Override
    public void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks) {
        Map<String, Topic> byName = topics.stream().collect(Collectors.toMap(names::of, topic -> topic));
        readRecords(
                topics, record -> record.key() != null && wanted.test(byName.get(record.topic()), idOf(record)), sinks);
    }

    @Override
    public void readIds(Set<Topic> topics, Consumer<Identity> sink) {
        Predicate<ConsumerRecord<byte[], byte[]>> none = record -> {
            if (record.key() != null) {
                sink.accept(idOf(record));
            }
            return false;
        };
        readRecords(topics, none, () -> fact -> {});
    }

    private static Identity idOf(ConsumerRecord<byte[], byte[]> record) {
        return Identities.of(record.key());
    }

    private void readRecords(
            Set<Topic> topics, Predicate<ConsumerRecord<byte[], byte[]>> wanted, Supplier<Consumer<Fact>> sinks) {
        FactThreads.run(shares(names.of(List.copyOf(topics))).stream()
                .map(share -> (Runnable) () -> read(share, wanted, sinks.get()))
                .toList());
    }

    private void read(
            Map<TopicPartition, OffsetRange> share,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            Consumer<Fact> sink) {
        try (RowLog log = logs.get()) {
            new FactReader(log, decoders.get()).read(share, wanted, (fact, record) -> sink.accept(fact));
        }
    }

    /** The partitions, each by one thread; the largest ones are dealt first. */
    private List<Map<TopicPartition, OffsetRange>> shares(List<String> topics) {
        List<TopicPartition> partitions = ranges.keySet().stream()
                .filter(it -> topics.contains(it.topic()))
                .sorted((a, b) -> Long.compare(size(b), size(a)))
                .toList();
        int threads = Math.min(
                partitions.size(), Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        List<Map<TopicPartition, OffsetRange>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            shares.add(new HashMap<>());
        }
        for (int i = 0; i < partitions.size(); i++) {
            shares.get(i % threads).put(partitions.get(i), ranges.get(partitions.get(i)));
        }
        return shares;
    }

    private long size(TopicPartition partition) {
        return ranges.get(partition).end() - ranges.get(partition).from();
    }
}
