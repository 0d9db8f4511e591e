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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the rows of all results as a dashboard would, committed ones only, counts them, and reports the number of
 * answers in each row of a leaf to {@link LeafArrivals}.
 */
final class RowWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String FACET = "|" + RatingVersion.QUESTION + ":" + RatingVersion.SCALE;
    /** A window that contains all events, of rows without breakdown. */
    private static final String EVER = FACET + "|EVER|";
    /** A window that contains all events, of rows with a breakdown. */
    private static final String LAST_30D = FACET + "|LAST_30D|";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LeafArrivals arrivals;
    private final AvroReader<SatisfactionScore> reader =
            new AvroReader<>(Topics.SATISFACTION_SCORES, new BundledSchemas());
    private final String scores;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "row-watch");
    private volatile Volume withoutBreakdown = Volume.NONE;
    private volatile Volume withBreakdown = Volume.NONE;
    private volatile boolean closed;

    RowWatch(AppConfig config, LeafArrivals arrivals) {
        this.arrivals = arrivals;
        scores = config.topics().of(Topics.SATISFACTION_SCORES);
        consumer = new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : Topics.figures()) {
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
                    take(record, now);
                }
            }
        } catch (RuntimeException | UnreadableException e) {
            failure.set(e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, long now) throws UnreadableException {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        int unitEnd = key.indexOf('|');
        int sliceEnd = key.indexOf('|', unitEnd + 1);
        boolean total = sliceEnd == unitEnd + 1;
        count(record, total);
        if (record.topic().equals(scores)
                && record.value() != null
                && key.startsWith(total ? EVER : LAST_30D, sliceEnd)) {
            int leaf = Units.leafOf(key.substring(0, unitEnd));
            int slice = Slices.numberOf(key.substring(unitEnd + 1, sliceEnd));
            if (leaf >= 0 && slice >= 0) {
                arrivals.onRow(leaf, slice, reader.read(record.value()).getAnswers(), now);
            }
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> record, boolean total) {
        int bytes = record.serializedKeySize() + Math.max(0, record.serializedValueSize());
        if (total) {
            withoutBreakdown = withoutBreakdown.plusRow(bytes);
        } else {
            withBreakdown = withBreakdown.plusRow(bytes);
        }
    }

    /** @throws RunException if rows cannot be read */
    void requireAlive() {
        if (failure.get() != null) {
            throw new RunException("the rows cannot be read: " + failure.get(), failure.get());
        }
    }

    /** The rows without breakdown of all result topics so far. */
    Volume withoutBreakdown() {
        return withoutBreakdown;
    }

    /** The rows with a breakdown of all result topics so far. */
    Volume withBreakdown() {
        return withBreakdown;
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
