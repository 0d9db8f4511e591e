// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

/** The Confluent wire format: a zero byte, the schema id (4 bytes, big-endian), the Avro binary encoding. */
public final class Framing {
    static final int HEADER_BYTES = 5;

    private Framing() {}

    static boolean isFramed(byte[] value) {
        return value.length >= HEADER_BYTES && value[0] == 0;
    }

    /** @param value framed */
    public static int schemaId(byte[] value) {
        return (value[1] & 0xff) << 24 | (value[2] & 0xff) << 16 | (value[3] & 0xff) << 8 | (value[4] & 0xff);
    }

    static byte[] header(int schemaId) {
        return new byte[] {
            0, (byte) (schemaId >>> 24), (byte) (schemaId >>> 16), (byte) (schemaId >>> 8), (byte) schemaId
        };
    }
}
