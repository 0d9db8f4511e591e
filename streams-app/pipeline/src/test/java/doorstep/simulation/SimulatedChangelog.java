// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** One partition of a changelog with log compaction and lost records. */
public final class SimulatedChangelog {
    private record Entry(long offset, Bytes key, byte[] value) {}

    private final List<Entry> committed = new ArrayList<>();
    private final List<Entry> open = new ArrayList<>();
    private long end;

    public void append(Bytes key, byte[] value) {
        open.add(new Entry(end++, key, value));
    }

    public void commit() {
        committed.addAll(open);
        open.clear();
    }

    public void abort() {
        open.clear();
    }

    /** Number of readable records. */
    public int size() {
        return committed.size();
    }

    /** Reads all records, and runs {@code meanwhile} after each. */
    public void restore(BiConsumer<byte[], byte[]> receiver, Runnable meanwhile) {
        long offset = 0;
        for (Entry next; (next = at(offset)) != null; offset = next.offset() + 1) {
            receiver.accept(next.key().get(), next.value());
            meanwhile.run();
        }
    }

    /** The first record at or after an offset. */
    private Entry at(long offset) {
        int low = 0;
        int high = committed.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (committed.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < committed.size() ? committed.get(low) : null;
    }

    /**
     * Log compaction: removes records that a later record of the same key replaces, up to a random offset.
     *
     * @param tombstonesToo also removes tombstones, as after a day; not while a reader that has read the deleted
     *     records continues
     */
    public void compact(Random dice, boolean tombstonesToo) {
        int cleanTo = dice.nextInt(committed.size() + 1);
        Map<Bytes, Integer> last = new HashMap<>();
        for (int i = 0; i < cleanTo; i++) {
            last.put(committed.get(i).key(), i);
        }
        Set<Entry> gone = new HashSet<>();
        for (int i = 0; i < cleanTo; i++) {
            Entry entry = committed.get(i);
            if (last.get(entry.key()) != i || (tombstonesToo && entry.value() == null)) {
                gone.add(entry);
            }
        }
        committed.removeIf(gone::contains);
    }

    /** Removes the last records, as after a power cut or when the new leader had not replicated them. */
    public void loseTail(int records) {
        int left = Math.max(0, committed.size() - records);
        committed.subList(left, committed.size()).clear();
    }
}
