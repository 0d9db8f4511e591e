// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.codec.BigEndian;
import doorstep.codec.NumberHash;

/** What a {@link HashRowTable} knows about its keys: their length, and where they are spread. */
public enum KeyLayout {
    /** 16 bytes, all of them a hash. */
    HASHES(16) {
        @Override
        int segment(byte[] bytes, int at) {
            return RowTable.segmentOf(bytes[at]);
        }

        @Override
        int hash(byte[] bytes, int at) {
            return BigEndian.intAt(bytes, at + 12); // not the first byte, which chose the segment
        }

        @Override
        byte tag(byte[] bytes, int at) {
            return bytes[at + 11];
        }
    },

    /**
     * 8 bytes, a positive number whose first 28 bits are those of a group: rows of a group are in the same segment, so
     * that a change of a few groups is logged in a few batches.
     */
    NUMBERS(8) {
        @Override
        int segment(byte[] bytes, int at) {
            int group = BigEndian.intAt(bytes, at) >>> NOT_GROUP_BITS;
            return (group * SPREAD) >>> SEGMENT_SHIFT;
        }

        @Override
        int hash(byte[] bytes, int at) {
            return (int) (NumberHash.of(BigEndian.longAt(bytes, at)) >>> Integer.SIZE);
        }

        @Override
        byte tag(byte[] bytes, int at) {
            return (byte) NumberHash.of(BigEndian.longAt(bytes, at));
        }
    };

    private static final int NOT_GROUP_BITS = 4;
    private static final int SEGMENT_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(RowTable.SEGMENTS);
    /** 2^32 divided by the golden ratio: spreads consecutive numbers evenly over the highest bits (Knuth, 6.4). */
    private static final int SPREAD = 0x9E3779B9;

    private final int bytes;

    KeyLayout(int bytes) {
        this.bytes = bytes;
    }

    /** Length of a key, a multiple of 8. */
    int bytes() {
        return bytes;
    }

    /** Part of the changelog format. */
    abstract int segment(byte[] bytes, int at);

    /** Bits that differ between the keys of a segment. */
    abstract int hash(byte[] bytes, int at);

    /** Other such bits. */
    abstract byte tag(byte[] bytes, int at);
}
