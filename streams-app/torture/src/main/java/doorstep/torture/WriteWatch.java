// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.store.BatchedChangelog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what instances write as soon as it is written, before the transaction commits. Not thread-safe. */
final class WriteWatch implements AutoCloseable {
    /** Internal topics of delta batches, without the application id. */
    static final List<String> DELTA_BATCHES = List.of(
            "-visits-deltas-repartition",
            "-feedback-deltas-repartition",
            "-commitments-deltas-repartition",
            "-visits-links-repartition",
            "-feedback-links-repartition");

    /** Changelogs of batched rows, without the application id. */
    private static final List<String> CHANGELOGS = List.of(
            "-visits-ledger-changelog",
            "-feedback-ledger-changelog",
            "-commitments-ledger-changelog",
            "-links-changelog",
            "-windows-changelog");

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> deltaBatches;
    private final List<TopicPartition> changelogs;
    private long rewrites;

    /** The topics must exist. */
    WriteWatch(AppConfig config) {
        Map<String, Object> settings = new HashMap<>(TopicReader.settings(config));
        settings.put("isolation.level", "read_uncommitted");
        settings.put("auto.offset.reset", "latest");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deltaBatches = partitions(config, DELTA_BATCHES);
        changelogs = partitions(config, CHANGELOGS);
    }

    private static List<TopicPartition> partitions(AppConfig config, List<String> topics) {
        return topics.stream()
                .flatMap(topic -> IntStream.range(0, config.partitions())
                        .mapToObj(i -> new TopicPartition(config.applicationId() + topic, i)))
                .toList();
    }

    /** Waits for the next delta batch, at most for the given time. */
    void awaitDeltaBatch(Duration atMost) {
        await(deltaBatches, record -> true, atMost);
    }

    /** Waits until stale rows of a store are being rewritten, at most for the given time. */
    void awaitRewrite(Duration atMost) {
        if (await(changelogs, record -> BatchedChangelog.begins(record.key(), record.value()), atMost)) {
            rewrites++;
        }
    }

    /** How often a rewrite was awaited and seen. */
    long rewrites() {
        return rewrites;
    }

    private boolean await(
            List<TopicPartition> partitions, Predicate<ConsumerRecord<byte[], byte[]>> awaited, Duration atMost) {
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // fetches the end offsets now, not with the first poll
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (awaited.test(record)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
