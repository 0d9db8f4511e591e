// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.cluster.ClusterException;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.wire.RecordHash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the refused records themselves, at the offsets in rows of the rejects topic. Not thread-safe. */
final class SourceRecords implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    // A seek discards fetched records; across a smaller gap, reading on is cheaper.
    private static final long GAP = 5_000;

    /** Takes each row with its original record. */
    @FunctionalInterface
    interface Sink {
        /** @param sourceRecord empty if it is gone, or if another record is at that offset */
        void accept(Rejected row, Optional<ConsumerRecord<byte[], byte[]>> sourceRecord);
    }

    private final AppConfig config;
    private final Consumer<byte[], byte[]> consumer;

    SourceRecords(AppConfig config) {
        this(
                config,
                new KafkaConsumer<>(
                        TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    SourceRecords(AppConfig config, Consumer<byte[], byte[]> consumer) {
        this.config = config;
        this.consumer = consumer;
    }

    /**
     * Reads each row's record once, in the order given.
     *
     * @param rows in the order of {@link Rejects#BY_OFFSET}
     * @throws ClusterException if the cluster does not answer
     */
    void read(List<Rejected> rows, Sink sink) {
        Map<TopicPartition, List<Rejected>> parts = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> new TopicPartition(row.getTopic(), row.getPartition()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        try {
            parts.forEach((partition, wanted) -> read(partition, wanted, sink));
        } catch (KafkaException e) {
            throw new ClusterException(
                    "cannot read rejected records at " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private void read(TopicPartition partition, List<Rejected> wanted, Sink sink) {
        if (consumer.partitionsFor(partition.topic()).stream()
                .noneMatch(it -> it.partition() == partition.partition())) {
            wanted.forEach(row -> sink.accept(row, Optional.empty()));
            return;
        }
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long position = consumer.beginningOffsets(one).get(partition);
        long end = consumer.endOffsets(one).get(partition);
        consumer.seek(partition, position);
        int next = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (next < wanted.size()) {
            long offset = wanted.get(next).getOffset();
            if (offset < position || offset >= end) {
                sink.accept(wanted.get(next++), Optional.empty());
                continue;
            }
            if (offset > position + GAP) {
                consumer.seek(partition, offset);
                position = offset;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                while (next < wanted.size() && wanted.get(next).getOffset() < record.offset()) {
                    sink.accept(wanted.get(next++), Optional.empty());
                }
                if (next < wanted.size() && wanted.get(next).getOffset() == record.offset()) {
                    sink.accept(wanted.get(next), sameAs(wanted.get(next), record));
                    next++;
                }
            }
            long reached = consumer.position(partition);
            if (reached > position) {
                position = reached;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ClusterException("no record of " + partition + " came for " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** A topic may have been deleted and created again: then another record is at that offset. */
    private static Optional<ConsumerRecord<byte[], byte[]>> sameAs(
            Rejected row, ConsumerRecord<byte[], byte[]> record) {
        return RecordHash.of(record.key(), record.value()).equals(row.getHash())
                ? Optional.of(record)
                : Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
