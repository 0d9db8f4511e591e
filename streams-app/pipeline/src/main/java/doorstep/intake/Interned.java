package doorstep.intake;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What bytes stand for, worked out once for each distinct array: units, codes and whatever else comes again and again.
 * Forgets everything when it is full, so that whoever sends ever new words costs time and no memory. Not thread-safe.
 */
final class Interned<T> {
    private static final int SLOTS = 1 << 15;
    private static final int MOST = SLOTS / 2;

    private final Function<byte[], T> meaning;
    private final byte[][] keys = new byte[SLOTS][];
    private final Object[] values = new Object[SLOTS];
    private int size;

    /** @param meaning of bytes; null if they have none */
    Interned(Function<byte[], T> meaning) {
        this.meaning = meaning;
    }

    /** @return null if they have no meaning */
    @SuppressWarnings("unchecked") // only values of T are put in
    T get(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & (SLOTS - 1);
        while (keys[slot] != null) {
            byte[] key = keys[slot];
            if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return (T) values[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        byte[] key = Arrays.copyOfRange(bytes, from, to);
        T value = meaning.apply(key);
        if (size == MOST) {
            Arrays.fill(keys, null);
            Arrays.fill(values, null);
            size = 0;
            slot = hash(bytes, from, to) & (SLOTS - 1);
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        return value;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }
}
