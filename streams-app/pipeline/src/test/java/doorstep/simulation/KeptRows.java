// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.engine.EngineSettings;
import doorstep.family.Families;
import doorstep.feed.RowDecoder;
import doorstep.history.Dice;
import doorstep.history.Schemas;
import doorstep.question.StoredRows;
import doorstep.rows.Position;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.rows.SqliteRows;
import doorstep.wire.AvroWriter;
import doorstep.wire.TopicNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A reader of a simulated cluster that keeps the rows in a file. Now and then it ends before it has stored what it read,
 * and starts again from the position in the file.
 */
final class KeptRows implements AutoCloseable {
    private static final TopicPartition LOG = new TopicPartition("all result topics", 0);
    private static final UUID ID = new UUID(1, 2);

    private final Path directory;
    private final Families families;
    private final Dice dice;
    private final Map<String, RowDecoder> decoders = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private RowStore store;
    private int next; // offset in the log

    KeptRows(Path directory, EngineSettings settings, Dice dice) {
        this.directory = directory;
        this.dice = dice;
        families = settings.families();
        Families.ofRows()
                .forEach((topic, family) ->
                        decoders.put(TopicNames.DEFAULT.of(topic), new RowDecoder(family, Schemas.registry())));
        store = open();
    }

    private RowStore open() {
        return SqliteRows.open(directory, "simulated", warning -> {
            throw new AssertionError(warning);
        });
    }

    /** The worklist is left out: it is not made of tallies. */
    void take(String topic, Record<byte[], byte[]> row) {
        if (!decoders.containsKey(topic)) {
            return;
        }
        log.add(new ConsumerRecord<>(topic, 0, log.size(), row.key(), row.value()));
        if (dice.percent(2)) {
            read();
        }
    }

    private void read() {
        while (next < log.size()) {
            int end = Math.min(log.size(), next + 1 + dice.below(200));
            List<RowChange> changes = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : log.subList(next, end)) {
                changes.add(decoders.get(record.topic()).decode(record).orElseThrow());
            }
            if (dice.percent(10)) {
                restart();
            } else {
                store.apply(changes, Map.of(LOG, new Position(ID, end, true, 0)));
                next = end;
            }
        }
    }

    private void restart() {
        store.close();
        store = open();
        Position position = store.positions().get(LOG);
        next = position == null ? 0 : (int) position.next();
    }

    /** Everything that was sent, after one more restart: topic → key → value as the pipeline writes it. */
    SortedMap<String, SortedMap<String, ByteBuffer>> results() {
        read();
        restart();
        SortedMap<String, SortedMap<String, ByteBuffer>> results = new TreeMap<>();
        Families.ofRows().keySet().forEach(topic -> {
            AvroWriter<SpecificRecord> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, Schemas.registry());
            StoredRows.forEach(store, families, topic, (key, row) -> results.computeIfAbsent(
                            TopicNames.DEFAULT.of(topic), name -> new TreeMap<>())
                    .put(key, ByteBuffer.wrap(writer.toBytes(row))));
        });
        return results;
    }

    @Override
    public void close() {
        store.close();
    }
}
