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
 * Asks the brokers for the time: sends a tombstone to {@code doorstep.progress} under a key of this instance's own; the
 * append time that is acknowledged is the answer. Thread-safe.
 */
final class BrokerTime implements AutoCloseable {
    /** With one question. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    /** Comes back where a topic keeps the time of the sender: not what a broker's clock says. */
    private static final long NOT_A_TIME = 0;

    private final Map<String, Object> settings;
    private final String topic;
    private final byte[] key;
    private LongConsumer listener = ms -> {};
    private Producer<byte[], byte[]> producer;

    /**
     * @param topic of progress
     * @param member name of this instance in its group
     */
    BrokerTime(Map<String, Object> producerSettings, String topic, String member) {
        this.topic = topic;
        settings = new HashMap<>(producerSettings);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false); // twice is as good as once
        key = ("clock:" + member).getBytes(StandardCharsets.UTF_8);
    }

    /** @param listener hears every answer, milliseconds since the epoch, on a thread of the producer */
    synchronized void tell(LongConsumer listener) {
        this.listener = listener;
    }

    /** @return the answer; fails with a {@link KafkaException} */
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
                        new KafkaException(topic + " does not keep the brokers' time of appending"));
            } else {
                hears.accept(metadata.timestamp());
                answer.complete(metadata.timestamp());
            }
        });
        return answer;
    }

    /** Asks by a new client from now on: the timers of one run by the clock of the machine. */
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
