// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import doorstep.config.AppConfig;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A registry log in the compacted topic {@code doorstep.schemas}. Several registries may share it: all use the same
 * transactional id, so that the registry that starts to write fences the previous writer. A registry that is not fenced
 * has been the only writer since it started and has seen all entries. Not thread-safe.
 */
final class TopicLog implements RegistryLog {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PATIENCE_MS = (int) PATIENCE.toMillis();

    private final AppConfig config;
    private final TopicPartition partition;
    private final Consumer<String, String> consumer;
    private Optional<Producer<String, String>> producer = Optional.empty();

    TopicLog(AppConfig config) {
        this.config = config;
        partition = new TopicPartition(config.topics().of(Topics.SCHEMAS), 0);
        Map<String, Object> settings = new HashMap<>(config.consumerSettings());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-registry");
        // Nobody waits for news here, and a broker that holds a fetch holds up the question for the end behind it.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @Override
    public void catchUp(BiConsumer<String, String> entries) {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw RegistryFault.store(
                            "reading " + partition.topic() + " takes longer than " + PATIENCE.toSeconds() + " s");
                }
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key() != null && record.value() != null) {
                        entries.accept(record.key(), record.value());
                    }
                }
            }
        } catch (KafkaException e) {
            throw RegistryFault.store(e.getMessage());
        }
    }

    @Override
    public boolean append(String key, String value) {
        try {
            if (producer.isEmpty()) {
                producer = Optional.of(newProducer());
                producer.get().initTransactions();
                return false; // from now on no other registry can write unnoticed
            }
            producer.get().beginTransaction();
            Future<RecordMetadata> sent = producer.get().send(new ProducerRecord<>(partition.topic(), 0, key, value));
            producer.get().commitTransaction(); // fails if the record could not be sent
            assert sent.isDone();
            return true;
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            closeProducer();
            return false;
        } catch (KafkaException e) {
            closeProducer(); // the next catch-up shows whether it was written
            throw RegistryFault.store(e.getMessage());
        }
    }

    private Producer<String, String> newProducer() {
        Map<String, Object> settings = new HashMap<>(config.producerSettings());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.applicationId() + "-registry");
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.applicationId() + "-registry");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS / 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, PATIENCE_MS);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private void closeProducer() {
        producer.ifPresent(it -> it.close(Duration.ZERO));
        producer = Optional.empty();
    }

    @Override
    public void close() {
        closeProducer();
        consumer.close();
    }
}
