package doorstep.topology;

import doorstep.store.GroupedRows;
import doorstep.store.HashRows;
import doorstep.store.OrderedRows;
import doorstep.store.PackedLog;
import doorstep.store.Rows;
import doorstep.store.SortedRows;
import doorstep.window.RefusedException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A store in the heap whose changelog holds batches of rows, see {@link PackedLog}; a start reads them all. Like {@link
 * BeforeCommit} it is a store with a cache for Kafka Streams, which flushes it before each commit ({@code
 * PackedStoreTest} fails if that changes).
 */
public final class PackedStore implements KeyValueStore<Bytes, byte[]>, CachedStateStore<byte[], byte[]> {
    /** Metrics of Kafka Streams, tagged with {@link #STORE_TAG} and {@code task-id}. */
    public static final String ROWS_METRIC = "packed-rows";

    public static final String BYTES_METRIC = "packed-bytes";
    private static final String METRIC_SCOPE = "packed";
    public static final String STORE_TAG = METRIC_SCOPE + "-state-id";

    private final String name;
    private final Supplier<Rows> empty;
    private Rows rows;
    private PackedLog log;
    private InternalProcessorContext<?, ?> context;
    private boolean open;

    private PackedStore(String name, Supplier<Rows> empty) {
        this.name = name;
        this.empty = empty;
    }

    /** Rows that are found by key alone and never leave; keys are hashes of 16 bytes. */
    static StoreBuilder<PackedStore> hashed(String name, Map<String, String> changelog) {
        return new Builder(name, HashRows::new, changelog);
    }

    /** Rows in the order of their keys. */
    static StoreBuilder<PackedStore> sorted(String name, Map<String, String> changelog) {
        return new Builder(name, SortedRows::new, changelog);
    }

    /** The same; those that begin with the same bytes are read one by one far more often than in order. */
    static StoreBuilder<PackedStore> grouped(String name, int prefixBytes, Map<String, String> changelog) {
        return new Builder(name, () -> new GroupedRows(prefixBytes), changelog);
    }

    @Override
    public void init(StateStoreContext stateContext, StateStore root) {
        clear(); // a task that failed starts again with the same stores
        context = (InternalProcessorContext<?, ?>) stateContext;
        context.register(root, this::restore);
        addMetric(ROWS_METRIC, "Rows in the heap", () -> rows.size());
        addMetric(BYTES_METRIC, "Bytes of keys and values in the heap", () -> bytes(rows));
        open = true;
    }

    private void restore(byte[] key, byte[] value) {
        if (!PackedLog.isBatch(key, value)) {
            throw new RefusedException(
                    "OLD_STATE: the changelog of store " + name + " is of another version of Doorstep."
                            + " Run `doorstep rebuild` to count again from the input topics.");
        }
        log.restore(key, value);
    }

    private void addMetric(String metric, String description, LongSupplier value) {
        context.metrics()
                .addStoreLevelMutableMetric(
                        context.taskId().toString(),
                        METRIC_SCOPE,
                        name,
                        metric,
                        description,
                        RecordingLevel.INFO,
                        (config, now) -> value.getAsLong());
    }

    private static long bytes(Rows rows) {
        return IntStream.range(0, Rows.SEGMENTS).mapToLong(rows::bytes).sum();
    }

    private void clear() {
        rows = empty.get();
        log = new PackedLog(rows);
    }

    /** Sends what was written in {@link BeforeCommit}; the caches may have been flushed already. */
    static void send(StateStore store) {
        if (store instanceof WrappedStateStore<?, ?, ?> wrapped) {
            send(wrapped.wrapped());
        } else if (store instanceof PackedStore packed) {
            packed.flushCache();
        }
    }

    @Override
    public void flushCache() {
        log.send((key, value) -> context.logChange(
                name,
                Bytes.wrap(key),
                value,
                context.currentSystemTimeMs(),
                new RecordHeaders(),
                Position.emptyPosition()));
    }

    @Override
    public void clearCache() {
        // A standby's rows are those of its log.
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public byte[] get(Bytes key) {
        return log.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        log.put(key, value);
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

    /** Not of {@link #hashed}. Whoever changes rows closes the iterator first. */
    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new RowIterator(ordered().ascending(from, to));
    }

    /** Not of {@link #hashed}. Whoever changes rows closes the iterator first. */
    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return new RowIterator(ordered().descending(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    private OrderedRows ordered() {
        if (rows instanceof OrderedRows ordered) {
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
        if (open) {
            context.metrics()
                    .removeAllStoreLevelSensorsAndMetrics(context.taskId().toString(), name);
        }
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

    private record Builder(String name, Supplier<Rows> empty, Map<String, String> logConfig)
            implements StoreBuilder<PackedStore> {
        @Override
        public PackedStore build() {
            return new PackedStore(name, empty);
        }

        @Override
        public boolean loggingEnabled() {
            return true;
        }

        @Override
        public StoreBuilder<PackedStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<PackedStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<PackedStore> withLoggingEnabled(Map<String, String> config) {
            return new Builder(name, empty, config);
        }

        @Override
        public StoreBuilder<PackedStore> withLoggingDisabled() {
            throw new UnsupportedOperationException(name + " is kept in its changelog alone");
        }
    }
}
