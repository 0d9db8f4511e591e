// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.integrity.LogInspector.Committed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds committed records at given offsets of a log, without a consumer group. Thread-safe. */
final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> settings;
    private volatile Consumer<byte[], byte[]> consumer; // created on first use
    private volatile boolean old;

    CommittedRecords(AppConfig config) {
        settings = new HashMap<>(TopicReader.settings(config));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-history");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // At the end of a log a broker holds a fetch request for this long, and the next search would have to wait for
        // it.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    }

    /**
     * The first committed record in a range of offsets.
     *
     * @param from inclusive; if the log begins later, the search begins there
     * @param before exclusive
     * @throws TimeoutException if the brokers do not answer
     */
    synchronized Optional<Committed> first(TopicPartition topicPartition, long from, long before) {
        if (old) {
            close();
            old = false;
        }
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        consumer.assign(List.of(topicPartition));
        consumer.seek(topicPartition, from);
        // At most the last stable offset, where the first open transaction begins.
        long end = Math.min(before, consumer.endOffsets(List.of(topicPartition)).get(topicPartition));
        if (from >= end) {
            return Optional.empty(); // also if the log ends before it: the consumer would restart at the beginning
        }
        long position = from;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() < before ? Optional.of(committed(record)) : Optional.empty();
            }
            long now = consumer.position(topicPartition);
            if (now != position) { // a long stretch of aborted records is progress too
                deadline = System.nanoTime() + PATIENCE.toNanos();
                position = now;
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("no record came from " + topicPartition + ", offset " + position + ", for "
                        + PATIENCE.toSeconds() + " s");
            }
        }
        return Optional.empty();
    }

    /** Uses a new consumer from now on; see {@link ClockWatch}. */
    void renew() {
        old = true;
        Consumer<byte[], byte[]> stuck = consumer;
        if (stuck != null) {
            stuck.wakeup();
        }
    }

    private static Committed committed(ConsumerRecord<byte[], byte[]> record) {
        return new Committed(
                record.offset(), record.leaderEpoch().map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
