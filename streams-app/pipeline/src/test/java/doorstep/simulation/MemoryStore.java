// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An in-memory store without a changelog. Real stores differ in whether an open iterator sees later writes. Here it is
 * a choice, so that tests show that nothing depends on it.
 */
public final class MemoryStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final boolean iteratesOverCopies;
    private final NavigableMap<Bytes, byte[]> entries = new ConcurrentSkipListMap<>();
    private int openIterators;

    public MemoryStore(String name, boolean iteratesOverCopies) {
        this.name = name;
        this.iteratesOverCopies = iteratesOverCopies;
    }

    /** If above 0 between records, RocksDB would leak memory. */
    int openIterators() {
        return openIterators;
    }

    @Override
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] present = entries.get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] present = entries.get(key);
        put(key, null);
        return present;
    }

    @Override
    public byte[] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return iterate(between(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return iterate(between(from, to).descendingMap());
    }

    private NavigableMap<Bytes, byte[]> between(Bytes from, Bytes to) {
        if (from != null && to != null && from.compareTo(to) > 0) {
            return new TreeMap<>();
        }
        NavigableMap<Bytes, byte[]> tail = from == null ? entries : entries.tailMap(from, true);
        return to == null ? tail : tail.headMap(to, true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return reverseRange(null, null);
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        byte[] start = serializer.serialize(null, prefix);
        NavigableMap<Bytes, byte[]> matching = new TreeMap<>();
        for (Map.Entry<Bytes, byte[]> entry :
                entries.tailMap(Bytes.wrap(start), true).entrySet()) {
            byte[] key = entry.getKey().get();
            if (key.length < start.length || !java.util.Arrays.equals(key, 0, start.length, start, 0, start.length)) {
                break;
            }
            matching.put(entry.getKey(), entry.getValue());
        }
        return iterate(matching);
    }

    private KeyValueIterator<Bytes, byte[]> iterate(NavigableMap<Bytes, byte[]> range) {
        openIterators++;
        Map<Bytes, byte[]> seen = iteratesOverCopies ? new java.util.LinkedHashMap<>(range) : range;
        Iterator<Map.Entry<Bytes, byte[]>> iterator = seen.entrySet().iterator();
        return new KeyValueIterator<>() {
            private Map.Entry<Bytes, byte[]> next = advance();
            private boolean open = true;

            private Map.Entry<Bytes, byte[]> advance() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public boolean hasNext() {
                requireOpen();
                return next != null;
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                requireOpen();
                if (next == null) {
                    throw new NoSuchElementException();
                }
                KeyValue<Bytes, byte[]> entry = KeyValue.pair(next.getKey(), next.getValue());
                next = advance();
                return entry;
            }

            @Override
            public Bytes peekNextKey() {
                requireOpen();
                return next.getKey();
            }

            private void requireOpen() {
                if (!open) {
                    throw new IllegalStateException("iterator of " + name + " used after it was closed");
                }
            }

            @Override
            public void close() {
                if (open) {
                    openIterators--;
                }
                open = false;
            }
        };
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Keeps its content for a task that starts again.
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
