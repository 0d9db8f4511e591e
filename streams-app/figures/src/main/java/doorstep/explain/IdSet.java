// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Identity;

/**
 * A set of identities in 17 to 46 bytes each, which can note how often each of them occurs. Adding and noting are
 * thread-safe; asking is, once nothing is added or noted any more.
 */
final class IdSet {
    private static final int LONGS = 2;

    private long[] slots = new long[LONGS << 10]; // pairs; no id has the identity 0, 0
    private byte[] occurrences = new byte[0]; // by slot, 2 stands for more too; empty until the first is noted
    private int size;
    private int repeated;

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
        return isTaken(slotOf(id.high(), id.low(), slots));
    }

    private boolean isTaken(int at) {
        return slots[at] != 0 || slots[at + 1] != 0;
    }

    /** Notes an occurrence of an identity if it is one of the set, to which nothing may be added afterwards. */
    void occurs(Identity id) {
        int at = slotOf(id.high(), id.low(), slots);
        if (isTaken(at)) {
            occurs(at / LONGS);
        }
    }

    private synchronized void occurs(int slot) {
        if (occurrences.length == 0) {
            occurrences = new byte[slots.length / LONGS];
        }
        if (occurrences[slot] < 2) {
            occurrences[slot]++;
            repeated += occurrences[slot] - 1;
        }
    }

    /** Whether an identity is one of the set and occurred once. */
    boolean occurredOnce(Identity id) {
        int slot = slotOf(id.high(), id.low(), slots) / LONGS;
        return slot < occurrences.length && occurrences[slot] == 1;
    }

    /** How many occurred more than once. */
    int repeated() {
        return repeated;
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
