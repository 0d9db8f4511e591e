package doorstep.store;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** Rows of one store in the heap: key → value. Rows fall into {@link #SEGMENTS} by their first byte. Not thread-safe. */
public interface Rows {
    /** Power of two. What is logged together and written anew together. */
    int SEGMENTS = 64;

    static int segmentOf(byte[] key) {
        return segmentOf(key[0]);
    }

    /** @param first byte of the key */
    static int segmentOf(byte first) {
        return ((first & 0xff) * SEGMENTS) >> 8;
    }

    /** @return null if there is none */
    byte[] get(Bytes key);

    void put(Bytes key, byte[] value);

    /** A row whose key and value stand in a batch of the log. */
    default void put(byte[] batch, int keyAt, int keyLength, int valueAt, int valueLength) {
        put(
                Bytes.wrap(Arrays.copyOfRange(batch, keyAt, keyAt + keyLength)),
                Arrays.copyOfRange(batch, valueAt, valueAt + valueLength));
    }

    void remove(Bytes key);

    void clear(int segment);

    void forEach(int segment, BiConsumer<Bytes, byte[]> action);

    /** Bytes of keys and values of a segment. */
    long bytes(int segment);

    long size();
}
