// SPDX-License-Identifier: Apache-2.0
package doorstep.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Only for bytes that Doorstep wrote itself: a malformed array is a bug and
 * throws.
 */
public final class ByteReader {
    private final byte[] bytes;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0);
    }

    public ByteReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    public boolean hasMore() {
        return position < bytes.length;
    }

    public int position() {
        return position;
    }

    public int readByte() {
        return bytes[position++];
    }

    public long readVarint() {
        long n = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[position++];
            n |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return n;
            }
        }
    }

    public int readInt() {
        return Math.toIntExact(readVarint());
    }

    public long readZigzag() {
        long n = readVarint();
        return (n >>> 1) ^ -(n & 1);
    }

    public long readLong() {
        long n = 0;
        for (int i = 0; i < 8; i++) {
            n = n << 8 | (bytes[position++] & 0xff);
        }
        return n;
    }

    public long readSortable() {
        return readLong() ^ Long.MIN_VALUE;
    }

    public String readString() {
        int length = readInt();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Skips bytes that the caller reads in place; returns where they begin. */
    public int advance(int length) {
        int from = position;
        position += length;
        return from;
    }

    public byte[] readRest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }

    public byte[] readBytes(int length) {
        byte[] part = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return part;
    }
}
