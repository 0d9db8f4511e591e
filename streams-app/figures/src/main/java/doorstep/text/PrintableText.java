// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

/**
 * Makes text from outside safe to print: a terminal executes escape sequences, and bidi controls and invisible
 * characters make one text look like another. Such code points are written as {@code \}{@code uXXXX}, one for each
 * UTF-16 unit, which inside a JSON string still means the same character.
 */
public final class PrintableText {
    private PrintableText() {}

    /** Escapes text for one line: line breaks and tabs too. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** Escapes text, except for line breaks and tabs. */
    public static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean keepsLayout) {
        if (text.codePoints().allMatch(point -> isPrintable(point, keepsLayout))) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isPrintable(point, keepsLayout)) {
                printable.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    printable.append(String.format("\\u%04X", (int) unit));
                }
            }
        });
        return printable.toString();
    }

    /** By code points, not by Unicode categories, which depend on the JDK. */
    private static boolean isPrintable(int point, boolean keepsLayout) {
        if (point == '\n' || point == '\t') {
            return keepsLayout;
        }
        return !(point < 0x20
                || isBetween(point, 0x7F, 0x9F)
                || point == 0x61C
                || point == 0x200B // U+200C and U+200D are left: some scripts need them
                || isBetween(point, 0x200E, 0x200F)
                || isBetween(point, 0x2028, 0x202E)
                || isBetween(point, 0x2060, 0x2069)
                || isBetween(point, Character.MIN_SURROGATE, Character.MAX_SURROGATE)
                || point == 0xFEFF
                || isBetween(point, 0xE0000, 0xE007F));
    }

    private static boolean isBetween(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
