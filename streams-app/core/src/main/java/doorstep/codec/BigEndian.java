// SPDX-License-Identifier: Apache-2.0
package doorstep.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of fixed length as bytes, highest first: keys of rows that are made and read millions of times. */
public final class BigEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static byte[] ofLong(long number) {
        byte[] bytes = new byte[Long.BYTES];
        LONGS.set(bytes, 0, number);
        return bytes;
    }

    public static byte[] ofLongs(long first, long second) {
        byte[] bytes = new byte[2 * Long.BYTES];
        LONGS.set(bytes, 0, first);
        LONGS.set(bytes, Long.BYTES, second);
        return bytes;
    }

    /** @param at index of the first of eight bytes */
    public static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** @param at index of the first of four bytes */
    public static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }
}
