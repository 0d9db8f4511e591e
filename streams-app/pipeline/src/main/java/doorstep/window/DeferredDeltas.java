// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.delta.DeltaBatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Buffers delta batches for breakdown cells until they are added to the windows in one sweep: adding many of them
 * together costs little more than adding one.
 *
 * <p>Store: (kind, number) → delta batch, encoded as it came.
 */
final class DeferredDeltas {
    /**
     * Key prefix, since {@link DirtyRows} share the store; far enough from theirs that no changelog batch holds both
     * kinds.
     */
    private static final int KIND = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private long first;
    private long next;
    private long sweepEnd;
    private long bytes;

    DeferredDeltas(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(0), key(Long.MAX_VALUE))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                long number = new ByteReader(entry.key.get(), 1).readSortable();
                first = next == 0 ? number : first;
                next = number + 1;
                bytes += entry.value.length;
            }
        }
    }

    void add(byte[] deltaBatch) {
        store.put(key(next++), deltaBatch);
        bytes += deltaBatch.length;
    }

    /** Number of the first deferred delta batch. */
    long first() {
        return first;
    }

    /** Number that the next delta batch will have. */
    long next() {
        return next;
    }

    /** Number of deferred delta batches. */
    long size() {
        return next - first;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Passes delta batches to the receiver in the order in which they came, and deletes them. Those that come during a
     * sweep are left for the next one, so a sweep ends however fast they come.
     *
     * @param enough asked after each delta batch; true ends this call
     * @return whether delta batches of this sweep are left
     */
    boolean sweep(Consumer<DeltaBatch> receiver, BooleanSupplier enough) {
        sweepEnd = first < sweepEnd ? sweepEnd : next;
        for (boolean full = false; first < sweepEnd && !full; first++) {
            byte[] deltaBatch = store.get(key(first));
            receiver.accept(DeltaBatch.fromBytes(deltaBatch));
            store.delete(key(first));
            bytes -= deltaBatch.length;
            full = enough.getAsBoolean();
        }
        return first < sweepEnd;
    }

    private static Bytes key(long number) {
        return Bytes.wrap(new ByteWriter().writeByte(KIND).writeSortable(number).toBytes());
    }
}
