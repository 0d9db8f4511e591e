package doorstep.streams;

import doorstep.store.OrderedRowTable;
import doorstep.store.RowTable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
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

/** A store in the heap that a start reads back from its changelog, and that knows whether the changelog lost something. */
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

    /** The store behind what Kafka Streams gives a processor. */
    public static HeapStore of(StateStore store) {
        return store instanceof WrappedStateStore<?, ?, ?> wrapped ? of(wrapped.wrapped()) : (HeapStore) store;
    }

    /** Sends what was written since the last call; nothing if nothing was. */
    public abstract void send();

    /**
     * Where the changelog ends, once everything was sent: after a restore it must be the same again.
     *
     * @return empty if nothing was ever written
     */
    public abstract byte[] logEnd();

    /** Whether the restore saw that something is missing before the end. */
    public abstract boolean isBroken();

    /** Takes back a record of the changelog. */
    abstract void restore(byte[] key, byte[] value);

    /** Begins anew. */
    abstract void reset(RowTable emptyRows);

    @Override
    public void init(StateStoreContext stateContext, StateStore root) {
        clear(); // a task that failed starts again with the same stores
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

    /** In the transaction that is open. */
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

    /** Only where rows have an order. Whoever changes rows closes the iterator first. */
    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new RowIterator(ordered().ascending(from, to));
    }

    /** Only where rows have an order. Whoever changes rows closes the iterator first. */
    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return new RowIterator(ordered().descending(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
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
            // holds nothing
        }
    }
}
