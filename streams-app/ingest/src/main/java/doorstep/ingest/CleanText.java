package doorstep.ingest;

import java.text.Normalizer;

/** What every text from a file goes through first. */
final class CleanText {
    /** Stands for bytes that are no text in the file's encoding: a code point that no text contains. */
    static final char UNDECODABLE = '\uFFFF';

    private static final char FIRST_COMBINING = '\u0300'; // below, every text is NFC

    private CleanText() {}

    /** NFC, without white space at either end. */
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

    /** False for text with bytes that the encoding does not have, and for halves of surrogate pairs. */
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
