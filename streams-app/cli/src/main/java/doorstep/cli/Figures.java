package doorstep.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Figures as people read them: shares in per cent, few decimals, a dash for none. */
final class Figures {
    static final String NONE = "-";

    /** Fields that are shares, by their names. */
    private static final Pattern SHARES = Pattern.compile("^satisfied|^share$|Share|^target$|Rate$");

    private Figures() {}

    /** @param name of the field, which tells a share from a mean */
    static String text(String name, Object value) {
        if (value == null) {
            return NONE;
        }
        if (value instanceof Double number) {
            if (SHARES.matcher(name).find()) {
                return percent(number);
            }
            return decimals(number, name.startsWith("nps") ? 1 : 2);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> text(name, item)).collect(Collectors.joining(" "));
        }
        if (value instanceof Map<?, ?> map) {
            return map.values().stream()
                            .findFirst()
                            .filter(String.class::isInstance)
                            .isPresent()
                    ? mood(map)
                    : map.toString();
        }
        return value.toString();
    }

    private static String mood(Map<?, ?> mood) {
        return mood.get("reaction") + "=" + mood.get("count");
    }

    /** @param share 0 to 1 */
    static String percent(double share) {
        return decimals(share * 100, 1) + " %";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String decimals(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
