// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.store.OrderedRowTable;
import doorstep.store.RowTable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store over the engine's row table in the heap, without the changelog. */
record RowsStore(String name, RowTable rows) implements KeyValueStore<Bytes, byte[]> {
    @Override
    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] before = get(key);
        rows.remove(key);
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Walk(((OrderedRowTable) rows).ascending(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Walk(Collections.emptyIterator()); // a piece begins with an empty store
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // nothing to restore
    }

    @Override
    public void close() {
        // nothing to release
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Walk(Iterator<Map.Entry<Bytes, byte[]>> rows) implements KeyValueIterator<Bytes, byte[]> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> row = rows.next();
            return KeyValue.pair(row.getKey(), row.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("nobody looks ahead");
        }

        @Override
        public void close() {
            // nothing to release
        }
    }
}
