package doorstep.store;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** Rows of one store in the heap: key → value. Not thread-safe. */
public interface RowTable {
    /**
     * Power of two. What is logged together and rewritten together: small enough that a commit can rewrite one of a store of
     * half a gigabyte, large enough that a commit does not end in a record for each row.
     */
    int SEGMENTS = 128;

    /** @param first byte of the key */
    static int segmentOf(byte first) {
        return ((first & 0xff) * SEGMENTS) >> 8;
    }

    /** Part of the format of the log: a row must never fall into another one. */
    default int segment(Bytes key) {
        return segmentOf(key.get()[0]);
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
