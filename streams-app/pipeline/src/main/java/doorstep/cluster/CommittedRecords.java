package doorstep.cluster;

import doorstep.app.ClockWatch;
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

/** Looks for committed records at given places of a log, outside of any group. Thread-safe. */
final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> settings;
    private volatile Consumer<byte[], byte[]> consumer; // made when first needed
    private volatile boolean old;

    CommittedRecords(AppConfig config) {
        settings = new HashMap<>(TopicReader.settings(config));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-history");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // At the end of a log a broker keeps a request for so long, and the next look would wait for that.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
    }

    /**
     * The first one of a range of offsets.
     *
     * @param from inclusive; where the log begins later, from there
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
        // At most up to the first transaction that is open.
        long end = Math.min(before, consumer.endOffsets(List.of(topicPartition)).get(topicPartition));
        if (from >= end) {
            return Optional.empty(); // also where the log ends before it: the consumer would begin again at the start
        }
        long position = from;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() < before ? Optional.of(committed(record)) : Optional.empty();
            }
            long now = consumer.position(topicPartition);
            if (now != position) { // a long way through aborted records is a way
                deadline = System.nanoTime() + PATIENCE.toNanos();
                position = now;
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("nothing came from " + topicPartition + ", offset " + position + ", for "
                        + PATIENCE.toSeconds() + " s");
            }
        }
        return Optional.empty();
    }

    /** Looks by a new consumer from now on; see {@link ClockWatch}. */
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
