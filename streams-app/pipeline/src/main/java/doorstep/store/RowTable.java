// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** In-memory rows of one store: key → value. Not thread-safe. */
public interface RowTable {
    /**
     * Number of segments, a power of two. A segment is logged and rewritten as a unit: small enough that a commit can
     * rewrite one of a store of half a gigabyte, large enough that a commit does not produce one record per row.
     */
    int SEGMENTS = 128;

    /** @param first first byte of the key */
    static int segmentOf(byte first) {
        return ((first & 0xff) * SEGMENTS) >> 8;
    }

    /** Part of the changelog format: the segment of a key must never change. */
    default int segment(Bytes key) {
        return segmentOf(key.get()[0]);
    }

    /** @return null if there is no such row */
    byte[] get(Bytes key);

    void put(Bytes key, byte[] value);

    /** Puts a row whose key and value are part of a batch of the changelog. */
    default void put(byte[] batch, int keyAt, int keyLength, int valueAt, int valueLength) {
        put(
                Bytes.wrap(Arrays.copyOfRange(batch, keyAt, keyAt + keyLength)),
                Arrays.copyOfRange(batch, valueAt, valueAt + valueLength));
    }

    void remove(Bytes key);

    void clear(int segment);

    void forEach(int segment, BiConsumer<Bytes, byte[]> action);

    /** Bytes of the keys and values in a segment. */
    long bytes(int segment);

    long size();
}
