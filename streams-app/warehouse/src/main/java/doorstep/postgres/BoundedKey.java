// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.table.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Shortens keys of rows that are too long for a primary key: an entry of a B-tree has at most 2,704 bytes, and the longest
 * valid unit alone has more. Such a key, which nobody but an attacker is likely to send, would otherwise stop all exports. It
 * ends with {@code #} and its SHA-256; the columns beside it are complete.
 */
final class BoundedKey {
    static final int MAX_BYTES = 2400;
    private static final int SUFFIX = 65;

    private BoundedKey() {}

    static String of(String key) {
        String text = NulEscape.escape(key);
        if (text.length() <= MAX_BYTES / 3) { // a character of a string is 3 bytes at most
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return text;
        }
        int end = MAX_BYTES - SUFFIX;
        while ((bytes[end] & 0xc0) == 0x80) { // inside a character
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8)
                + '#'
                + HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * The key that {@code stored} was made of.
     *
     * @param row with the columns that repeat the key
     */
    static String original(String stored, Table table, List<Object> row) {
        if (stored.length() <= SUFFIX || stored.charAt(stored.length() - SUFFIX) != '#') {
            return NulEscape.unescape(stored);
        }
        return table.key()
                .key(column -> row.get(table.indexOf(column)))
                .filter(key -> of(key).equals(stored))
                .orElseGet(() -> NulEscape.unescape(stored));
    }
}
