// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Identity;

/** A set of identities in 16 to 43 bytes each. Adding is thread-safe; asking is, once nothing is added any more. */
final class IdSet {
    private static final int LONGS = 2;

    private long[] slots = new long[LONGS << 10]; // pairs; no id has the identity 0, 0
    private int size;

    synchronized void add(Identity id) {
        if (size * 4L >= slots.length / LONGS * 3L) {
            grow();
        }
        int at = slotOf(id.high(), id.low(), slots);
        if (slots[at] == 0 && slots[at + 1] == 0) {
            slots[at] = id.high();
            slots[at + 1] = id.low();
            size++;
        }
    }

    boolean contains(Identity id) {
        int at = slotOf(id.high(), id.low(), slots);
        return slots[at] != 0 || slots[at + 1] != 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int at = 0; at < slots.length; at += LONGS) {
            if (slots[at] != 0 || slots[at + 1] != 0) {
                int to = slotOf(slots[at], slots[at + 1], larger);
                larger[to] = slots[at];
                larger[to + 1] = slots[at + 1];
            }
        }
        slots = larger;
    }

    /** The index of an identity, or of the empty slot where it belongs. */
    private static int slotOf(long high, long low, long[] slots) {
        int mask = slots.length / LONGS - 1;
        int slot = (int) (low ^ (low >>> 32)) & mask;
        while (true) {
            int at = slot * LONGS;
            if ((slots[at] == high && slots[at + 1] == low) || (slots[at] == 0 && slots[at + 1] == 0)) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
    }
}
