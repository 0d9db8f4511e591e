// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.SatisfactionScore;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.process.RunException;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the rows of all results as a dashboard would, committed ones only, and reports each leaf's number of answers to
 * {@link Arrivals}.
 */
final class RowWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String EVER = "||" + RatingVersion.QUESTION + ":" + RatingVersion.SCALE + "|EVER|";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Arrivals arrivals;
    private final AvroReader<SatisfactionScore> reader =
            new AvroReader<>(Topics.SATISFACTION_SCORES, new BundledSchemas());
    private final String scores;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "row-watch");
    private volatile boolean closed;

    RowWatch(AppConfig config, Arrivals arrivals) {
        this.arrivals = arrivals;
        scores = config.topics().of(Topics.SATISFACTION_SCORES);
        consumer = new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : Topics.results()) {
            for (int i = 0; i < topic.partitions(config.partitions()); i++) {
                partitions.add(new TopicPartition(config.topics().of(topic), i));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!closed) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    rows.incrementAndGet();
                    take(record, now);
                }
            }
        } catch (RuntimeException | UnreadableException e) {
            failure.set(e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, long now) throws UnreadableException {
        if (!record.topic().equals(scores) || record.value() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (key.endsWith(EVER)) {
            int leaf = Units.leafOf(key.substring(0, key.length() - EVER.length()));
            if (leaf >= 0) {
                arrivals.onRow(leaf, reader.read(record.value()).getAnswers(), now);
            }
        }
    }

    /** Number of rows of all result topics so far. */
    long rows() {
        if (failure.get() != null) {
            throw new RunException("the rows cannot be read: " + failure.get(), failure.get());
        }
        return rows.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }
}
