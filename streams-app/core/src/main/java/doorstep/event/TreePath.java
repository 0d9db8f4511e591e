// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Path in a tree of units or of areas: {@code city/district/station}, 1 to 6 segments, each 1 to 128 code points, NFC,
 * no control characters or surrogates, none of {@link #refusedCodePoints}, no space at either end, neither {@code *}
 * nor {@code OTHER_VALUES}.
 */
public record TreePath(String text) {
    public static final int MAX_SEGMENTS = 6;
    public static final int MAX_CODE_POINTS = 128;
    /**
     * Code points that make different names look alike: bidi controls, zero-width and invisible characters, tags. First
     * and last of each range; listed here, because Unicode categories depend on the JDK.
     */
    private static final int[] REFUSED = {
        0x061C, 0x061C, 0x200B, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x2069, 0xFEFF, 0xFEFF,
        0xE0000, 0xE007F
    };

    /** The root of every tree; not itself a valid path. */
    public static final String ROOT = "*";

    public TreePath {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a path: " + text);
        }
    }

    /** All prefixes, the path itself last; {@code a/b} gives {@code a}, {@code a/b}. Without the root. */
    public List<String> prefixes() {
        return prefixes(text);
    }

    public static List<String> prefixes(String path) {
        List<String> prefixes = new ArrayList<>(4);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            prefixes.add(path.substring(0, slash));
        }
        prefixes.add(path);
        return prefixes;
    }

    /** The path above; the root's is the root. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? ROOT : path.substring(0, slash);
    }

    public static boolean isValid(String text) {
        int segments = 1;
        int length = 0;
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point == '/') {
                if (!isValidSegment(text, start, i, length) || ++segments > MAX_SEGMENTS) {
                    return false;
                }
                length = 0;
                start = i + 1;
            } else {
                int type = Character.getType(point);
                if (type == Character.CONTROL || type == Character.SURROGATE || isRefused(point)) {
                    return false;
                }
                length++;
            }
            i += Character.charCount(point);
        }
        return isValidSegment(text, start, text.length(), length) && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    }

    private static boolean isRefused(int point) {
        for (int i = 0; i < REFUSED.length && point >= REFUSED[i]; i += 2) {
            if (point <= REFUSED[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Code points that are refused in segments besides control characters, in hexadecimal: {@code 61C 200B 200E-200F
     * …}.
     */
    public static String refusedCodePoints() {
        StringBuilder ranges = new StringBuilder();
        for (int i = 0; i < REFUSED.length; i += 2) {
            ranges.append(i == 0 ? "" : " ").append(String.format("%X", REFUSED[i]));
            if (REFUSED[i] != REFUSED[i + 1]) {
                ranges.append(String.format("-%X", REFUSED[i + 1]));
            }
        }
        return ranges.toString();
    }

    private static boolean isValidSegment(String text, int start, int end, int codePoints) {
        return codePoints > 0
                && codePoints <= MAX_CODE_POINTS
                && !isSeparator(text.codePointAt(start))
                && !isSeparator(text.codePointBefore(end))
                && !(end - start == 1 && text.charAt(start) == '*')
                && !text.regionMatches(
                        start, Codes.OTHER_VALUES, 0, Math.max(end - start, Codes.OTHER_VALUES.length()));
    }

    private static boolean isSeparator(int point) {
        int type = Character.getType(point);
        return type == Character.SPACE_SEPARATOR
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    @Override
    public String toString() {
        return text;
    }
}
