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

    private long[] pairs = new long[2 * FEW]; // slot and count, which may be 0; slots ascend
    private int size; // of the array in use
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
        for (int i = 0; i < other.size; i += 2) {
            from = add(from, other.pairs[i], sign * other.pairs[i + 1]);
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
        for (int i = 0; i < size; i += 2) {
            kept += pairs[i + 1] == 0 ? 0 : 1;
        }
        out.writeVarint(kept);
        long before = 0;
        for (int i = 0; i < size; i += 2) {
            if (pairs[i + 1] != 0) {
                out.writeVarint(pairs[i] - before).writeZigzag(pairs[i + 1]);
                before = pairs[i];
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
    private int add(int from, long slot, long count) {
        int i = from;
        while (i < size && pairs[i] < slot) {
            i += 2;
        }
        if (i < size && pairs[i] == slot) {
            pairs[i + 1] = Math.addExact(pairs[i + 1], count);
        } else {
            insert(i, slot, count);
        }
        return i + 2;
    }

    private void insert(int at, long slot, long count) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        System.arraycopy(pairs, at, pairs, at + 2, size - at);
        pairs[at] = slot;
        pairs[at + 1] = count;
        size += 2;
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
        for (int i = 0; i < size; i += 2) {
            if (pairs[i + 1] != 0) {
                return false;
            }
        }
        return named.isEmpty() || named.values().stream().allMatch(count -> count == 0);
    }

    /** An immutable copy of the current counts. */
    public Tally toTally() {
        int[] slots = new int[size / 2];
        long[] counts = new long[size / 2];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = (int) pairs[2 * i];
            counts[i] = pairs[2 * i + 1];
        }
        return Tally.of(slots, counts, named);
    }
}
