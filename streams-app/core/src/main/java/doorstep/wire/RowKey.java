// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Builds the key of a row: {@code unit|breakdown=value|facet|window|start}, absent parts empty. Each UTF-8 byte of
 * {@code %}, {@code |}, {@code =}, of a control character, and of {@code /} inside a breakdown value or facet becomes
 * an uppercase {@code %XX}; {@code /} between the segments of a unit stays.
 */
public final class RowKey {
    private static final String HEX = "0123456789ABCDEF";

    private RowKey() {}

    /** @param start first local date as days since 1970-01-01; ignored unless {@code hasStart} */
    public static String of(
            String unit, String breakdown, String value, String facet, String window, boolean hasStart, long start) {
        StringBuilder key = new StringBuilder(unit.length() + value.length() + facet.length() + 48);
        escape(unit, true, key);
        key.append('|');
        if (!breakdown.isEmpty()) {
            key.append(breakdown).append('=');
            escape(value, false, key);
        }
        key.append('|');
        escape(facet, false, key);
        key.append('|').append(window).append('|');
        if (hasStart) {
            key.append(LocalDate.ofEpochDay(start));
        }
        return key.toString();
    }

    private static void escape(String text, boolean slashStays, StringBuilder to) {
        int plain = 0; // most texts are plain throughout
        while (plain < text.length() && isPlainAscii(text.charAt(plain), slashStays)) {
            plain++;
        }
        to.append(text, 0, plain);
        for (int i = plain; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (isSpecial(point, slashStays) || Character.getType(point) == Character.CONTROL) {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    to.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
                }
            } else {
                to.appendCodePoint(point);
            }
            i += Character.charCount(point);
        }
    }

    private static boolean isPlainAscii(char c, boolean slashStays) {
        return c >= ' ' && c <= '~' && !isSpecial(c, slashStays);
    }

    private static boolean isSpecial(int point, boolean slashStays) {
        return point == '%' || point == '|' || point == '=' || (point == '/' && !slashStays);
    }
}
