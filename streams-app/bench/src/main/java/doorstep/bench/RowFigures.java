// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.SatisfactionScore;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.process.RunException;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Figures from the committed rows that a run sent. */
final class RowFigures {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FACET = RatingVersion.QUESTION + ":" + RatingVersion.SCALE;
    /** The year that contains the whole input. */
    private static final String YEAR = "|" + FACET + "|YEAR|2024-01-01";

    private final AppConfig config;
    private final AvroReader<SatisfactionScore> reader =
            new AvroReader<>(Topics.SATISFACTION_SCORES, new BundledSchemas());

    RowFigures(AppConfig config) {
        this.config = config;
    }

    CellFigures hopping(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        CellFigures figures = new CellFigures();
        read(from, to, record -> Hopping.read(record.key(), record.value(), figures));
        return figures;
    }

    CellFigures scores(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        CellFigures figures = new CellFigures();
        read(from, to, record -> take(record, figures));
        return figures;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, CellFigures figures) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.endsWith(YEAR)) {
            return;
        }
        String cell = key.substring(0, key.length() - YEAR.length()); // unit|breakdown=value
        boolean total = cell.endsWith("|");
        if (!total && !cell.startsWith("*|")) {
            return; // broken down, but not at the root
        }
        String name = total ? cell.substring(0, cell.length() - 1) : cell;
        if (record.value() == null) {
            figures.remove(name, CellFigures.EVER);
        } else {
            SatisfactionScore row = row(record);
            figures.put(name, CellFigures.EVER, row.getAnswers(), total ? row.getSum() : 0);
        }
    }

    private SatisfactionScore row(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.read(record.value());
        } catch (UnreadableException e) {
            throw new RunException("a row cannot be read, at offset " + record.offset(), e);
        }
    }

    private interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    private void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Taker taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (to.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                var records = consumer.poll(POLL);
                records.forEach(taker::take);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new RunException("output could not be read to its end: is a transaction still open?");
                }
            }
        }
    }
}
