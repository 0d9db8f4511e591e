// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import doorstep.store.OrderedRowTable;
import doorstep.store.RowTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * In-memory store that is restored from its changelog at each start, and that detects whether the changelog lost
 * records.
 */
public abstract class HeapStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Supplier<? extends RowTable> empty;
    private RowTable rows;
    private InternalProcessorContext<?, ?> context;
    private boolean open;

    HeapStore(String name, Supplier<? extends RowTable> empty) {
        this.name = name;
        this.empty = empty;
    }

    /** Unwraps the store that Kafka Streams passes to a processor. */
    public static HeapStore of(StateStore store) {
        return store instanceof WrappedStateStore<?, ?, ?> wrapped ? of(wrapped.wrapped()) : (HeapStore) store;
    }

    /** Sends everything written since the last call to the changelog; does nothing if there is nothing to send. */
    public abstract void send();

    /**
     * Identifies the end of the changelog, once everything was sent: by batch numbers or a checksum, not by an offset.
     * After a restore it must be the same again.
     *
     * @return empty if nothing was ever written
     */
    public abstract byte[] logEnd();

    /** Whether the restore found that records are missing before the end of the changelog. */
    public abstract boolean isBroken();

    /** Restores one record of the changelog. */
    abstract void restore(byte[] key, byte[] value);

    /** Starts over with empty rows. */
    abstract void reset(RowTable emptyRows);

    @Override
    public void init(StateStoreContext stateContext, StateStore root) {
        clear(); // a failed task starts again with the same store objects
        context = (InternalProcessorContext<?, ?>) stateContext;
        context.register(root, this::restore);
        open = true;
    }

    private void clear() {
        rows = empty.get();
        reset(rows);
    }

    final RowTable rows() {
        return rows;
    }

    final InternalProcessorContext<?, ?> context() {
        return context;
    }

    /** Sends to the changelog, within the current transaction. */
    final void logChange(byte[] key, byte[] value) {
        context.logChange(
                name,
                Bytes.wrap(key),
                value,
                context.currentSystemTimeMs(),
                new RecordHeaders(),
                Position.emptyPosition());
    }

    @Override
    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] present = get(key);
        put(key, null);
        return present;
    }

    /** Only for stores with ordered rows. Callers close the iterator before they change rows. */
    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new RowIterator(ordered().ascending(from, to));
    }

    /** Only for stores with ordered rows. Callers close the iterator before they change rows. */
    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return new RowIterator(ordered().descending(from, to));
    }

    /** In no order, unless rows are ordered. Callers close the iterator before they change rows. */
    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return rows instanceof OrderedRowTable ? range(null, null) : new RowIterator(bySegment(rows));
    }

    private static Iterator<Map.Entry<Bytes, byte[]>> bySegment(RowTable rows) {
        return IntStream.range(0, RowTable.SEGMENTS)
                .boxed()
                .flatMap(segment -> {
                    List<Map.Entry<Bytes, byte[]>> copies = new ArrayList<>();
                    rows.forEach(segment, (key, value) -> copies.add(Map.entry(key, value)));
                    return copies.stream();
                })
                .iterator();
    }

    private OrderedRowTable ordered() {
        if (rows instanceof OrderedRowTable ordered) {
            return ordered;
        }
        throw new UnsupportedOperationException("the rows of " + name + " have no order");
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class RowIterator implements KeyValueIterator<Bytes, byte[]> {
        private final Iterator<Map.Entry<Bytes, byte[]>> rows;
        private Optional<Map.Entry<Bytes, byte[]>> next = Optional.empty();

        RowIterator(Iterator<Map.Entry<Bytes, byte[]>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && rows.hasNext()) {
                next = Optional.of(rows.next());
            }
            return next.isPresent();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<Bytes, byte[]> row = next.orElseThrow();
            next = Optional.empty();
            return KeyValue.pair(row.getKey(), row.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return next.orElseThrow().getKey();
        }

        @Override
        public void close() {
            // nothing to release
        }
    }
}
