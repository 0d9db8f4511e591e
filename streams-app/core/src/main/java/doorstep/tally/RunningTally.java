// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A mutable tally, for adding many tallies to a few. Not thread-safe. */
public final class RunningTally {
    private static final int FEW = 2; // most tallies of an interval have no more slots

    private int[] slots = new int[FEW]; // ascending
    private long[] counts = new long[FEW]; // may be 0
    private int size;
    private SortedMap<String, Long> named = Collections.emptySortedMap();

    public RunningTally add(Tally tally) {
        return add(tally, 1);
    }

    public RunningTally subtract(Tally tally) {
        return add(tally, -1);
    }

    private RunningTally add(Tally tally, int sign) {
        int from = 0;
        for (int i = 0; i < tally.size(); i++) {
            from = add(from, tally.slotAt(i), sign * tally.countAt(i));
        }
        if (tally.hasNames()) {
            addNamed(tally.named(), sign);
        }
        return this;
    }

    public RunningTally add(RunningTally other) {
        return add(other, 1);
    }

    public RunningTally subtract(RunningTally other) {
        return add(other, -1);
    }

    private RunningTally add(RunningTally other, int sign) {
        int from = 0;
        for (int i = 0; i < other.size; i++) {
            from = add(from, other.slots[i], sign * other.counts[i]);
        }
        if (!other.named.isEmpty()) {
            addNamed(other.named, sign);
        }
        return this;
    }

    /** Adds what {@link #writeTo} or {@link Tally#writeTo} wrote. */
    public RunningTally add(ByteReader in) {
        int from = 0;
        int slot = 0;
        for (int left = in.readInt(); left > 0; left--) {
            slot += in.readInt();
            from = add(from, slot, in.readZigzag());
        }
        int names = in.readInt();
        if (names > 0) {
            SortedMap<String, Long> more = new TreeMap<>();
            for (; names > 0; names--) {
                more.put(in.readString(), in.readZigzag());
            }
            addNamed(more, 1);
        }
        return this;
    }

    /** Writes the bytes that {@link Tally#writeTo} would write. */
    public void writeTo(ByteWriter out) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            kept += counts[i] == 0 ? 0 : 1;
        }
        out.writeVarint(kept);
        int before = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                out.writeVarint(slots[i] - before).writeZigzag(counts[i]);
                before = slots[i];
            }
        }
        if (named.isEmpty()) {
            out.writeVarint(0);
        } else {
            writeNamed(out);
        }
    }

    private void writeNamed(ByteWriter out) {
        named.values().removeIf(count -> count == 0);
        out.writeVarint(named.size());
        named.forEach((name, count) -> out.writeString(name).writeZigzag(count));
    }

    /** @return the index from which the next slot may follow */
    private int add(int from, int slot, long count) {
        int i = from;
        while (i < size && slots[i] < slot) {
            i++;
        }
        if (i < size && slots[i] == slot) {
            counts[i] = Math.addExact(counts[i], count);
        } else {
            insert(i, slot, count);
        }
        return i + 1;
    }

    private void insert(int at, int slot, long count) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(slots, at, slots, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        slots[at] = slot;
        counts[at] = count;
        size++;
    }

    /** Resets to zero. */
    public RunningTally clear() {
        size = 0;
        named = Collections.emptySortedMap();
        return this;
    }

    private void addNamed(SortedMap<String, Long> more, int sign) {
        if (named.isEmpty()) {
            named = new TreeMap<>();
        }
        more.forEach((name, count) -> named.merge(name, sign * count, Math::addExact));
    }

    public boolean isZero() {
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                return false;
            }
        }
        return named.isEmpty() || named.values().stream().allMatch(count -> count == 0);
    }

    /** An immutable copy of the current counts. */
    public Tally toTally() {
        return Tally.of(slots, counts, size, named);
    }
}
