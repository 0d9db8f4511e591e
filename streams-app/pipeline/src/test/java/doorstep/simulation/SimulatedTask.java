// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.engine.EngineParts;
import doorstep.engine.EngineParts.ProcessorNode;
import doorstep.history.Dice;
import doorstep.simulation.PartitionLog.Entry;
import doorstep.simulation.PartitionLog.Transaction;
import doorstep.streams.PollBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** One task under exactly-once: what it reads, stores and writes takes effect in one commit, or not at all. */
final class SimulatedTask {
    /** Receives the records that the task writes. */
    interface Broker {
        void append(String topic, Record<byte[], byte[]> record, int fromPartition, Transaction transaction);
    }

    private record Metadata(String topic, int partition, long offset) implements RecordMetadata {}

    private static final int MAX_POLL = 4;

    private ProcessorNode part;
    private final int partition;
    private final List<PartitionLog> inputs;
    private final Map<String, KeyValueStore<Bytes, byte[]>> stores = new TreeMap<>();
    private final Map<String, SimulatedChangelog> changelogs = new TreeMap<>();
    private final Map<String, StateStore> beforeCommit = new TreeMap<>();
    private final LongSupplier clockMs;
    private final Broker broker;
    private final Dice dice;

    private long[] positions;
    private List<Deque<ConsumerRecord<byte[], byte[]>>>
            waiting; // by input: packs of polled records that are not processed yet
    private Transaction transaction = new Transaction();
    private SimulatedContext<byte[], byte[]> context;
    private Processor<byte[], byte[], byte[], byte[]> processor;

    SimulatedTask(
            ProcessorNode part,
            int partition,
            List<PartitionLog> inputs,
            LongSupplier clockMs,
            Broker broker,
            Dice dice) {
        this.part = part;
        this.partition = partition;
        this.inputs = inputs;
        this.clockMs = clockMs;
        this.broker = broker;
        this.dice = dice;
        part.stores().get().forEach(store -> {
            stores.put(store.name(), store);
            changelogs.put(store.name(), new SimulatedChangelog());
        });
        part.beforeCommit().forEach(name -> beforeCommit.put(name, EngineParts.beforeCommit(name)));
        seek();
        start();
    }

    String name() {
        return part.name() + "/" + partition;
    }

    /** The rows of a store, byte for byte, in the order of its keys. */
    List<String> contents(String store) {
        List<String> contents = new ArrayList<>();
        if (stores.containsKey(store)) {
            stores.get(store)
                    .all()
                    .forEachRemaining(row -> contents.add(HexFormat.of().formatHex(row.key.get()) + " "
                            + HexFormat.of().formatHex(row.value)));
        }
        return contents;
    }

    boolean keeps(String store) {
        return stores.containsKey(store);
    }

    private void seek() {
        positions = inputs.stream().mapToLong(PartitionLog::committed).toArray();
        waiting = inputs.stream()
                .<Deque<ConsumerRecord<byte[], byte[]>>>map(input -> new ArrayDeque<>())
                .toList();
    }

    /** Stores are new objects, or the same ones as in a revived task; either way they are restored. */
    private void start() {
        TaskId task = new TaskId(0, partition);
        if (dice.percent(50)) {
            part.stores().get().forEach(store -> stores.put(store.name(), store));
        }
        StateStoreContext storeContext = SimulatedStoreContext.of(task, changelogs, clockMs, () -> {});
        stores.values().forEach(store -> store.init(storeContext, store));
        Map<String, StateStore> all = new TreeMap<>(stores);
        all.putAll(beforeCommit);
        context = new SimulatedContext<>(task, all, clockMs, (child, record) -> {
            String topic = part.sinks().get(child);
            if (topic == null) {
                throw new AssertionError(name() + " forwards to " + child);
            }
            broker.append(topic, record, partition, transaction);
        });
        processor = part.processor().get();
        processor.init(context);
    }

    /** @return false if there is nothing to read */
    boolean processNext() {
        int first = dice.below(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            int which = (first + i) % inputs.size();
            poll(which);
            if (!waiting.get(which).isEmpty()) {
                process(waiting.get(which).remove());
                if (dice.percent(50)) {
                    poll(which);
                }
                return true;
            }
        }
        return false;
    }

    private void poll(int which) {
        if (!waiting.get(which).isEmpty()) {
            return;
        }
        PartitionLog log = inputs.get(which);
        int most = 1 + dice.below(MAX_POLL);
        List<ConsumerRecord<byte[], byte[]>> pollBatch = new ArrayList<>();
        Optional<Entry> next;
        while (pollBatch.size() < most && (next = log.next(positions[which])).isPresent()) {
            pollBatch.add(next.get().of(log.topic(), log.partition()));
            positions[which] = next.get().offset() + 1;
        }
        if (dice.percent(50)) { // a poll may move over records that are not visible, and may return nothing else
            positions[which] = log.pastInvisible(positions[which]);
        }
        if (!pollBatch.isEmpty()) {
            waiting.get(which).addAll(PollBatch.split(pollBatch, 1 + dice.below(MAX_POLL), Integer.MAX_VALUE));
        }
    }

    private void process(ConsumerRecord<byte[], byte[]> record) {
        context.setMetadata(Optional.of(new Metadata(record.topic(), record.partition(), record.offset())));
        processor.process(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
        context.setMetadata(Optional.empty());
    }

    void punctuateOne() {
        List<Punctuator> punctuators = context.punctuators();
        punctuate(punctuators.get(dice.below(punctuators.size())));
    }

    void punctuateAll() {
        List.copyOf(context.punctuators()).forEach(this::punctuate);
    }

    private void punctuate(Punctuator punctuator) {
        punctuator.punctuate(clockMs.getAsLong());
    }

    /** Commits like Kafka Streams: the offset of the first waiting pack, otherwise the position after the last poll. */
    void commit() {
        flush();
        transaction.commit();
        changelogs.values().forEach(SimulatedChangelog::commit);
        if (dice.percent(5)) {
            changelogs.values().forEach(changelog -> changelog.compact(dice.random(), dice.percent(50)));
        }
        for (int i = 0; i < positions.length; i++) {
            ConsumerRecord<byte[], byte[]> next = waiting.get(i).peek();
            inputs.get(i).commit(next != null ? next.offset() : positions[i]);
        }
        transaction = new Transaction();
    }

    private void flush() {
        List<StateStore> caches = new ArrayList<>(stores.values());
        caches.addAll(beforeCommit.values());
        Collections.shuffle(caches, dice.random());
        caches.forEach(EngineParts::flush);
    }

    /** The process dies, possibly during a commit: everything uncommitted is lost. */
    void crash() {
        if (dice.percent(50)) {
            flush();
        }
        transaction.abort();
        changelogs.values().forEach(SimulatedChangelog::abort);
        stores.values().forEach(StateStore::close);
        transaction = new Transaction();
        seek();
        start();
    }

    /** Commits a row that did not come from an event. */
    void forgeRow(String store, Bytes key, byte[] value) {
        stores.get(store).put(key, value);
        commit();
    }

    /** The brokers lose the last record of a changelog, and the process dies. */
    void loseTail(String store) {
        changelogs.get(store).loseTail(1);
        crash();
    }

    /** The process dies, and another one takes over, with another configuration or JDK. */
    void takenOverBy(ProcessorNode next) {
        part = next;
        crash();
    }

    /** An orderly restart: commit, close, start again. */
    void restart() {
        commit();
        processor.close();
        stores.values().forEach(StateStore::close);
        seek();
        start();
    }

    /** The group's offsets are lost and everything is read again, with the state as it is. */
    void loseOffsets() {
        inputs.forEach(log -> log.commit(0));
        crash();
    }
}
