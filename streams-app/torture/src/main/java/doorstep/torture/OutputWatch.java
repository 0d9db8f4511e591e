// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.avro.Progress;
import doorstep.cluster.TopicReader;
import doorstep.config.AppConfig;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.AvroReader;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every output topic from its beginning on a thread of its own, committed records only. Keeps the latest rows and
 * measures how long output is interrupted after a fault.
 */
final class OutputWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TopicNames names;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final AvroReader<Progress> progressReader;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "output-watch");

    // guarded by this
    private final Map<String, Map<String, byte[]>> rows = new HashMap<>();
    private final Map<String, Progress> progress = new TreeMap<>();
    private final Map<String, Integer> rejects = new HashMap<>();
    private final Map<Integer, Long> rebuilt;
    private final Set<String> missing = new HashSet<>();
    private long fault = Long.MAX_VALUE;
    private long faultNanos;
    private Duration first;
    private Duration whole;
    private RuntimeException failure;

    private volatile boolean closed;

    /**
     * How long committed output was interrupted.
     *
     * @param first until the first record that was appended after the fault was read
     * @param whole until every part of the pipeline had reported again
     */
    record Back(Duration first, Duration whole) {}

    /**
     * @param schemas with the ids that rows are written with
     * @param rebuilt first reject offset of the last rebuild, by partition
     */
    OutputWatch(AppConfig config, SchemaRegistry schemas, Map<Integer, Long> rebuilt) {
        names = config.topics();
        this.rebuilt = new HashMap<>(rebuilt);
        progressReader = new AvroReader<>(Topics.PROGRESS, schemas);
        admin = Admin.create(config.adminSettings());
        consumer = new KafkaConsumer<>(
                TopicReader.settings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<Topic> topics = new ArrayList<>(Topics.results());
        topics.forEach(topic -> rows.put(names.of(topic), new HashMap<>()));
        topics.add(Topics.PROGRESS);
        topics.add(Topics.REJECTED);
        for (Topic topic : topics) {
            for (int i = 0; i < topic.partitions(config.partitions()); i++) {
                partitions.add(new TopicPartition(names.of(topic), i));
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
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        boolean progressRow = record.topic().equals(names.of(Topics.PROGRESS));
        if (record.topic().equals(names.of(Topics.REJECTED))) {
            if (record.offset() >= rebuilt.getOrDefault(record.partition(), 0L)) {
                rejects.merge(key, 1, Integer::sum);
            }
        } else if (progressRow) {
            takeProgress(key, record);
        } else if (record.value() == null) {
            rows.get(record.topic()).remove(key);
        } else {
            rows.get(record.topic()).put(key, record.value());
        }
        boolean clockMark = progressRow && record.value() == null; // written before any task starts
        if (record.timestamp() > fault && !clockMark) {
            Duration since = Duration.ofNanos(System.nanoTime() - faultNanos);
            if (first == null) {
                first = since;
            }
            if (progressRow && missing.remove(key) && missing.isEmpty()) {
                whole = since;
                notifyAll();
            }
        }
    }

    private void takeProgress(String key, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            progress.remove(key);
            return;
        }
        try {
            progress.put(key, progressReader.read(record.value()));
        } catch (AvroReader.UnreadableException e) {
            throw new RunException("a row of progress cannot be read: " + key, e);
        }
    }

    /** Call before a rebuild, which rejects all bad records again. Everything sent before must have been read. */
    synchronized void onRebuild() {
        rejects.clear();
        positions.forEach((partition, position) -> {
            if (partition.topic().equals(names.of(Topics.REJECTED))) {
                rebuilt.put(partition.partition(), position);
            }
        });
    }

    /** First reject offset of the last rebuild, by partition. */
    synchronized Map<Integer, Long> rebuilt() {
        return Map.copyOf(rebuilt);
    }

    /** Starts to measure how long output is interrupted. The brokers must use this machine's clock. */
    synchronized void onFault() {
        fault = Instant.now().toEpochMilli();
        faultNanos = System.nanoTime();
        first = null;
        whole = null;
        missing.clear();
        progress.forEach((key, row) -> {
            boolean active = row.getReceived() == null
                    ? row.getDeltaBatchesTaken() != null
                            && !row.getDeltaBatchesTaken().isEmpty()
                    : row.getReceived() > 0;
            if (active) {
                missing.add(key);
            }
        });
    }

    /** Waits for every part to report since the fault; true as soon as all have. */
    synchronized boolean isBack(Duration atMost) {
        throwFailure();
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (whole == null && failure == null && System.nanoTime() < deadline) {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
        throwFailure();
        return whole != null;
    }

    synchronized Back back() {
        return new Back(first, whole);
    }

    /** Parts that have not reported since the fault. */
    synchronized Set<String> missing() {
        return Set.copyOf(missing);
    }

    /** Returns when everything written up to now has been read. Waits for open transactions. */
    void catchUp() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        try {
            var ends = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .all()
                    .get();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> positions.getOrDefault(end.getKey(), 0L)
                            < end.getValue().offset())) {
                synchronized (this) {
                    throwFailure();
                }
                if (System.nanoTime() > deadline) {
                    throw new RunException("the output topics could not be read to their end");
                }
                Pause.millis(20);
            }
        } catch (ExecutionException e) {
            throw new RunException("the ends of the output topics are not known: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw RunException.interrupted(e);
        }
    }

    /** The latest rows of a result topic: key → value. */
    synchronized Map<String, byte[]> rows(Topic topic) {
        return Map.copyOf(rows.get(names.of(topic)));
    }

    synchronized Map<String, Progress> progress() {
        return new TreeMap<>(progress);
    }

    /** Number of times that each reject row was sent, by key. */
    synchronized Map<String, Integer> rejects() {
        return Map.copyOf(rejects);
    }

    private void throwFailure() {
        if (failure != null) {
            throw new RunException("the output topics cannot be read: " + failure, failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        admin.close(Duration.ZERO);
    }
}
