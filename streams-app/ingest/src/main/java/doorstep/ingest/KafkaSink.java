// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BATCH_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.LINGER_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.PARTITIONER_CLASS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG;

import doorstep.wire.AvroWriter;
import doorstep.wire.RegistryRefusedException;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events to Kafka: key = id in UTF-8, value = Avro in the schema registry's wire format, partition = murmur2 hash
 * of the key. Counts the acknowledged events. Not thread-safe.
 */
public final class KafkaSink implements EventSink {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Producer<byte[], byte[]> producer;
    private final TopicNames names;
    private final SchemaRegistry registry;
    private final Map<String, AvroWriter<SpecificRecord>> writers = new HashMap<>();
    private final Map<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param clientConfig settings of the producer, at least {@code bootstrap.servers}. Settings that this class relies
     *     on are overridden: {@code acks=all}, idempotence, the default partitioner
     * @param names of the topics
     * @throws ImportException if the configuration is wrong
     */
    public KafkaSink(Map<String, ?> clientConfig, TopicNames names, SchemaRegistry registry) {
        this(producer(clientConfig), names, registry);
    }

    KafkaSink(Producer<byte[], byte[]> producer, TopicNames names, SchemaRegistry registry) {
        this.producer = producer;
        this.names = names;
        this.registry = registry;
    }

    private static Producer<byte[], byte[]> producer(Map<String, ?> clientConfig) {
        try {
            return new KafkaProducer<>(
                    producerConfig(clientConfig), new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ImportException("The Kafka client cannot start: " + cause.getMessage(), e);
        }
    }

    static Map<String, Object> producerConfig(Map<String, ?> clientConfig) {
        Map<String, Object> config = new HashMap<>();
        config.put(COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(LINGER_MS_CONFIG, 20);
        config.put(BATCH_SIZE_CONFIG, 128 * 1024);
        config.putAll(clientConfig);
        config.put(ACKS_CONFIG, "all");
        config.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        // Any other partitioner could split an id over two partitions; the pipeline would refuse the events.
        config.remove(PARTITIONER_CLASS_CONFIG);
        config.put(PARTITIONER_IGNORE_KEYS_CONFIG, false);
        return config;
    }

    @Override
    public void send(Topic topic, SpecificRecord event) {
        throwFailure();
        byte[] key = ((String) event.get(0)).getBytes(StandardCharsets.UTF_8);
        String name = names.of(topic);
        byte[] value = writerOf(topic, name).toBytes(event);
        try {
            var unused = producer.send(new ProducerRecord<>(name, key, value), this::acknowledge);
        } catch (InterruptException e) {
            throw new ImportException("The import was interrupted", e);
        } catch (KafkaException | IllegalStateException e) {
            throw failed(e);
        }
    }

    private AvroWriter<SpecificRecord> writerOf(Topic topic, String name) {
        try {
            return writers.computeIfAbsent(name, it -> new AvroWriter<>(topic, names, registry));
        } catch (RegistryUnavailableException | RegistryRefusedException e) {
            throw new ImportException("The schema of " + name + " cannot be registered: " + e.getMessage(), e);
        }
    }

    private void acknowledge(RecordMetadata stored, Exception problem) {
        if (problem == null) {
            TopicPartition location = new TopicPartition(stored.topic(), stored.partition());
            acknowledged.merge(location, 1L, Long::sum);
            ends.merge(location, stored.offset() + 1, Math::max);
        } else {
            failure.compareAndSet(null, problem);
        }
    }

    @Override
    public Map<TopicPartition, Long> flush() {
        try {
            producer.flush();
        } catch (InterruptException e) {
            throw new ImportException("The import was interrupted", e);
        }
        throwFailure();
        Map<TopicPartition, Long> sorted = new TreeMap<>(BY_NAME);
        sorted.putAll(acknowledged);
        return sorted;
    }

    /** The offset after the last acknowledged event, by partition. */
    public Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    /** Waits for at most ten seconds; call {@link #flush()} first if all events matter. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void throwFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            throw failed(problem);
        }
    }

    private static ImportException failed(Exception problem) {
        String hint = problem instanceof TimeoutException || problem instanceof UnknownTopicOrPartitionException
                ? ". Are the brokers running, and do the topics exist (`doorstep topics verify`)?"
                : ".";
        String message = String.valueOf(problem.getMessage());
        String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return new ImportException(
                "Kafka did not store an event: " + sentence + hint + " Importing the same files again is safe.",
                problem);
    }
}
