package doorstep.ledger;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A ledger in a key-value store: 16-byte hash of the id → compact entry. Two ids with the same 128-bit hash would be
 * taken for one; among 10 billion ids the chance of one such pair is about 1 in 10^19.
 */
public final class StoreLedger implements Ledger {
    private final KeyValueStore<Bytes, byte[]> store;
    private final EntryCodec codec;

    public StoreLedger(KeyValueStore<Bytes, byte[]> store, Dictionary dictionary) {
        this.store = store;
        this.codec = new EntryCodec(dictionary);
    }

    @Override
    public Optional<Entry> get(byte[] id) {
        return Optional.ofNullable(store.get(keyOf(id))).map(codec::fromBytes);
    }

    @Override
    public void put(byte[] id, Entry entry) {
        store.put(keyOf(id), codec.toBytes(entry));
    }

    private static Bytes keyOf(byte[] id) {
        HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(id);
        return Bytes.wrap(hash.toByteArray());
    }
}
