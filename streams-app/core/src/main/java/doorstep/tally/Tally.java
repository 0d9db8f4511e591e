// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A vector of counts, sparse and immutable: an abelian group, so that what was added can be subtracted exactly.
 * Division is left to the row that people read.
 *
 * <p>Most counters are numbered slots, whose meaning the family defines. Counters for an open list of codes (the moods)
 * have names. Zeros are not stored, so equal figures are equal objects and equal bytes.
 */
public final class Tally {
    private static final SortedMap<String, Long> NO_NAMES = Collections.emptySortedMap();
    public static final Tally ZERO = new Tally(new int[0], new long[0], NO_NAMES);

    private final int[] slots; // ascending
    private final long[] counts; // never 0
    private final SortedMap<String, Long> named; // never 0

    private Tally(int[] slots, long[] counts, SortedMap<String, Long> named) {
        this.slots = slots;
        this.counts = counts;
        this.named = named.isEmpty() ? NO_NAMES : named;
    }

    private static final Tally[] ONES = new Tally[64];

    static {
        Arrays.setAll(ONES, slot -> new Tally(new int[] {slot}, new long[] {1}, NO_NAMES));
    }

    /** One count, 0 or more, in one slot. */
    public static Tally of(int slot, long count) {
        if (count == 1 && slot < ONES.length) {
            return ONES[slot];
        }
        return count == 0 ? ZERO : new Tally(new int[] {slot}, new long[] {count}, NO_NAMES);
    }

    /** Counts of the slots 0, 1, 2… */
    public static Tally ofSlots(long... counts) {
        int[] slots = new int[counts.length];
        Arrays.setAll(slots, slot -> slot);
        return of(slots, counts, NO_NAMES);
    }

    /** A tally of ascending slots. */
    static Tally of(int[] slots, long[] counts, SortedMap<String, Long> named) {
        int[] keptSlots = new int[slots.length];
        long[] keptCounts = new long[slots.length];
        int kept = 0;
        for (int i = 0; i < slots.length; i++) {
            if (counts[i] != 0) {
                keptSlots[kept] = slots[i];
                keptCounts[kept++] = counts[i];
            }
        }
        SortedMap<String, Long> keptNames = NO_NAMES;
        if (!named.isEmpty()) {
            keptNames = new TreeMap<>(named);
            keptNames.values().removeIf(count -> count == 0);
        }
        return new Tally(Arrays.copyOf(keptSlots, kept), Arrays.copyOf(keptCounts, kept), keptNames);
    }

    public static Tally ofNamed(String name, long count) {
        return count == 0 ? ZERO : new Tally(ZERO.slots, ZERO.counts, new TreeMap<>(Map.of(name, count)));
    }

    public boolean isZero() {
        return slots.length == 0 && !hasNames();
    }

    boolean hasNames() {
        return named != NO_NAMES;
    }

    /** The number of slots that are not zero. */
    int size() {
        return slots.length;
    }

    int slotAt(int i) {
        return slots[i];
    }

    long countAt(int i) {
        return counts[i];
    }

    public long get(int slot) {
        int i = Arrays.binarySearch(slots, slot);
        return i < 0 ? 0 : counts[i];
    }

    public SortedMap<String, Long> named() {
        return Collections.unmodifiableSortedMap(named);
    }

    public Tally plus(Tally other) {
        return combine(other, 1);
    }

    public Tally minus(Tally other) {
        return combine(other, -1);
    }

    private Tally combine(Tally other, int sign) {
        if (other.isZero()) {
            return this;
        }
        int[] mergedSlots = new int[slots.length + other.slots.length];
        long[] mergedCounts = new long[mergedSlots.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < slots.length || j < other.slots.length) {
            int slot;
            long count;
            if (j == other.slots.length || (i < slots.length && slots[i] < other.slots[j])) {
                slot = slots[i];
                count = counts[i++];
            } else if (i == slots.length || other.slots[j] < slots[i]) {
                slot = other.slots[j];
                count = sign * other.counts[j++];
            } else {
                slot = slots[i];
                count = Math.addExact(counts[i++], sign * other.counts[j++]);
            }
            if (count != 0) {
                mergedSlots[size] = slot;
                mergedCounts[size++] = count;
            }
        }
        SortedMap<String, Long> mergedNames = named;
        if (!other.named.isEmpty()) {
            SortedMap<String, Long> sums = new TreeMap<>(named);
            other.named.forEach((name, count) -> sums.merge(name, sign * count, Math::addExact));
            sums.values().removeIf(count -> count == 0);
            mergedNames = sums;
        }
        return new Tally(Arrays.copyOf(mergedSlots, size), Arrays.copyOf(mergedCounts, size), mergedNames);
    }

    /** The slots of {@code [from, to)} that are not zero, ascending. */
    public int[] slotsWithin(int from, int to) {
        return Arrays.stream(slots).filter(slot -> slot >= from && slot < to).toArray();
    }

    public void forEachSlot(BiConsumer<Integer, Long> action) {
        for (int i = 0; i < slots.length; i++) {
            action.accept(slots[i], counts[i]);
        }
    }

    /** Writes each slot as the difference from the one before: neighbours take one byte. */
    public void writeTo(ByteWriter out) {
        out.writeVarint(slots.length);
        int before = 0;
        for (int i = 0; i < slots.length; i++) {
            out.writeVarint(slots[i] - before).writeZigzag(counts[i]);
            before = slots[i];
        }
        out.writeVarint(named.size());
        named.forEach((name, count) -> out.writeString(name).writeZigzag(count));
    }

    public static Tally readFrom(ByteReader in) {
        int size = in.readInt();
        int[] slots = new int[size];
        long[] counts = new long[size];
        int before = 0;
        for (int i = 0; i < size; i++) {
            slots[i] = before + in.readInt();
            counts[i] = in.readZigzag();
            before = slots[i];
        }
        int names = in.readInt();
        if (size == 0 && names == 0) {
            return ZERO;
        }
        SortedMap<String, Long> named = NO_NAMES;
        if (names > 0) {
            named = new TreeMap<>();
            for (int i = 0; i < names; i++) {
                named.put(in.readString(), in.readZigzag());
            }
        }
        return new Tally(slots, counts, named);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Tally other
                && Arrays.equals(slots, other.slots)
                && Arrays.equals(counts, other.counts)
                && named.equals(other.named);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(slots) + Arrays.hashCode(counts)) + named.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEachSlot((slot, count) -> text.append(text.length() > 1 ? ", " : "")
                .append(slot)
                .append('=')
                .append(count));
        named.forEach((name, count) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(count));
        return text.append('}').toString();
    }
}
