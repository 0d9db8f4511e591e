// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats figures for people: shares in per cent, few decimals, a dash for none. */
public final class FigureFormat {
    public static final String NONE = "-";

    /** Matches the names of fields that are shares. */
    private static final Pattern SHARES = Pattern.compile("^satisfied|^share$|Share|^target$|Rate$");

    private static final Pattern BOUNDS = Pattern.compile("(Low|High)$");

    private FigureFormat() {}

    /** @param name name of the field, which distinguishes a share from a mean */
    public static String text(String name, Object value) {
        if (value == null) {
            return NONE;
        }
        if (value instanceof Double number) {
            if (SHARES.matcher(name).find()) {
                return BOUNDS.matcher(name).find() ? bound(number) : percent(number);
            }
            return decimals(number, name.startsWith("nps") ? 1 : 2);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> text(name, item)).collect(Collectors.joining(" "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.containsKey("reaction") ? mood(map) : map.containsKey("p50") ? durations(map) : sum(map);
        }
        return value.toString();
    }

    private static String mood(Map<?, ?> mood) {
        return mood.get("reaction") + "=" + mood.get("count");
    }

    /** The sum of counts by name. */
    private static String sum(Map<?, ?> counts) {
        return String.valueOf(counts.values().stream()
                .mapToLong(count -> ((Number) count).longValue())
                .sum());
    }

    /** The median, the 90th and the 99th percentile. */
    private static String durations(Map<?, ?> durations) {
        return Stream.of("p50", "p90", "p99")
                .map(quantile -> durations.get(quantile) instanceof Long seconds ? days(seconds) : NONE)
                .collect(Collectors.joining(" / "));
    }

    /** A duration in days of 24 hours. */
    public static String days(long seconds) {
        return decimals(seconds / 86_400.0, 1) + " d";
    }

    /** @param share 0 to 1 */
    public static String percent(double share) {
        return decimals(share * 100, 1) + " %";
    }

    /**
     * An end of an interval, rounded down: one that lies below a target is not shown as the target.
     *
     * @param share 0 to 1
     */
    public static String bound(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.FLOOR) + " %";
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String decimals(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
