// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hash of a record, which shows whether it is still the same without keeping its content. */
public final class RecordHash {
    private static final int BYTES = 16;

    private RecordHash() {}

    /**
     * The first 16 bytes of the SHA-256 of key and value, in hexadecimal.
     *
     * @param key null counts as no bytes
     * @param value null counts as no bytes
     */
    public static String of(byte[] key, byte[] value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key == null ? new byte[0] : key);
            digest.update(value == null ? new byte[0] : value);
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
