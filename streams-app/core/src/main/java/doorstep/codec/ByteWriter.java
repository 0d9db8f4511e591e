// SPDX-License-Identifier: Apache-2.0
package doorstep.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends varints, strings and raw bytes to a growing array. Not thread-safe; {@link #reset} makes it reusable. */
public final class ByteWriter {
    private byte[] buffer;
    private int size;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        buffer = new byte[capacity];
    }

    public ByteWriter reset() {
        size = 0;
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    public ByteWriter writeByte(int b) {
        reserve(1);
        buffer[size++] = (byte) b;
        return this;
    }

    /** Unsigned LEB128, 1 byte below 128; a negative number takes 10. */
    public ByteWriter writeVarint(long n) {
        reserve(10);
        long rest = n;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** Takes few bytes for small numbers of either sign. */
    public ByteWriter writeZigzag(long n) {
        return writeVarint((n << 1) ^ (n >> 63));
    }

    public ByteWriter writeLong(long n) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (n >>> shift);
        }
        return this;
    }

    /** Eight bytes whose unsigned order is the order of the numbers, for keys that are scanned. */
    public ByteWriter writeSortable(long n) {
        return writeLong(n ^ Long.MIN_VALUE);
    }

    public ByteWriter writeBytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Length in bytes, then UTF-8. */
    public ByteWriter writeString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(utf8.length);
        return writeBytes(utf8);
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
