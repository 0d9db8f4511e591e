// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import doorstep.integrity.RefusedException;
import doorstep.store.BatchedChangelog;
import doorstep.store.HashRowTable;
import doorstep.store.KeyLayout;
import doorstep.store.RowTable;
import doorstep.store.SortedRowTable;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * In-memory store whose changelog holds batches of rows instead of single rows, see {@link BatchedChangelog}; it is
 * restored from its whole changelog at each start. Like {@link PreCommitHook} it looks to Kafka Streams like a caching
 * store, whose cache is flushed before each commit ({@code BatchedStoreTest} fails if that changes).
 */
public final class BatchedStore extends HeapStore implements CachedStateStore<byte[], byte[]> {
    /** Metrics registered with Kafka Streams, tagged with {@link #STORE_TAG} and {@code task-id}. */
    public static final String ROWS_METRIC = "batched-rows";

    public static final String BYTES_METRIC = "batched-bytes";
    public static final String LARGEST_COMMIT_METRIC = "batched-largest-commit-bytes";
    private static final String METRIC_SCOPE = "batched";
    public static final String STORE_TAG = METRIC_SCOPE + "-state-id";

    private BatchedChangelog log;

    private BatchedStore(String name, Supplier<RowTable> empty) {
        super(name, empty);
    }

    /** A compact store whose rows are found by key only. */
    public static StoreBuilder<BatchedStore> hashed(String name, KeyLayout layout, Map<String, String> changelog) {
        return new Builder(name, () -> new HashRowTable(layout), changelog);
    }

    /** A store whose rows are ordered by key. */
    public static StoreBuilder<BatchedStore> sorted(String name, Map<String, String> changelog) {
        return new Builder(name, SortedRowTable::new, changelog);
    }

    @Override
    public void init(StateStoreContext stateContext, StateStore root) {
        super.init(stateContext, root);
        addMetric(ROWS_METRIC, "Rows in the heap", () -> rows().size());
        addMetric(BYTES_METRIC, "Bytes of keys and values in the heap", () -> bytes(rows()));
        addMetric(
                LARGEST_COMMIT_METRIC,
                "Bytes of the largest commit since the store was opened",
                () -> log.largestSent());
    }

    @Override
    void restore(byte[] key, byte[] value) {
        if (!BatchedChangelog.isBatch(key, value)) {
            throw new RefusedException(
                    "OLD_STATE: the changelog of store " + name() + " is of another version of Doorstep."
                            + " Run `doorstep rebuild` to count again from the input topics.");
        }
        log.restore(key, value);
    }

    private void addMetric(String metric, String description, LongSupplier value) {
        context()
                .metrics()
                .addStoreLevelMutableMetric(
                        context().taskId().toString(),
                        METRIC_SCOPE,
                        name(),
                        metric,
                        description,
                        RecordingLevel.INFO,
                        (config, now) -> value.getAsLong());
    }

    private static long bytes(RowTable rows) {
        return IntStream.range(0, RowTable.SEGMENTS).mapToLong(rows::bytes).sum();
    }

    @Override
    void reset(RowTable emptyRows) {
        log = new BatchedChangelog(emptyRows);
    }

    /** The caches may have been flushed already, and may be flushed again: in both cases nothing is left to send. */
    @Override
    public void send() {
        log.send(this::logChange);
    }

    @Override
    public byte[] logEnd() {
        return log.end();
    }

    @Override
    public boolean isBroken() {
        return log.isBroken();
    }

    @Override
    public void flushCache() {
        send();
    }

    @Override
    public void clearCache() {
        // nothing is cached: a standby's rows are those of its changelog
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void put(Bytes key, byte[] value) {
        log.put(key, value);
    }

    @Override
    public void close() {
        if (isOpen()) {
            context()
                    .metrics()
                    .removeAllStoreLevelSensorsAndMetrics(context().taskId().toString(), name());
        }
        super.close();
    }

    private record Builder(String name, Supplier<RowTable> empty, Map<String, String> logConfig)
            implements StoreBuilder<BatchedStore> {
        @Override
        public BatchedStore build() {
            return new BatchedStore(name, empty);
        }

        @Override
        public boolean loggingEnabled() {
            return true;
        }

        @Override
        public StoreBuilder<BatchedStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BatchedStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BatchedStore> withLoggingEnabled(Map<String, String> config) {
            return new Builder(name, empty, config);
        }

        @Override
        public StoreBuilder<BatchedStore> withLoggingDisabled() {
            throw new UnsupportedOperationException(name + " is kept in its changelog alone");
        }
    }
}
