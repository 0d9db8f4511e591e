// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.event.Codes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Makes a code from any text: removes accents, converts letters to upper case, and replaces each run of other
 * characters by one underscore. Texts that differ only in case, accents and punctuation share a code on purpose; where
 * letters or digits would be lost, a hash of the text keeps different texts apart.
 */
final class CodeText {
    private static final int MAX_LENGTH = 64;
    private static final int HASH_BYTES = 4;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private CodeText() {}

    /** @param text not empty */
    static String of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
        StringBuilder code = new StringBuilder(plain.length());
        boolean lost = false;
        for (int i = 0; i < plain.length(); ) {
            int point = plain.codePointAt(i);
            i += Character.charCount(point);
            if ((point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9')) {
                code.append((char) point);
            } else if (Character.isLetterOrDigit(point) || point == '\uFFFD') {
                lost = true;
            } else if (!isMark(point) && !code.isEmpty() && code.charAt(code.length() - 1) != '_') {
                code.append('_');
            }
        }
        if (!code.isEmpty() && code.charAt(code.length() - 1) == '_') {
            code.setLength(code.length() - 1);
        }
        if (code.isEmpty()) {
            return "X_" + hash(text);
        }
        if (code.charAt(0) <= '9') {
            code.insert(0, "X_");
        }
        if (!lost && Codes.isValid(code.toString())) {
            return code.toString();
        }
        code.setLength(Math.min(code.length(), MAX_LENGTH - 2 * HASH_BYTES - 1));
        return code.append('_').append(hash(text)).toString();
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
