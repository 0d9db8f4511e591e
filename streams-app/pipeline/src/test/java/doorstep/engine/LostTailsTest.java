// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.history.Seeds;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.InternalPositions;
import doorstep.integrity.LastBatch;
import doorstep.integrity.LogInspector;
import doorstep.integrity.ReadPosition;
import doorstep.integrity.RefusedException;
import doorstep.integrity.SequenceNumbers;
import doorstep.settings.PublishedSettings;
import doorstep.simulation.SimulatedChangelog;
import doorstep.simulation.SimulatedContext;
import doorstep.simulation.SimulatedStoreContext;
import doorstep.streams.BatchedStore;
import doorstep.streams.HeapStore;
import doorstep.streams.UnbatchedStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a sender and a receiver whose logs lose records, with the production stores. Their changelogs,
 * the topic between them and the group's offsets each lose their tails independently, while the tasks run or as they
 * stop, with the cleaner at work during restores. Either the figures are right in the end, or the loss is noticed.
 */
class LostTailsTest {
    private static final int USUAL = 3_000;
    private static final int KEYS = 6;
    private static final int CELLS = 4;
    private static final String TOPIC = "delta batches";
    private static final byte[] FILLER = new byte[3_000]; // so that segments become stale

    private enum End {
        RIGHT,
        WRONG,
        REFUSED,
        SENDER_AHEAD // unhealthy: everything is read, but the sender has counted more than the receiver
    }

    @Test
    void shouldNoticeEveryLossThatMatters() {
        Map<End, Integer> ends = new TreeMap<>();
        Seeds.of(USUAL).forEach(seed -> {
            End end = new World(seed, true).run();
            assertThat(end).as(Seeds.again(seed)).isNotEqualTo(End.WRONG);
            ends.merge(end, 1, Integer::sum);
        });
        if (Long.getLong("doorstep.seed") == null) {
            assertThat(ends).containsOnlyKeys(End.RIGHT, End.REFUSED, End.SENDER_AHEAD);
        }
    }

    @Test
    void shouldRefuseNothingWhereNothingWasLost() {
        Seeds.of(USUAL).forEach(seed -> {
            World world = new World(seed, false);
            assertThat(world.run()).as(Seeds.again(seed) + " " + world.refusal).isEqualTo(End.RIGHT);
        });
    }

    /** The state of one of the two tasks, and how it starts. */
    private abstract static class Task {
        final Random dice;
        final List<StoreBuilder<? extends HeapStore>> builders;
        final Map<String, SimulatedChangelog> changelogs = new TreeMap<>();
        Map<String, StateStore> stores;
        StateRow stateRow;

        Task(Random dice, List<StoreBuilder<? extends HeapStore>> builders) {
            this.dice = dice;
            this.builders = builders;
            builders.forEach(builder -> changelogs.put(builder.name(), new SimulatedChangelog()));
        }

        void start() {
            changelogs.values().forEach(SimulatedChangelog::abort);
            stores = new TreeMap<>();
            TaskId task = new TaskId(0, 0);
            builders.forEach(builder -> {
                HeapStore store = builder.build();
                SimulatedChangelog changelog = changelogs.get(builder.name());
                Runnable cleaner = () -> {
                    if (dice.nextInt(20) == 0) {
                        changelog.compact(dice, false);
                    }
                };
                store.init(SimulatedStoreContext.of(task, changelogs, () -> 0, cleaner), store);
                stores.put(builder.name(), store);
            });
            stateRow = new StateRow(
                    new SimulatedContext<>(task, stores, () -> 0, (child, record) -> {}),
                    getClass().getSimpleName(),
                    "progress",
                    List.copyOf(stores.keySet()));
            begin(stateRow.read().map(ByteReader::new).orElse(null));
        }

        /** @param state null if there is none */
        abstract void begin(ByteReader state);

        HeapStore store(String name) {
            return (HeapStore) stores.get(name);
        }

        void keep(byte[] state) {
            stateRow.keep(state);
            changelogs.values().forEach(SimulatedChangelog::commit);
        }

        long number(HeapStore store, Bytes key) {
            byte[] row = store.get(key);
            return row == null ? 0 : new ByteReader(row).readZigzag();
        }

        void put(HeapStore store, Bytes key, long number) {
            store.put(
                    key,
                    new ByteWriter(4_000).writeZigzag(number).writeBytes(FILLER).toBytes());
        }
    }

    private record Event(int key, long value) {}

    /** A record of the topic, with the {@code epoch} of the leader that appended it. */
    private record Sent(byte[] batch, int epoch) {}

    private static Bytes key(String prefix, int number) {
        return Bytes.wrap((prefix + number).getBytes(StandardCharsets.UTF_8));
    }

    private static final class World {
        private final Random dice;
        private final boolean lossy;
        private final List<Event> input = new ArrayList<>();
        private final List<Sent> topic = new ArrayList<>();
        private final List<Integer> readOfInput =
                new ArrayList<>(List.of(0)); // committed offsets of the group; the last one is valid
        private final List<Integer> readOfTopic = new ArrayList<>(List.of(0));
        private final Sender sender;
        private final Receiver receiver;
        private int epoch;
        private String refusal = "";

        World(long seed, boolean lossy) {
            dice = new Random(seed);
            this.lossy = lossy;
            for (int i = 20 + dice.nextInt(40); i > 0; i--) {
                input.add(new Event(dice.nextInt(KEYS), dice.nextInt(100)));
            }
            sender = new Sender();
            receiver = new Receiver();
        }

        End run() {
            try {
                sender.start();
                receiver.start();
                int lossesLeft = lossy ? 1 + dice.nextInt(2) : 0;
                int steps = 20 + dice.nextInt(120);
                for (int step = 0; step < steps; step++) {
                    act();
                    if (lossesLeft > 0 && dice.nextInt(steps / 2) == 0) {
                        lossesLeft--;
                        loseSomething();
                    }
                }
                restart();
                sender.drain();
                if (lossesLeft > 0) {
                    loseSomething(); // everything was sent, and no further record would reveal a gap
                    sender.drain();
                }
                receiver.drain();
                restart();
                sender.drain(); // what was lost together with its delta batch is sent again
                receiver.drain();
            } catch (RefusedException e) {
                refusal = e.getMessage();
                return End.REFUSED;
            }
            return receiver.sum() != recount()
                    ? sender.last[0].number() > receiver.lastNumber() ? End.SENDER_AHEAD : End.WRONG
                    : End.RIGHT;
        }

        private long recount() {
            Map<Integer, Long> last = new HashMap<>();
            input.forEach(event -> last.put(event.key(), event.value()));
            return last.values().stream().mapToLong(Long::longValue).sum();
        }

        private void act() {
            int what = dice.nextInt(100);
            if (what < 40) {
                sender.process();
            } else if (what < 65) {
                sender.commit();
            } else if (what < 85) {
                receiver.read();
            } else if (what < 90) {
                sender.start();
            } else if (what < 95) {
                receiver.start();
            } else {
                Task task = dice.nextBoolean() ? sender : receiver;
                task.changelogs.values().forEach(changelog -> changelog.compact(dice, dice.nextBoolean()));
            }
        }

        private void restart() {
            sender.start();
            receiver.start();
        }

        /** Removes the last transactions or records of some logs. The tasks then continue or are restored. */
        private void loseSomething() {
            List<SimulatedChangelog> changelogs = new ArrayList<>(sender.changelogs.values());
            changelogs.addAll(receiver.changelogs.values());
            int share = 1 + dice.nextInt(100); // percent of all logs
            changelogs.stream()
                    .filter(changelog -> dice.nextInt(100) < share)
                    .forEach(changelog -> changelog.loseTail(1 + dice.nextInt(6)));
            if (dice.nextInt(100) < share) {
                int left = Math.max(0, topic.size() - 1 - dice.nextInt(3));
                topic.subList(left, topic.size()).clear();
                epoch++;
            }
            loseOffsets(readOfInput, share);
            loseOffsets(readOfTopic, share);
            if (dice.nextInt(100) < share / 4) {
                readOfTopic.add(topic.size()); // as if an operator had moved it forward
                receiver.start();
            }
            if (dice.nextBoolean()) {
                restart();
            }
        }

        private void loseOffsets(List<Integer> offsets, int share) {
            if (dice.nextInt(100) < share) {
                int left = Math.max(1, offsets.size() - 1 - dice.nextInt(2));
                offsets.subList(left, offsets.size()).clear();
            }
        }

        private static int last(List<Integer> offsets) {
            return offsets.get(offsets.size() - 1);
        }

        /** What the brokers answer about the topic. */
        private final class TopicHistory implements LogInspector {
            @Override
            public Log log(String name, int partition) {
                return new Log("id of " + name, 0, topic.size());
            }

            @Override
            public OptionalLong committed(String name, int partition) {
                return OptionalLong.of(last(readOfTopic));
            }

            @Override
            public Optional<Committed> firstCommitted(String name, int partition, long from, long before) {
                return from < Math.min(before, topic.size())
                        ? Optional.of(new Committed(
                                from, OptionalInt.of(topic.get((int) from).epoch())))
                        : Optional.empty();
            }

            @Override
            public PublishedSettings settings() {
                throw new AssertionError("asked by nobody here");
            }
        }

        /** Keeps the last value of each key, as a ledger does, and sends the differences. */
        private final class Sender extends Task {
            private LastBatch[] last;
            private BatchSequencer sent;
            private int next; // next event to be counted
            private int position; // position in the input
            private long pending;

            Sender() {
                super(
                        World.this.dice,
                        List.of(
                                BatchedStore.sorted("ledger", Map.of()),
                                UnbatchedStore.builder("words", Set.of(), Map.of()),
                                UnbatchedStore.builder("progress", Set.of(StateRow.KEY), Map.of())));
            }

            @Override
            void begin(ByteReader state) {
                next = state == null ? 0 : state.readInt();
                last = new LastBatch[] {state == null ? LastBatch.NONE : LastBatch.readFrom(state)};
                sent = new BatchSequencer("sender", last, 1, 0);
                position = last(readOfInput);
                pending = 0;
                if (position > next) {
                    throw new RefusedException("HISTORY_MISSING: the second look of the input");
                }
            }

            void process() {
                for (int i = dice.nextInt(4); i > 0 && position < input.size(); i--) {
                    Event event = input.get(position);
                    if (position++ < next) {
                        continue;
                    }
                    HeapStore ledger = store("ledger");
                    pending += event.value() - number(ledger, key("", event.key()));
                    put(ledger, key("", event.key()), event.value());
                    if (event.value() % 5 == 0 && store("words").get(key("w", (int) event.value())) == null) {
                        put(store("words"), key("w", (int) event.value()), event.value());
                    }
                    next = position;
                }
            }

            void commit() {
                List<byte[]> batches = new ArrayList<>();
                if (pending != 0) {
                    batches.add(sent.next(0, header -> {
                        ByteWriter out = new ByteWriter();
                        header.writeTo(out);
                        return out.writeByte(dice.nextInt(CELLS))
                                .writeZigzag(pending)
                                .toBytes();
                    }));
                    pending = 0;
                }
                if (dice.nextInt(2) == 0) {
                    store("ledger").send(); // Kafka Streams has already flushed the cache
                }
                ByteWriter state = new ByteWriter().writeVarint(next);
                last[0].writeTo(state);
                if (dice.nextInt(10) == 0) {
                    start(); // the transaction aborts
                    return;
                }
                keep(state.toBytes());
                batches.forEach(batch -> topic.add(new Sent(batch, epoch)));
                readOfInput.add(position);
            }

            void drain() {
                while (position < input.size()) {
                    process();
                    commit();
                }
                while (pending != 0) {
                    commit();
                }
            }
        }

        /** Adds up what was sent, in some cell. */
        private final class Receiver extends Task {
            private SequenceNumbers taken;
            private InternalPositions positions;
            private int position;
            private int positionEpoch; // epoch of the previous record, as known to the client

            Receiver() {
                super(
                        World.this.dice,
                        List.of(
                                BatchedStore.sorted("windows", Map.of()),
                                UnbatchedStore.builder("unsent", Set.of(), Map.of()),
                                UnbatchedStore.builder("progress", Set.of(StateRow.KEY), Map.of())));
            }

            @Override
            void begin(ByteReader state) {
                SortedMap<String, LastBatch> bySender = new TreeMap<>();
                SortedMap<String, ReadPosition> read = new TreeMap<>();
                if (state != null) {
                    read.put(TOPIC, ReadPosition.readFrom(state));
                    LastBatch last = LastBatch.readFrom(state);
                    if (last.number() > 0) {
                        bySender.put("sender", last);
                    }
                }
                positions = new InternalPositions(read, Set.of(TOPIC), new TopicHistory(), "receiver", 0);
                taken = new SequenceNumbers(bySender, "receiver", 1, 0);
                position = last(readOfTopic);
                positionEpoch = epochBefore(position);
            }

            private int epochBefore(int offset) {
                return offset == 0 || offset > topic.size()
                        ? 0
                        : topic.get(offset - 1).epoch();
            }

            /** Reads up to three records, then commits. */
            void read() {
                for (int i = dice.nextInt(4); i > 0; i--) {
                    if (position > topic.size() || epochBefore(position) != positionEpoch) {
                        position = 0; // the brokers refuse the position; sequence numbers reveal the loss
                        positionEpoch = 0;
                    }
                    if (position < topic.size()) {
                        Sent record = topic.get(position);
                        positions.receive(List.of(received(position, record)));
                        take(record.batch());
                        position++;
                        positionEpoch = record.epoch();
                    }
                }
                ByteWriter state = new ByteWriter();
                positions.read().getOrDefault(TOPIC, ReadPosition.NONE).writeTo(state);
                taken.bySender().getOrDefault("sender", LastBatch.NONE).writeTo(state);
                keep(state.toBytes());
                readOfTopic.add(position);
            }

            private static ConsumerRecord<byte[], byte[]> received(int offset, Sent record) {
                return new ConsumerRecord<>(
                        TOPIC,
                        0,
                        offset,
                        ConsumerRecord.NO_TIMESTAMP,
                        TimestampType.NO_TIMESTAMP_TYPE,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        null,
                        record.batch(),
                        new RecordHeaders(),
                        Optional.of(record.epoch()));
            }

            private void take(byte[] batch) {
                ByteReader in = new ByteReader(batch);
                BatchHeader header = BatchHeader.readFrom(in);
                if (taken.isNext(header, batch)) {
                    int cell = in.readByte();
                    long change = in.readZigzag();
                    put(store("windows"), key("", cell), number(store("windows"), key("", cell)) + change);
                    if (cell == 0) {
                        HeapStore unsent = store("unsent");
                        Bytes mark = key("u", dice.nextInt(2));
                        unsent.put(mark, unsent.get(mark) == null ? new byte[] {(byte) change} : null);
                    }
                    taken.take(header, batch);
                }
            }

            void drain() {
                do {
                    read();
                } while (position != topic.size());
            }

            long lastNumber() {
                return taken.bySender().getOrDefault("sender", LastBatch.NONE).number();
            }

            long sum() {
                long sum = 0;
                var rows = store("windows").all();
                while (rows.hasNext()) {
                    KeyValue<Bytes, byte[]> row = rows.next();
                    sum += new ByteReader(row.value).readZigzag();
                }
                return sum;
            }
        }
    }
}
