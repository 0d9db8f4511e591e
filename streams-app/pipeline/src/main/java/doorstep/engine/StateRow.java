// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.RefusedException;
import doorstep.streams.HeapStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The row of a task's state that also records where the changelogs of its stores end. A task writes it last before a
 * commit. A changelog can lose its tail, because brokers do not wait for the disk, and would be restored without an
 * error; then its end differs from the one in the row. If the row itself was lost, the changelogs continue without it.
 */
final class StateRow {
    static final Bytes KEY = Bytes.wrap("state".getBytes(StandardCharsets.UTF_8));

    static final int FORMAT = 3; // 1 and 2 had no changelog ends
    private static final byte[] NOTHING = {};

    private final String place;
    private final String application;
    private final int partition;
    private final KeyValueStore<Bytes, byte[]> store;
    private final SortedMap<String, HeapStore> stores = new TreeMap<>();
    private byte[] kept;

    /**
     * @param place the task, as messages name it
     * @param rowStore the store that holds the row
     * @param stores all stores of the task, including that one
     */
    StateRow(ProcessorContext<?, ?> context, String place, String rowStore, List<String> stores) {
        this.place = place;
        application = context.applicationId();
        partition = context.taskId().partition();
        store = context.getStateStore(rowStore);
        stores.forEach(name -> this.stores.put(name, HeapStore.of(context.getStateStore(name))));
        kept = store.get(KEY);
    }

    /** Whether no commit has left a row. */
    boolean isMissing() {
        return kept == null;
    }

    /**
     * The kept state, if there is any.
     *
     * @throws RefusedException HISTORY_MISSING if a changelog does not end where the row says; OLD_STATE
     */
    Optional<byte[]> read() {
        if (kept == null) {
            requireEnds(new TreeMap<>());
            return Optional.empty();
        }
        ByteReader in = new ByteReader(kept);
        RefusedException.requireFormat(in.readByte(), FORMAT, "the state of " + place);
        SortedMap<String, byte[]> ends = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            ends.put(in.readString(), in.readBytes(in.readInt()));
        }
        requireEnds(ends);
        return Optional.of(in.readRest());
    }

    private void requireEnds(SortedMap<String, byte[]> ends) {
        stores.forEach((name, heap) -> {
            if (heap.isBroken()) {
                throw missing(name, "lacks records in its middle");
            }
            if (!Arrays.equals(ends.getOrDefault(name, NOTHING), heap.logEnd())) {
                throw missing(name, "does not end where the last commit left it");
            }
        });
    }

    private RefusedException missing(String name, String what) {
        return new RefusedException(
                "HISTORY_MISSING: " + place + ": changelog " + InternalNames.changelog(application, name)
                        + ", partition " + partition + ", of store " + name + " " + what
                        + ". Brokers lost records of it, or of another changelog of this task. Figures would be wrong;"
                        + " run `doorstep rebuild` to count again from the input topics.");
    }

    /** Sends everything that the stores have buffered, and writes the row if it has changed. */
    void keep(byte[] state) {
        ByteWriter out = new ByteWriter(state.length + 256);
        out.writeByte(FORMAT).writeVarint(stores.size());
        stores.forEach((name, heap) -> {
            heap.send();
            byte[] end = heap.logEnd();
            out.writeString(name).writeVarint(end.length).writeBytes(end);
        });
        byte[] now = out.writeBytes(state).toBytes();
        if (!Arrays.equals(now, kept)) {
            store.put(KEY, now);
            kept = now;
        }
    }
}
