// SPDX-License-Identifier: Apache-2.0
package doorstep.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Gets the brokers' time: sends a tombstone to {@code doorstep.progress} under a key of this instance, and takes the
 * append time in the acknowledgement. Thread-safe.
 */
final class BrokerTime implements AutoCloseable {
    /** Time limit for one request. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    /** Timestamp to send. It comes back if the topic keeps producers' timestamps, and is then not a broker's time. */
    private static final long NOT_A_TIME = 0;

    private final Map<String, Object> settings;
    private final String topic;
    private final byte[] key;
    private LongConsumer listener = ms -> {};
    private Producer<byte[], byte[]> producer;

    /**
     * @param topic name of the progress topic
     * @param member name of this instance in its group
     */
    BrokerTime(Map<String, Object> producerSettings, String topic, String member) {
        this.topic = topic;
        settings = new HashMap<>(producerSettings);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false); // duplicates do no harm
        key = ("clock:" + member).getBytes(StandardCharsets.UTF_8);
    }

    /** @param listener gets every time received, milliseconds since the epoch, on a thread of the producer */
    synchronized void tell(LongConsumer listener) {
        this.listener = listener;
    }

    /** @return the brokers' time, milliseconds since the epoch; fails with a {@link KafkaException} */
    Future<Long> ask() {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        ProducerRecord<byte[], byte[]> question = new ProducerRecord<>(topic, null, NOT_A_TIME, key, (byte[]) null);
        Producer<byte[], byte[]> asked;
        LongConsumer hears;
        synchronized (this) {
            if (producer == null) {
                producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            }
            asked = producer;
            hears = listener;
        }
        var unused = asked.send(question, (metadata, fault) -> {
            if (fault != null) {
                answer.completeExceptionally(fault);
            } else if (metadata.timestamp() == NOT_A_TIME) {
                answer.completeExceptionally(
                        new KafkaException(topic + " is not set to LogAppendTime, the broker's clock"));
            } else {
                hears.accept(metadata.timestamp());
                answer.complete(metadata.timestamp());
            }
        });
        return answer;
    }

    /** Uses a new client from now on, because the timers of a client depend on the machine's clock. */
    synchronized void renew() {
        close();
        producer = null;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }
}
