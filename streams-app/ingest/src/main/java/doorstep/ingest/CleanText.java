// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.text.Normalizer;

/** Normalises every text that is read from a file. */
final class CleanText {
    /** Replaces bytes that are not valid in the file's encoding: a code point that does not occur in text. */
    static final char UNDECODABLE = '\uFFFF';

    private static final char FIRST_COMBINING = '\u0300'; // text without code points from here on is always NFC

    private CleanText() {}

    /** Converts a text to NFC and removes white space at both ends. */
    static String of(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return nfc(text.substring(start, end));
    }

    static String nfc(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /** False for text with bytes that are not valid in the encoding, and for unpaired surrogates. */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == UNDECODABLE) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(++i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
