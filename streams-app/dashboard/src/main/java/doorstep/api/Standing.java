// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the figures of an answer reach: as-of and the like. It changes all the time, often without any figure that
 * changes, so it is not part of the {@code ETag}: it travels in headers, on {@code 304} too, and in JSON.
 *
 * @param values by names such as {@code asOf} (header {@code Doorstep-As-Of}): strings, numbers and booleans; null =
 *     unknown
 */
public record Standing(Map<String, Object> values) {
    public static final Standing NONE = new Standing(Map.of());

    public Standing {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                headers.put(header(name), value.toString());
            }
        });
        return headers;
    }

    private static String header(String name) {
        StringBuilder header = new StringBuilder("Doorstep-");
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            header.append(Character.isUpperCase(letter) ? "-" : "");
            header.append(i == 0 ? Character.toUpperCase(letter) : letter);
        }
        return header.toString();
    }
}
