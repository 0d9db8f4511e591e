// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import doorstep.codec.BigEndian;
import doorstep.event.Identity;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** A ledger in a key-value store: identity → encoded entry. */
public final class StoreLedger implements Ledger {
    /** Format of its rows. */
    public static final int FORMAT = EntryCodec.FORMAT;

    private final KeyValueStore<Bytes, byte[]> store;
    private final EntryCodec codec;

    public StoreLedger(KeyValueStore<Bytes, byte[]> store, Dictionary dictionary) {
        this.store = store;
        this.codec = new EntryCodec(dictionary);
    }

    @Override
    public Optional<Entry> get(Identity id) {
        return Optional.ofNullable(store.get(keyOf(id))).map(codec::fromBytes);
    }

    @Override
    public void put(Identity id, Entry entry) {
        store.put(keyOf(id), codec.toBytes(entry));
    }

    private static Bytes keyOf(Identity id) {
        return Bytes.wrap(BigEndian.ofLongs(id.high(), id.low()));
    }
}
