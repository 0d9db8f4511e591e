package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.RefusedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Marks of rows that changed and are to be sent; without them a crash between a change and its row would lose the row.
 *
 * <p>They live in the heap. What a commit adds is kept in one record, and records go when nothing in them waits any
 * more: a mark that is kept for longer than needed sends a row again that has not changed, and nothing else.
 *
 * <p>Store: (kind, number of the record) → keys of {@code windows}, packed.
 */
final class DirtyRows {
    static final int FORMAT = 1;
    private static final int MAX_RECORD_BYTES = 256 << 10;
    /** More of them are written anew as one, without the marks of rows that were sent. */
    private static final int MAX_RECORDS = 100;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int kind;
    private final Set<Bytes> waiting = new LinkedHashSet<>();
    private final Set<Bytes> added = new LinkedHashSet<>(); // of those, the ones that no record holds
    private long firstRecord;
    private long nextRecord;

    /** @param kind 0 to 127: tells apart what shares a store */
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

    /** Those that have waited longest. */
    List<Bytes> first(int most) {
        return waiting.stream().limit(most).toList();
    }

    /** Makes the marks outlast the process. To be called before each commit. */
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
            if (out.size() >= MAX_RECORD_BYTES) {
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
