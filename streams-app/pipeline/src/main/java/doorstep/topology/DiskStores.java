package doorstep.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * How stores on disk use memory. Called by Kafka Streams for every store.
 *
 * <p>What a killed process had not written to disk is read again from the changelog, up to a whole write buffer of each
 * store. Small ones keep that short.
 */
public final class DiskStores implements RocksDBConfigSetter {
    private static final long WRITE_BUFFER_BYTES = 1 << 20;
    private static final long CACHE_BYTES = 128 << 20;

    /** Of all stores of the process. */
    private static final class Shared {
        static {
            RocksDB.loadLibrary();
        }

        static final Cache CACHE = new LRUCache(CACHE_BYTES);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {
        // The cache belongs to all stores.
    }
}
