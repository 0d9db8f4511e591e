// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import doorstep.codec.ByteWriter;
import doorstep.store.Checksum;
import doorstep.store.RowTable;
import doorstep.store.SortedRowTable;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Small in-memory store whose changelog holds one record per row; may be written in a {@link PreCommitHook}. Compaction
 * may remove any record that a later one replaces, so records cannot be chained to each other: a {@link Checksum} of
 * all rows reveals whether some are missing.
 */
public final class UnbatchedStore extends HeapStore {
    private final Set<Bytes> unchecked;
    private Checksum checksum;

    private UnbatchedStore(String name, Set<Bytes> unchecked) {
        super(name, SortedRowTable::new);
        this.unchecked = unchecked;
    }

    /** @param unchecked keys of rows that the checksum leaves out */
    public static StoreBuilder<UnbatchedStore> builder(
            String name, Set<Bytes> unchecked, Map<String, String> changelog) {
        return new Builder(name, unchecked, changelog);
    }

    @Override
    void reset(RowTable emptyRows) {
        checksum = new Checksum();
    }

    @Override
    void restore(byte[] key, byte[] value) {
        change(Bytes.wrap(key), value);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        change(key, value);
        logChange(key.get(), value);
    }

    private void change(Bytes key, byte[] value) {
        boolean checked = !unchecked.contains(key);
        byte[] before = rows().get(key);
        if (checked && before != null) {
            checksum.subtract(key.get(), before);
        }
        if (checked && value != null) {
            checksum.add(key.get(), value);
        }
        if (value == null) {
            rows().remove(key);
        } else {
            rows().put(key, value);
        }
    }

    @Override
    public void send() {
        // each row was sent when it was put
    }

    @Override
    public byte[] logEnd() {
        return checksum.sum() == 0
                ? new byte[0]
                : new ByteWriter(Long.BYTES).writeLong(checksum.sum()).toBytes();
    }

    /** Never: {@link #logEnd} reveals missing rows. */
    @Override
    public boolean isBroken() {
        return false;
    }

    private record Builder(String name, Set<Bytes> unchecked, Map<String, String> logConfig)
            implements StoreBuilder<UnbatchedStore> {
        @Override
        public UnbatchedStore build() {
            return new UnbatchedStore(name, unchecked);
        }

        @Override
        public boolean loggingEnabled() {
            return true;
        }

        @Override
        public StoreBuilder<UnbatchedStore> withCachingEnabled() {
            throw new UnsupportedOperationException(
                    name + " is written before commits, when caches may have been flushed");
        }

        @Override
        public StoreBuilder<UnbatchedStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<UnbatchedStore> withLoggingEnabled(Map<String, String> config) {
            return new Builder(name, unchecked, config);
        }

        @Override
        public StoreBuilder<UnbatchedStore> withLoggingDisabled() {
            throw new UnsupportedOperationException(name + " is kept in its changelog alone");
        }
    }
}
