// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import doorstep.assessment.Targets;
import doorstep.event.Codes;
import doorstep.event.Scale;
import doorstep.event.TreePath;
import doorstep.family.BreakdownRule;
import doorstep.tally.WindowKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Parses and checks the text of single values. Faults are {@link IllegalArgumentException}s without the value. */
final class ConfigValues {
    static final String CLOCK = "clock";
    static final String ALL_WINDOWS = "all";
    private static final int MAX_RANGE_DAYS = 366;
    /** Minutes of state are numbers of 32 bits, which begin long before that. */
    private static final Instant FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z");

    private static final Pattern APPLICATION_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,99}");

    private ConfigValues() {}

    /** Parses a date, meaning 00:00 UTC, or an instant. */
    static Instant parseEarliest(String text) {
        Instant earliest;
        try {
            earliest = text.contains("T")
                    ? InstantFormat.parse(text, ZoneOffset.UTC)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("neither a date (2000-01-01) nor an instant (2000-01-01T00:00Z)", e);
        }
        if (earliest.isBefore(FIRST_YEAR)) {
            throw new IllegalArgumentException("before 0001-01-01");
        }
        return earliest;
    }

    /** Returns empty for the clock. */
    static Optional<Instant> parseAsOf(String text, ZoneId zone) {
        if (text.equals(CLOCK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InstantFormat.parse(text, zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "neither `clock` nor an instant (2011-07-18T15:59Z) nor a local date-time (2011-07-18T23:59)", e);
        }
    }

    /** May be empty. */
    static Set<WindowKind> parseWindows(String text) {
        if (text.equals(ALL_WINDOWS)) {
            return EnumSet.allOf(WindowKind.class);
        }
        Set<WindowKind> windows = EnumSet.noneOf(WindowKind.class);
        for (String name : items(text)) {
            try {
                windows.add(WindowKind.valueOf(name));
            } catch (IllegalArgumentException e) {
                List<String> known =
                        Stream.of(WindowKind.values()).map(Enum::name).toList();
                throw new IllegalArgumentException(
                        "'" + name + "' is not a window; did you mean " + Nearest.to(name, known) + "? Windows are "
                                + String.join(", ", known),
                        e);
            }
        }
        return windows;
    }

    static void checkWindows(String text) {
        if (parseWindows(text).isEmpty()) {
            throw new IllegalArgumentException(
                    "without any window there would be no rows; set `all`, or windows such as DAY, YEAR");
        }
    }

    /** Sorted. */
    static Set<DayOfWeek> parseWeekend(String text) {
        Set<DayOfWeek> days = new TreeSet<>();
        for (String name : items(text)) {
            try {
                days.add(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + name + "' is not a day of the week (MONDAY … SUNDAY)", e);
            }
        }
        if (days.size() == DayOfWeek.values().length) {
            throw new IllegalArgumentException("every day of the week would be a weekend day");
        }
        return days;
    }

    /** Sorted. */
    static Set<LocalDate> parseDates(String text) {
        Set<LocalDate> dates = new TreeSet<>();
        for (String item : items(text)) {
            String[] ends = item.split("\\.\\.", -1);
            try {
                LocalDate first = LocalDate.parse(ends[0]);
                LocalDate last = LocalDate.parse(ends[ends.length - 1]);
                if (ends.length > 2
                        || last.isBefore(first)
                        || first.plusDays(MAX_RANGE_DAYS).isBefore(last)) {
                    throw new IllegalArgumentException(
                            "'" + item + "' is not a range of at most " + MAX_RANGE_DAYS + " days");
                }
                first.datesUntil(last.plusDays(1)).forEach(dates::add);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "'" + item + "' is neither a date (2024-05-01) nor a range (2024-10-01..2024-10-07)", e);
            }
        }
        return dates;
    }

    private static List<String> items(String text) {
        return text.isBlank()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    static void checkReplication(String key, Object value) {
        int factor = (Integer) value;
        if (factor != -1 && (factor < 1 || factor > Short.MAX_VALUE)) {
            throw new ConfigException(key, value, "must be -1 or 1 to 32767");
        }
    }

    static void checkApplicationId(String id) {
        if (!id.isEmpty() && !APPLICATION_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("only letters, digits, '.' and '-', 100 at most");
        }
    }

    static void checkUrl(String url) {
        if (url.isEmpty()) {
            return;
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // falls through: the message is the same, and the exception's message would show the URL's password
        }
        throw new IllegalArgumentException("not an http or https URL");
    }

    static void checkHost(String host) {
        if (host.isBlank() || !host.equals(host.strip())) {
            throw new IllegalArgumentException("must be a name or an address; 0.0.0.0 means all addresses");
        }
    }

    static void checkZone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "no such time zone; did you mean " + Nearest.to(zone, ZoneId.getAvailableZoneIds()) + "?", e);
        }
    }

    static void checkFacet(String facet) {
        int colon = facet.indexOf(':');
        boolean question = colon > 0 && Codes.isValid(facet.substring(0, colon));
        if (!question || Scale.of(facet.substring(colon + 1)).isEmpty()) {
            throw new IllegalArgumentException(
                    "must be question:scale, such as OVERALL:GRADE_5; scales are " + Arrays.toString(Scale.values()));
        }
    }

    static void checkTargets(String targets) {
        Targets.parse(1, targets);
    }

    static void checkAsOf(String asOf) {
        parseAsOf(asOf, ZoneOffset.UTC);
    }

    static void checkCodes(String rule) {
        if (rule.equals(BreakdownRule.CATALOGUE)) {
            return;
        }
        for (String code : BreakdownRule.parse(rule).values()) {
            if (!Codes.isValid(code)) {
                throw new IllegalArgumentException("'" + code + "' is not a code (A-Z, 0-9 and _, a letter first)");
            }
        }
    }

    static void checkAreas(String rule) {
        if (rule.equals(BreakdownRule.CATALOGUE)) {
            throw new IllegalArgumentException("the catalogue lists no areas; list them here");
        }
        for (String area : BreakdownRule.parse(rule).values()) {
            if (!TreePath.isValid(area)) {
                throw new IllegalArgumentException("'" + area + "' is not an area (segment/segment/…)");
            }
        }
    }
}
