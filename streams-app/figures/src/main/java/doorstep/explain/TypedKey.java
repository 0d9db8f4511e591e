// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.feed.ParsedKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The key of a row as somebody typed it, or copied it from what was printed. */
public final class TypedKey {
    /** How {@code PrintableText} writes what must not be printed. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9A-F]{4})");

    private TypedKey() {}

    /**
     * What it may mean, the likeliest first.
     *
     * @param family code of the family of the row
     */
    public static Stream<ParsedKey> parse(int family, String typed) {
        Matcher escaped = ESCAPED.matcher(typed);
        Stream<String> texts = escaped.find()
                ? Stream.of(
                        typed,
                        escaped.replaceAll(it ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(it.group(1), 16)))))
                : Stream.of(typed);
        return texts.flatMap(text -> ParsedKey.of(family, text).stream());
    }
}
