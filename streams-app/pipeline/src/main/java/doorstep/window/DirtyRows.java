// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.RefusedException;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Numbers of rows that have changed and are still to be sent, in the order in which they began to wait; without them a
 * crash between a change and its sending would lose the row.
 *
 * <p>Kept in the heap. Each commit stores the rows added since the last one as one record; records are deleted once
 * none of their rows is waiting. A row that is stored for too long is only sent again unchanged.
 *
 * <p>Store: (kind, record number) → {@link RowNumber}s, each as the difference from the one before it.
 */
final class DirtyRows {
    static final int FORMAT = 2; // 1 had keys of rows
    /** More records than this are rewritten without the rows that were sent. */
    private static final int MAX_RECORDS = 100;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int kind;
    private final RowQueue waiting = new RowQueue();
    private long kept; // position in the queue up to which records hold the rows
    private long firstRecord;
    private long nextRecord;

    /** @param kind 0 to 127: key prefix that separates what shares a store */
    DirtyRows(KeyValueStore<Bytes, byte[]> store, int kind) {
        this.store = store;
        this.kind = kind;
        try (KeyValueIterator<Bytes, byte[]> records = store.range(key(0), key(Long.MAX_VALUE))) {
            while (records.hasNext()) {
                KeyValue<Bytes, byte[]> record = records.next();
                long number = new ByteReader(record.key.get(), 1).readSortable();
                firstRecord = nextRecord == 0 ? number : firstRecord;
                nextRecord = number + 1;
                restore(record.value);
            }
        }
        kept = waiting.tail();
    }

    private void restore(byte[] record) {
        ByteReader rows = new ByteReader(record);
        RefusedException.requireFormat(rows.readByte(), FORMAT, "a list of unsent rows");
        for (long row = 0; rows.hasMore(); ) {
            row += rows.readZigzag();
            waiting.add(row);
        }
    }

    void add(long row) {
        waiting.add(row);
    }

    int size() {
        return waiting.size();
    }

    /** Removes the rows that have waited longest, and passes them to the action. */
    void poll(int most, LongConsumer action) {
        for (int left = Math.min(most, waiting.size()); left > 0; left--) {
            action.accept(waiting.poll());
        }
    }

    /** Stores the rows. Called before each commit. */
    void keep() {
        boolean nothingKeptWaits = waiting.head() >= kept;
        if (nothingKeptWaits || nextRecord - firstRecord >= MAX_RECORDS) {
            for (; firstRecord < nextRecord; firstRecord++) {
                store.delete(key(firstRecord));
            }
            kept = waiting.head();
        }
        ByteWriter out = new ByteWriter().writeByte(FORMAT);
        for (long before = 0; kept < waiting.tail(); kept++) {
            long row = waiting.get(kept);
            out.writeZigzag(row - before);
            before = row;
            if (out.size() >= BatchHeader.FULL_RECORD_BYTES) {
                store.put(key(nextRecord++), out.toBytes());
                out.reset().writeByte(FORMAT);
                before = 0;
            }
        }
        if (out.size() > 1) {
            store.put(key(nextRecord++), out.toBytes());
        }
    }

    private Bytes key(long number) {
        return Bytes.wrap(new ByteWriter().writeByte(kind).writeSortable(number).toBytes());
    }
}
