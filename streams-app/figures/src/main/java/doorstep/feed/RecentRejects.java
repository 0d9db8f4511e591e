// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Rejected;
import doorstep.cluster.ValueReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps the newest rows about refused records, whatever partition they come from. Thread-safe. */
final class RecentRejects {
    /** How many are kept, and how many offsets of each partition are read. */
    static final int KEPT = 1_000;

    /** @param appendMs append time, milliseconds since the epoch */
    private record Row(long appendMs, int partition, long offset, Rejected value) {}

    private final ValueReader<Rejected> reader;
    private final SkippedRecords skipped;
    private final TreeSet<Row> rows = new TreeSet<>(Comparator.comparingLong(Row::appendMs)
            .thenComparing(Row::partition)
            .thenComparing(Row::offset));

    RecentRejects(SchemaRegistry registry, SkippedRecords skipped) {
        reader = new ValueReader<>(Topics.REJECTED, registry);
        this.skipped = skipped;
    }

    /** Where to begin in a partition, whose offsets may be those of transaction markers. */
    static long begin(long start, long end) {
        return Math.max(start, end - KEPT);
    }

    synchronized void clear() {
        rows.clear();
    }

    synchronized void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            skipped.add(record, "it has no value");
            return;
        }
        try {
            rows.add(new Row(record.timestamp(), record.partition(), record.offset(), reader.read(record)));
        } catch (UnreadableException e) {
            skipped.add(record, "its value is not one of this topic (" + e.getMessage() + ")");
        }
        if (rows.size() > KEPT) {
            rows.pollFirst();
        }
    }

    /** The newest first. */
    synchronized List<Rejected> newest(int limit) {
        return rows.descendingSet().stream().limit(limit).map(Row::value).toList();
    }
}
