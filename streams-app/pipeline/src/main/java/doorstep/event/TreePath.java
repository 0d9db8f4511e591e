package doorstep.event;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Place in a tree, of units or of areas: {@code city/district/station}, 1 to 6 segments, each 1 to 128 code points,
 * NFC, no control characters or surrogates, no space at either end, neither {@code *} nor {@code OTHER_VALUES}.
 */
public record TreePath(String text) {
    public static final int MAX_SEGMENTS = 6;
    public static final int MAX_CODE_POINTS = 128;
    /** The root of every tree; not a path of its own. */
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
                if (type == Character.CONTROL || type == Character.SURROGATE) {
                    return false;
                }
                length++;
            }
            i += Character.charCount(point);
        }
        return isValidSegment(text, start, text.length(), length) && Normalizer.isNormalized(text, Normalizer.Form.NFC);
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
