// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Cache of parsed byte arrays, for units, codes and other values that repeat often. Does not keep long arrays, and is
 * emptied when full, so a sender of ever new values costs time but not memory. Not thread-safe.
 */
final class InternTable<T> {
    private static final int MAX_BYTES = 256;
    private static final int MIN_SLOTS = 16;
    private static final int MAX_SLOTS = 1 << 14;

    private final Function<byte[], T> parser;
    private byte[][] keys = new byte[MIN_SLOTS][];
    private Object[] values = new Object[MIN_SLOTS];
    private int size;

    /** @param parser returns null for bytes that are not valid */
    InternTable(Function<byte[], T> parser) {
        this.parser = parser;
    }

    /** @return null if the bytes are not valid */
    @SuppressWarnings("unchecked") // only values of T are put in
    T get(byte[] bytes, int from, int to) {
        int slot = slotOf(bytes, from, to);
        if (keys[slot] != null) {
            return (T) values[slot];
        }
        byte[] key = Arrays.copyOfRange(bytes, from, to);
        T value = parser.apply(key);
        if (key.length <= MAX_BYTES) {
            put(key, value);
        }
        return value;
    }

    private void put(byte[] key, T value) {
        if (2 * size == keys.length) {
            makeRoom();
        }
        int slot = slotOf(key, 0, key.length);
        keys[slot] = key;
        values[slot] = value;
        size++;
    }

    private void makeRoom() {
        byte[][] oldKeys = keys;
        Object[] oldValues = values;
        int slots = Math.min(2 * oldKeys.length, MAX_SLOTS);
        keys = new byte[slots][];
        values = new Object[slots];
        if (slots == oldKeys.length) {
            size = 0;
            return;
        }
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int slot = slotOf(oldKeys[i], 0, oldKeys[i].length);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** @return the slot of the bytes, or the empty slot where they belong */
    private int slotOf(byte[] bytes, int from, int to) {
        int mask = keys.length - 1;
        int slot = hash(bytes, from, to) & mask;
        while (keys[slot] != null && !Arrays.equals(keys[slot], 0, keys[slot].length, bytes, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }
}
