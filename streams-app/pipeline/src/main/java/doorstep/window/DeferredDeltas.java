package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Delta batches that were taken and wait, packed as they came, to be added to the windows: many of them cost the windows
 * little more than one.
 *
 * <p>Store: (kind, number) → delta batch.
 */
final class DeferredDeltas {
    /** Tells it apart from {@link DirtyRows}, with which it shares a store; first bytes this far away share no batch. */
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

    /** Number of the first one that waits. */
    long first() {
        return first;
    }

    /** Number of the one that comes next. */
    long next() {
        return next;
    }

    /** Delta batches. */
    long size() {
        return next - first;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Gives one after the other to the receiver, in the order in which they came, and forgets it. Those that come before a
     * sweep has ended wait for the next one: however fast they come, it ends.
     *
     * @param enough asked after each
     * @return whether others of this sweep stay
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
