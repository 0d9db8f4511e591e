// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import com.dynatrace.hash4j.hashing.Hashing;
import doorstep.feed.ResultReader;
import doorstep.feed.RowRecord;
import doorstep.feed.RowRecordDecoder;
import doorstep.rows.Position;
import doorstep.table.Table;
import doorstep.table.TableRows;
import doorstep.table.TableRows.Place;
import doorstep.table.Tables;
import doorstep.wire.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one result topic that an export has read, and what they change: records in a file, the last one of
 * each key in an index. Not thread-safe.
 */
final class ResultRecords implements ResultReader.Sink, LatestChanges {
    private final String name;
    private final Table latest;
    private final Table history;
    private final RowRecordDecoder decoder;
    private final ExportListener listener;
    private final Spool spool;
    private KeyIndex index = new KeyIndex();
    private boolean fromStart;

    /** Takes a row and its number. */
    private interface Rows {
        void accept(long number, RowRecord row, Place place);
    }

    /** @param name of the topic, with its prefix */
    ResultRecords(Topic topic, String name, Sources sources, Path file) {
        this.name = name;
        latest = Tables.latest(topic);
        history = Tables.history(topic);
        decoder = new RowRecordDecoder(topic, sources.registry());
        listener = sources.listener();
        spool = new Spool(file);
    }

    Table latest() {
        return latest;
    }

    Table history() {
        return history;
    }

    @Override
    public void begin(boolean fromTheStart) {
        spool.clear();
        index = new KeyIndex();
        fromStart = fromTheStart;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        decoder.decode(record).ifPresent(row -> index.put(row.key(), spool.add(record)));
        if (spool.size() % ExportListener.BETWEEN_ROWS == 0) {
            listener.onProgress("reading " + name, spool.size());
        }
    }

    private void forEach(Rows sink) {
        spool.forEach(
                name,
                (number, record) -> sink.accept(
                        number,
                        decoder.decode(record).orElseThrow(),
                        new Place(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()))));
    }

    /** Keys whose rows are added, replaced or deleted. */
    int keys() {
        return index.size();
    }

    /** Writes the rows that came. */
    void writeHistory(long export, RowWriter writer) {
        forEach((number, row, place) -> writer.add(historyRow(export, row, place)));
    }

    /**
     * Writes what differs from the rows before, because the topic was read from its start: nobody knows what came.
     *
     * @param before where those rows are
     * @param ends of the partitions
     */
    void writeDifferences(long export, Target before, Map<TopicPartition, Position> ends, RowWriter writer) {
        int partition = latest.indexOf("kafka_partition");
        before.read(latest, row -> {
            String key = (String) row.get(0);
            if (index.contains(key)) {
                index.putFormer(key, hash(row));
            } else {
                int itsPartition = (Integer) row.get(partition);
                long end = ends.get(new TopicPartition(name, itsPartition)).next();
                writer.add(TableRows.inferredDeletion(history, export, key, itsPartition, end));
            }
        });
        forEach((number, row, place) -> {
            if (index.isLast(row.key(), number) && index.former(row.key()) != hashOf(row, place)) {
                writer.add(historyRow(export, row, place));
            }
        });
    }

    private List<Object> historyRow(long export, RowRecord row, Place place) {
        return row.value().isPresent()
                ? TableRows.history(export, latestRow(row, place))
                : TableRows.deletion(history, export, row.key(), row.asOf(), place);
    }

    private static List<Object> latestRow(RowRecord row, Place place) {
        return TableRows.latest(row.key(), row.value().orElseThrow(), row.asOf(), place);
    }

    /** Of the fields of the topic alone; 0 for a deleted row. */
    private static long hashOf(RowRecord row, Place place) {
        return row.value().isPresent() ? hash(latestRow(row, place)) : 0;
    }

    private static long hash(List<Object> row) {
        long hash = Hashing.xxh3_64().hashCharsToLong(TableRows.figures(row).toString());
        return hash == 0 ? 1 : hash;
    }

    @Override
    public boolean isEmpty() {
        return !fromStart && index.size() == 0;
    }

    @Override
    public boolean replacesAll() {
        return fromStart;
    }

    @Override
    public boolean touches(String key) {
        return index.contains(key);
    }

    @Override
    public void forEachRow(Consumer<List<Object>> sink) {
        forEach((number, row, place) -> {
            if (row.value().isPresent() && index.isLast(row.key(), number)) {
                sink.accept(latestRow(row, place));
            }
        });
    }

    @Override
    public void forEachDeletedKey(Consumer<String> sink) {
        forEach((number, row, place) -> {
            if (row.value().isEmpty() && index.isLast(row.key(), number)) {
                sink.accept(row.key());
            }
        });
    }

    void delete() {
        spool.delete();
    }
}
