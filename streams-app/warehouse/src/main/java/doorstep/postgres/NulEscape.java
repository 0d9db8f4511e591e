// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.table.JsonValues;

/**
 * Writes U+0000, which PostgreSQL's text cannot hold and ids may contain, as {@code ␀0} (U+2400 and a digit), and U+2400
 * itself as {@code ␀␀}: different texts stay different, and all others are as they were.
 */
final class NulEscape {
    /** Values with parts, whose texts are escaped. */
    static final JsonValues JSON = new JsonValues(NulEscape::escape, NulEscape::unescape);

    private static final char SYMBOL = '\u2400';

    private NulEscape() {}

    static String escape(String text) {
        return text.indexOf('\0') < 0 && text.indexOf(SYMBOL) < 0
                ? text
                : text.replace("\u2400", "\u2400\u2400").replace("\0", "\u24000");
    }

    static String unescape(String escaped) {
        if (escaped.indexOf(SYMBOL) < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == SYMBOL && i + 1 < escaped.length()) {
                i++;
                c = escaped.charAt(i) == '0' ? '\0' : SYMBOL;
            }
            text.append(c);
        }
        return text.toString();
    }
}
