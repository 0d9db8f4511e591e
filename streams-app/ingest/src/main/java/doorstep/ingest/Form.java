// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.event.Codes;
import doorstep.event.TreePath;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parses and checks the text of a field.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
interface Form<T> {
    int MAX_ID_CODE_POINTS = 256;
    /** The id of a call-back holds a type, an id and a question. */
    int MAX_TARGET_CODE_POINTS = 512;

    Set<String> YES = Set.of("true", "yes", "y", "1");
    Set<String> NO = Set.of("false", "no", "n", "0");

    /** @param text not empty */
    T parse(String text) throws BadValue;

    static String id(String text) throws BadValue {
        return atMost(MAX_ID_CODE_POINTS, text);
    }

    /** The id of a commitment, which may be a derived one such as a call-back. */
    static String target(String text) throws BadValue {
        return atMost(MAX_TARGET_CODE_POINTS, text);
    }

    private static String atMost(int codePoints, String text) throws BadValue {
        if (text.codePointCount(0, text.length()) > codePoints) {
            throw new BadValue("longer than " + codePoints + " characters");
        }
        return text;
    }

    static String code(String text) throws BadValue {
        if (text.equals(Codes.OTHER_VALUES)) {
            throw new BadValue(Codes.OTHER_VALUES + " is reserved");
        }
        if (!Codes.isValid(text)) {
            throw new BadValue("not a code (A to Z, digits, _; a letter first; at most 64); use a table or `as: code`");
        }
        return text;
    }

    static Form<String> oneOf(List<String> codes) {
        return text -> {
            if (!codes.contains(text)) {
                throw new BadValue("not one of " + String.join(", ", codes));
            }
            return text;
        };
    }

    static int wholeNumber(String text) throws BadValue {
        try {
            return Integer.parseInt(withoutZeros(text));
        } catch (NumberFormatException e) {
            throw new BadValue("not a whole number");
        }
    }

    /** Spreadsheets often write {@code 4.0} for 4. */
    private static String withoutZeros(String text) {
        int point = text.indexOf('.');
        boolean zeros = point > 0 && text.substring(point + 1).chars().allMatch(c -> c == '0');
        return zeros ? text.substring(0, point) : text;
    }

    static int count(String text) throws BadValue {
        return (int) notNegative(wholeNumber(text), "below 0");
    }

    static long revision(String text) throws BadValue {
        try {
            return notNegative(Long.parseLong(withoutZeros(text)), "below 0");
        } catch (NumberFormatException e) {
            throw new BadValue("not a whole number; a time needs a `format`");
        }
    }

    /** The revision for a time, in milliseconds since 1970. */
    static long revisionAt(Instant time) throws BadValue {
        try {
            return notNegative(time.toEpochMilli(), "before 1970");
        } catch (ArithmeticException e) {
            throw new BadValue("a time too far from now");
        }
    }

    private static long notNegative(long number, String otherwise) throws BadValue {
        if (number < 0) {
            throw new BadValue(otherwise);
        }
        return number;
    }

    static boolean yesOrNo(String text) throws BadValue {
        String word = text.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw new BadValue("neither true, yes, y, 1 nor false, no, n, 0");
    }

    static String path(String text) throws BadValue {
        String path = Stream.of(text.split("/", -1)).map(CleanText::of).collect(Collectors.joining("/"));
        if (TreePath.isValid(path)) {
            return path;
        }
        String[] segments = path.split("/", -1);
        if (segments.length > TreePath.MAX_SEGMENTS) {
            throw new BadValue("more than " + TreePath.MAX_SEGMENTS + " segments");
        }
        for (int i = 0; i < segments.length; i++) {
            if (!TreePath.isValid(segments[i])) {
                throw new BadValue("segment " + (i + 1) + " is " + faultOf(segments[i]));
            }
        }
        throw new BadValue("not a path");
    }

    private static String faultOf(String segment) {
        if (segment.isEmpty()) {
            return "empty";
        }
        if (segment.codePointCount(0, segment.length()) > TreePath.MAX_CODE_POINTS) {
            return "longer than " + TreePath.MAX_CODE_POINTS + " characters";
        }
        if (segment.equals(TreePath.ROOT) || segment.equals(Codes.OTHER_VALUES)) {
            return "a reserved name";
        }
        return "not free of control characters and of invisible ones such as U+200B and U+202E";
    }
}
