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

/** One partition of a changelog as the broker keeps it, cleaner and lost records included. */
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

    /** Records that can be read. */
    public int size() {
        return committed.size();
    }

    /** Reads everything; whatever may happen meanwhile happens before each record. */
    public void restore(BiConsumer<byte[], byte[]> receiver, Runnable meanwhile) {
        long offset = 0;
        for (Entry next; (next = at(offset)) != null; offset = next.offset() + 1) {
            receiver.accept(next.key().get(), next.value());
            meanwhile.run();
        }
    }

    /** The first at or after an offset. */
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
     * The cleaner: what a later record of the same key replaces goes, up to some offset.
     *
     * @param tombstonesToo those that are a day old; never while someone who has read what they delete reads on
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

    /** A power cut, or a leader that had not got them yet: the last records are gone. */
    public void loseTail(int records) {
        int left = Math.max(0, committed.size() - records);
        committed.subList(left, committed.size()).clear();
    }
}
