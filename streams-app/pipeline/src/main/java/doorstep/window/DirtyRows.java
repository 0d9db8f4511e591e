// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.RefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keys of rows that have changed and are still to be sent; without them a crash between a change and its sending would
 * lose the row.
 *
 * <p>Kept in the heap. Each commit stores the keys added since the last one as one record; records are deleted once
 * none of their rows is waiting. A key that is stored for too long only causes an unchanged row to be sent again.
 *
 * <p>Store: (kind, record number) → keys of {@code windows}, packed.
 */
final class DirtyRows {
    static final int FORMAT = 1;
    /** More records than this are rewritten without the keys of rows that were sent. */
    private static final int MAX_RECORDS = 100;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int kind;
    private final Set<Bytes> waiting = new LinkedHashSet<>();
    private final Set<Bytes> added = new LinkedHashSet<>(); // waiting rows that no record holds yet
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
                ByteReader keys = new ByteReader(record.value);
                RefusedException.requireFormat(keys.readByte(), FORMAT, "a list of unsent rows");
                while (keys.hasMore()) {
                    waiting.add(Bytes.wrap(keys.readBytes(keys.readInt())));
                }
            }
        }
    }

    void add(Bytes row) {
        if (waiting.add(row)) {
            added.add(row);
        }
    }

    void remove(Bytes row) {
        waiting.remove(row);
        added.remove(row);
    }

    int size() {
        return waiting.size();
    }

    /** The rows that have waited longest. */
    List<Bytes> first(int most) {
        return waiting.stream().limit(most).toList();
    }

    /** Stores the keys. Called before each commit. */
    void keep() {
        boolean nothingKeptWaits = added.size() == waiting.size();
        if (nothingKeptWaits || nextRecord - firstRecord >= MAX_RECORDS) {
            for (; firstRecord < nextRecord; firstRecord++) {
                store.delete(key(firstRecord));
            }
            added.addAll(waiting);
        }
        ByteWriter out = new ByteWriter().writeByte(FORMAT);
        for (Bytes row : added) {
            out.writeVarint(row.get().length).writeBytes(row.get());
            if (out.size() >= BatchHeader.FULL_RECORD_BYTES) {
                store.put(key(nextRecord++), out.toBytes());
                out.reset().writeByte(FORMAT);
            }
        }
        if (out.size() > 1) {
            store.put(key(nextRecord++), out.toBytes());
        }
        added.clear();
    }

    private Bytes key(long number) {
        return Bytes.wrap(new ByteWriter().writeByte(kind).writeSortable(number).toBytes());
    }
}
