// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.avro.Setting;
import doorstep.engine.EngineListener;
import doorstep.engine.EngineParts;
import doorstep.engine.EngineParts.ProcessorNode;
import doorstep.engine.EngineSettings;
import doorstep.history.Dice;
import doorstep.history.OutputRows;
import doorstep.history.Schemas;
import doorstep.integrity.LogInspector;
import doorstep.model.RawRecord;
import doorstep.settings.PublishedSettings;
import doorstep.simulation.PartitionLog.Transaction;
import doorstep.wire.AvroWriter;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaLookups;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A single-threaded simulation of Kafka and Kafka Streams. It runs the engine's own processors over n partitions in
 * random order, with transactions, crashes, restarts and differing clocks. The same dice give the same run.
 */
final class SimulatedCluster implements LogInspector {
    private static final String SETTINGS = TopicNames.DEFAULT.of(Topics.SETTINGS);
    private static final String WORKLIST = TopicNames.DEFAULT.of(Topics.WORKLIST);
    private static final Duration WIDEST_SKEW = Duration.ofHours(20); // more than 23 h would be refused

    /** A record of an output topic whose transaction may still be open. */
    private record Output(String topic, Record<byte[], byte[]> record, int fromPartition, Transaction transaction) {}

    private final int partitions;
    private final EngineListener listener;
    private final Dice dice;
    private final Map<String, PartitionLog> logs = new HashMap<>();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, SortedMap<String, byte[]>> latest = new TreeMap<>();
    private final Map<String, Map<String, Integer>> writers = new HashMap<>();
    private final Map<String, Transaction> lastChange = new HashMap<>(); // of the worklist, by key
    private final Map<String, Long> skewMs = new HashMap<>();
    private BiConsumer<String, Record<byte[], byte[]>> reader = (topic, row) -> {};
    private byte[] lastAsOf;
    private long clockMs;
    private long sent;
    private long settingsSent;
    private long crashes;
    private boolean registryDown;

    SimulatedCluster(EngineSettings settings, Instant clock, Dice dice) {
        this(settings, clock, dice, EngineListener.NONE);
    }

    SimulatedCluster(EngineSettings settings, Instant clock, Dice dice, EngineListener listener) {
        this.partitions = settings.partitions();
        this.dice = dice;
        this.listener = listener;
        clockMs = clock.toEpochMilli();
        for (ProcessorNode part : parts(settings)) {
            for (int partition = 0; partition < partitions; partition++) {
                List<PartitionLog> inputs = new ArrayList<>();
                for (String topic : part.reads()) {
                    inputs.add(partitionLog(topic, partition));
                }
                String task = part.name() + "/" + partition;
                tasks.add(new SimulatedTask(part, partition, inputs, () -> clockOf(task), this::append, dice));
            }
        }
    }

    private List<ProcessorNode> parts(EngineSettings settings) {
        SchemaLookups lookups = new SchemaLookups(registry(), Runnable::run, Duration.ZERO);
        List<ProcessorNode> parts = new ArrayList<>(EngineParts.inputs(settings, lookups, this, listener));
        parts.add(EngineParts.windows(settings, lookups, this, listener));
        return parts;
    }

    /** Passes every committed record of the result topics on, by topic. */
    void read(BiConsumer<String, Record<byte[], byte[]>> by) {
        reader = by;
    }

    /** The tasks of one part die, and an instance with other settings takes them over. */
    void takeOver(String part, EngineSettings settings) {
        ProcessorNode next = parts(settings).stream()
                .filter(candidate -> candidate.name().equals(part))
                .findFirst()
                .orElseThrow();
        tasks.stream().filter(task -> task.name().startsWith(part + "/")).forEach(task -> task.takenOverBy(next));
    }

    /** All tasks die, and an instance with other settings takes them over. */
    void takeOver(EngineSettings settings) {
        parts(settings).forEach(part -> takeOver(part.name(), settings));
    }

    /** The registry, which may be down. Bundled schemas do not need it. */
    private SchemaRegistry registry() {
        SchemaRegistry schemas = Schemas.registry();
        return new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                return schemas.register(subject, schema);
            }

            @Override
            public Optional<Schema> find(int id) {
                if (registryDown) {
                    throw new RegistryUnavailableException("the registry is down", null);
                }
                return schemas.find(id);
            }
        };
    }

    @Override
    public Log log(String topic, int partition) {
        PartitionLog log = logs.get(topic + "-" + partition);
        return log == null // a changelog
                ? new Log("id of " + topic, 0, 0)
                : new Log("id of " + topic, log.start(), log.endOffset());
    }

    @Override
    public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
        return partitionLog(topic, partition)
                .next(from)
                .filter(entry -> entry.offset() < before)
                .map(entry -> new Committed(entry.offset(), OptionalInt.of(PartitionLog.EPOCH)));
    }

    @Override
    public OptionalLong committed(String topic, int partition) {
        long offset = partitionLog(topic, partition).committed();
        return offset == 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public PublishedSettings settings() {
        Map<String, String> settings = new TreeMap<>();
        latest(SETTINGS)
                .forEach((name, value) -> settings.put(
                        name, (String) OutputRows.fields(SETTINGS, value).get("value")));
        return PublishedSettings.ofRows(settings);
    }

    /** Publishes settings as an earlier process would have. */
    void publish(PublishedSettings settings) {
        AvroWriter<Setting> writer = new AvroWriter<>(Topics.SETTINGS, TopicNames.DEFAULT, Schemas.registry());
        SortedMap<String, byte[]> rows = latest.computeIfAbsent(SETTINGS, topic -> new TreeMap<>());
        settings.rows().forEach((name, value) -> rows.put(name, writer.toBytes(new Setting(name, value))));
    }

    private long clockOf(String task) {
        return clockMs - skewMs.getOrDefault(task, 0L);
    }

    private PartitionLog partitionLog(String topic, int partition) {
        return logs.computeIfAbsent(topic + "-" + partition, name -> new PartitionLog(topic, partition));
    }

    /** Appends a record like a producer. */
    void append(RawRecord record) {
        partitionLog(record.topic(), record.partition())
                .append(
                        record.offset(),
                        record.key(),
                        record.value(),
                        record.appendedAt().toEpochMilli());
    }

    long endOffset(String topic, int partition) {
        return partitionLog(topic, partition).endOffset();
    }

    private void append(String topic, Record<byte[], byte[]> record, int from, Transaction transaction) {
        if (EngineParts.isDeltaBatch(topic)) {
            int target = EngineParts.target(topic, record.key(), record.value(), partitions);
            partitionLog(topic, target).append(record.key(), record.value(), record.headers(), clockMs, transaction);
        } else {
            outputs.add(new Output(topic, record, from, transaction));
        }
    }

    /** One random action: mostly work, now and then a fault. */
    void act() {
        SimulatedTask task = dice.of(tasks);
        int what = dice.below(1000);
        if (what < 700) {
            process(task);
        } else if (what < 840) {
            task.punctuateOne();
        } else if (what < 950) {
            task.commit();
        } else if (what < 975) {
            task.crash();
            crashes++;
        } else if (what < 985) {
            task.restart();
        } else if (what < 992) {
            task.loseOffsets();
        } else if (what < 994) {
            crashAll();
        } else if (what < 996) {
            purge();
        } else if (what < 998) {
            registryDown = !registryDown;
        } else {
            setSkew(task, dice.percent(50) ? 0 : dice.below(WIDEST_SKEW.toMillis()));
        }
    }

    private void process(SimulatedTask task) {
        try {
            task.processNext();
        } catch (RegistryUnavailableException e) {
            task.crash(); // and tries again
            crashes++;
        }
    }

    private void purge() {
        logs.values().stream()
                .filter(log -> EngineParts.isDeltaBatch(log.topic()))
                .forEach(PartitionLog::purge);
    }

    private void setSkew(SimulatedTask task, long behindMs) {
        skewMs.put(task.name(), behindMs);
    }

    /** The clocks of the windows are slow from the start. Call it before anything is committed. */
    void slowDownWindows(Duration behind) {
        tasks.stream().filter(task -> task.name().startsWith("windows")).forEach(task -> {
            setSkew(task, behind.toMillis());
            task.crash(); // as-of never goes back, so they must not have seen a later one
        });
    }

    /** A record between the inputs and the windows is lost. */
    void loseOneDeltaBatch() {
        List<PartitionLog> deltaBatches = logs.values().stream()
                .filter(log -> EngineParts.isDeltaBatch(log.topic()))
                .filter(log -> log.next(log.committed())
                        .flatMap(first -> log.next(first.offset() + 1))
                        .isPresent())
                .toList();
        PartitionLog unlucky = dice.of(deltaBatches);
        unlucky.remove(unlucky.next(unlucky.committed()).orElseThrow().offset());
    }

    /** The first task that has the store. */
    SimulatedTask keeperOf(String store) {
        return tasks.stream().filter(task -> task.keeps(store)).findFirst().orElseThrow();
    }

    /** Reads all input and sends it as delta batches, without running the windows. */
    void runInputs() {
        for (SimulatedTask task : tasks) {
            if (!task.name().startsWith("windows")) {
                while (task.processNext()) {
                    if (dice.percent(20)) {
                        task.commit();
                    }
                }
                task.commit();
            }
        }
    }

    void crashAll() {
        tasks.forEach(SimulatedTask::crash);
        crashes += tasks.size();
    }

    /** Slow clocks move too. */
    void setClock(Instant clock) {
        clockMs = clock.toEpochMilli();
    }

    void loseOffsets() {
        tasks.forEach(SimulatedTask::loseOffsets);
    }

    /** Sets every clock right, brings the registry back, and runs until nothing changes any longer. */
    void drain() {
        skewMs.clear();
        registryDown = false;
        run();
    }

    /** Like {@link #drain}, with the clocks as they are. */
    void run() {
        tasks.forEach(SimulatedTask::commit); // records after an open transaction are not readable
        boolean moved = true;
        while (moved) {
            moved = false;
            List<SimulatedTask> turns = new ArrayList<>(tasks);
            Collections.shuffle(turns, dice.random());
            for (SimulatedTask task : turns) {
                while (task.processNext()) {
                    moved = true;
                }
                int before = outputs.size();
                task.punctuateAll();
                moved |= outputs.size() > before;
                task.commit();
            }
            settle();
        }
    }

    /** Time passes without input: only the windows run. */
    void rest() {
        for (SimulatedTask task : tasks) {
            if (task.name().startsWith("windows")) {
                task.punctuateAll();
                task.commit();
            }
        }
        settle();
    }

    /** The rows of a store over all partitions, for comparison byte for byte. */
    List<String> contents(String store) {
        return tasks.stream()
                .flatMap(task -> task.contents(store).stream().map(entry -> task.name() + " " + entry))
                .toList();
    }

    private void settle() {
        for (Iterator<Output> each = outputs.iterator(); each.hasNext(); ) {
            Output output = each.next();
            if (output.transaction().isOpen()) {
                continue;
            }
            each.remove();
            if (output.transaction().isCommitted()) {
                publish(output);
            }
        }
    }

    private void publish(Output output) {
        String key = new String(output.record().key(), StandardCharsets.UTF_8);
        SortedMap<String, byte[]> rows = latest.computeIfAbsent(output.topic(), topic -> new TreeMap<>());
        if (output.topic().equals(SETTINGS)) {
            settingsSent++;
        }
        if (output.topic().equals("doorstep.rejected") && rows.containsKey(key)) {
            throw new AssertionError("rejected twice: " + key);
        }
        if (isResult(output.topic())) {
            sent++;
            requireOneWriter(output, key);
            if (output.topic().equals(WORKLIST)) {
                requireChange(output, key, rows.get(key));
            } else {
                requireAsOf(output.record().headers().lastHeader("as-of"), key);
            }
            if (output.record().value() == null && !rows.containsKey(key)) {
                throw new AssertionError("a tombstone for a row that was never sent: " + key);
            }
            reader.accept(output.topic(), output.record());
        }
        if (output.record().value() == null) {
            rows.remove(key);
        } else {
            rows.put(key, output.record().value());
        }
    }

    private void requireOneWriter(Output output, String key) {
        Integer before = writers.computeIfAbsent(output.topic(), topic -> new HashMap<>())
                .put(key, output.fromPartition());
        if (before != null && before != output.fromPartition()) {
            throw new AssertionError(
                    "the row " + key + " comes from windows/" + before + " and from windows/" + output.fromPartition());
        }
    }

    /** A row of the worklist is sent once in a commit, without as-of, and only if it is another one. */
    private void requireChange(Output output, String key, byte[] before) {
        boolean again = lastChange.put(key, output.transaction()) == output.transaction();
        if (again
                || Arrays.equals(before, output.record().value())
                || output.record().headers().lastHeader("as-of") != null) {
            throw new AssertionError("the row " + key + " of the worklist was sent " + (again ? "twice" : "again"));
        }
    }

    private void requireAsOf(Header header, String key) {
        if (header == null) {
            throw new AssertionError("no as-of on the row " + key);
        }
        if (Arrays.equals(header.value(), lastAsOf)) {
            return; // parsing is slow
        }
        Instant asOf = Instant.parse(new String(header.value(), StandardCharsets.UTF_8));
        if (asOf.toEpochMilli() > clockMs) {
            throw new AssertionError("the row " + key + " is as of " + asOf + ", which has not come yet");
        }
        lastAsOf = header.value();
    }

    private static boolean isResult(String topic) {
        return !topic.equals("doorstep.rejected") && !topic.equals("doorstep.progress") && !topic.equals(SETTINGS);
    }

    /** Latest value by key. */
    SortedMap<String, byte[]> latest(String topic) {
        settle();
        return latest.getOrDefault(topic, Collections.emptySortedMap());
    }

    /** Latest value by key of every result topic that has rows. */
    SortedMap<String, SortedMap<String, ByteBuffer>> results() {
        settle();
        SortedMap<String, SortedMap<String, ByteBuffer>> results = new TreeMap<>();
        latest.forEach((topic, rows) -> {
            if (isResult(topic) && !rows.isEmpty()) {
                SortedMap<String, ByteBuffer> copies = new TreeMap<>();
                rows.forEach((key, value) -> copies.put(key, ByteBuffer.wrap(value)));
                results.put(topic, copies);
            }
        });
        return results;
    }

    /** Number of rows and tombstones sent so far. */
    long sent() {
        settle();
        return sent;
    }

    /** Number of settings rows and tombstones sent so far. */
    long settingsSent() {
        settle();
        return settingsSent;
    }

    long crashes() {
        return crashes;
    }
}
