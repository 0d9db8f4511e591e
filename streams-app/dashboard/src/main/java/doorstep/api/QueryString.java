// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.UrlEncoded;

/** Reads the parameters of a request, strictly: known names, each once, valid UTF-8, no control characters. */
final class QueryString {
    /** The longest path of a unit has 768 code points: about 9,000 characters in percent-encoding. */
    static final int MAX_CHARS = 10_240;

    /** What the server puts in the place of bytes that are not UTF-8. */
    private static final char REPLACED = '\uFFFD';

    private QueryString() {}

    /**
     * @param raw as it came; null = none
     * @throws Problem naming the parameter that is wrong
     */
    static Map<String, String> parse(String raw, Set<String> allowed) {
        Map<String, String> values = new LinkedHashMap<>();
        if (raw == null) {
            return values;
        }
        if (raw.indexOf(REPLACED) >= 0) {
            throw notUtf8();
        }
        try {
            boolean complete = UrlEncoded.decodeUtf8To(raw, 0, raw.length(), (name, value) -> {
                require(name, value, allowed);
                if (values.put(name, value) != null) {
                    throw Problem.parameter(name, "it is given more than once");
                }
            });
            if (!complete) {
                throw new IllegalArgumentException(raw);
            }
        } catch (IllegalArgumentException e) {
            throw notUtf8();
        }
        return values;
    }

    private static Problem notUtf8() {
        return Problem.of(400, ProblemCode.INVALID_REQUEST, "the query is not valid percent-encoded UTF-8");
    }

    private static void require(String name, String value, Set<String> allowed) {
        if (!allowed.contains(name)) {
            throw unknown(name, allowed);
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.parameter(name, "it contains a control character");
        }
    }

    private static Problem unknown(String name, Set<String> allowed) {
        return allowed.isEmpty()
                ? Problem.of(400, ProblemCode.INVALID_REQUEST, "there are no parameters here")
                : Problem.parameter("query", name, allowed.stream().sorted().toList());
    }
}
