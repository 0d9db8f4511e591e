// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the key of a row into its parts: {@code unit|breakdown=value|facet|window|start}. */
public final class KeyParts {
    private KeyParts() {}

    /** The parts by the names of the fields that repeat them in the value. A key of another form gives empty parts. */
    public static Map<String, String> of(String key) {
        List<String> parts = List.of(key.split("\\|", -1));
        Map<String, String> values = new LinkedHashMap<>();
        String slice = part(parts, 1);
        int equals = slice.indexOf('=');
        values.put("unit", unescape(part(parts, 0)));
        values.put("breakdown", equals < 0 ? "" : slice.substring(0, equals));
        values.put("value", unescape(slice.substring(equals + 1)));
        values.put("facet", unescape(part(parts, 2)));
        values.put("window", part(parts, 3));
        values.put("start", part(parts, 4));
        return values;
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /** Works on bytes, because each byte of a character is escaped separately. */
    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        for (int i = 0; i < from.length; i++) {
            if (from[i] == '%' && i + 2 < from.length) {
                to.write(Integer.parseInt(new String(from, i + 1, 2, StandardCharsets.US_ASCII), 16));
                i += 2;
            } else {
                to.write(from[i]);
            }
        }
        return to.toString(StandardCharsets.UTF_8);
    }
}
