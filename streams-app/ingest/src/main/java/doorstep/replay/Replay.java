// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends refused records to their input topic again, repaired, or unchanged if the cause is gone. Id and revision stay
 * the same, so a second replay, or one of a record that was accepted in another way, counts nothing twice: the ledger
 * decides by revision and content.
 */
public final class Replay {
    private final AppConfig config;
    private final SchemaRegistry registry;
    private final Fixes fixes;
    private final Clock clock;

    public Replay(AppConfig config, SchemaRegistry registry, Fixes fixes, Clock clock) {
        this.config = config;
        this.registry = registry;
        this.fixes = fixes;
        this.clock = clock;
    }

    /** The report of what {@link #send} would do now. */
    public ReplayReport plan(List<Rejected> rows) {
        return new Run(record -> {}).over(rows);
    }

    /** @throws ClusterException if the brokers do not store the records; repeating is safe */
    public ReplayReport send(List<Rejected> rows) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            ReplayReport report = new Run(record -> {
                        throwIfAny(failure);
                        var unused = producer.send(record, (stored, problem) -> failure.compareAndSet(null, problem));
                    })
                    .over(rows);
            producer.flush();
            throwIfAny(failure);
            return report;
        } catch (KafkaException e) {
            throw notStored(e);
        }
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>(config.producerSettings());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }

    private static void throwIfAny(AtomicReference<Exception> failure) {
        if (failure.get() != null) {
            throw notStored(failure.get());
        }
    }

    private static ClusterException notStored(Exception e) {
        return new ClusterException(
                "the brokers did not store a record: " + e.getMessage() + "; replaying again is safe", e);
    }

    /** One pass over the original records. */
    private final class Run {
        private final Consumer<ProducerRecord<byte[], byte[]>> sink;
        private final DecodeLimits limits =
                new DecodeLimits(config.eventsEarliest().toEpochMilli(), config.partitions());
        private final TopicNames names = config.topics();
        private final Map<String, RecordRepairer> repairers = new HashMap<>();
        private final SortedMap<Cause, Long> refused = new TreeMap<>();
        private final SortedMap<String, Long> fixed = new TreeMap<>();
        private long gone;
        private long ready;
        private long deletions;

        Run(Consumer<ProducerRecord<byte[], byte[]>> sink) {
            this.sink = sink;
        }

        ReplayReport over(List<Rejected> rows) {
            fixes.all().forEach(fix -> fixed.put(fix.text(), 0L));
            try (SourceRecords sourceRecords = new SourceRecords(config)) {
                sourceRecords.read(rows, this::accept);
            }
            return new ReplayReport(rows.size(), gone, ready, deletions, refused, fixed);
        }

        private void accept(Rejected row, Optional<ConsumerRecord<byte[], byte[]>> sourceRecord) {
            if (sourceRecord.isEmpty()) {
                gone++;
                return;
            }
            ConsumerRecord<byte[], byte[]> record = sourceRecord.get();
            Repaired repaired = repairers
                    .computeIfAbsent(
                            row.getTopic(),
                            name -> new RecordRepairer(InputNames.named(name, names), names, registry, limits, fixes))
                    .repair(record.key(), record.value(), clock.millis());
            if (repaired instanceof Repaired.Ready it) {
                ready++;
                deletions += it.value() == null ? 1 : 0;
                it.fixes().forEach(fix -> fixed.merge(fix.text(), 1L, Long::sum));
                sink.accept(
                        new ProducerRecord<>(row.getTopic(), it.partition(), it.key(), it.value(), record.headers()));
            } else if (repaired instanceof Repaired.Refused it) {
                refused.merge(Cause.of(row.getTopic(), it.verdict()), 1L, Long::sum);
            } else {
                throw new AssertionError(repaired);
            }
        }
    }
}
