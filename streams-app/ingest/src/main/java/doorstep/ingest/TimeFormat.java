// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses times. A local time that a clock change skips is moved forward by the length of the gap, the first of two
 * equal local times is used, and a date alone is the first moment of its day. Times are truncated to milliseconds.
 */
final class TimeFormat {
    private static final List<String> WORDS = List.of("iso", "epoch-seconds", "epoch-millis");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[XXXXX][XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Parser of one format; throws {@link DateTimeException} or {@link NumberFormatException} for other texts. */
    @FunctionalInterface
    private interface Reading {
        Instant of(String text) throws BadValue;
    }

    private final List<Reading> readings;
    private final Optional<ZoneId> zone;

    /** @param formats tried in this order */
    TimeFormat(List<YamlNode> formats, Optional<ZoneId> zone, Locale locale) {
        this.zone = zone;
        this.readings = formats.stream().map(node -> reading(node, locale)).toList();
    }

    Instant parse(String text) throws BadValue {
        BadValue reason = null;
        for (Reading reading : readings) {
            try {
                return reading.of(text).truncatedTo(ChronoUnit.MILLIS);
            } catch (BadValue e) {
                reason = e;
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                // Try the next format.
            }
        }
        throw reason == null ? new BadValue("not a time in a format of the mapping") : reason;
    }

    private Reading reading(YamlNode node, Locale locale) {
        String format = node.asText();
        switch (format) {
            case "iso":
                return text -> moment(ISO.parse(text));
            case "epoch-seconds":
                return text -> Instant.ofEpochSecond(Long.parseLong(text));
            case "epoch-millis":
                return text -> Instant.ofEpochMilli(Long.parseLong(text));
            default:
                DateTimeFormatter formatter = formatter(node, format, locale);
                if (zone.isEmpty() && letters(format).chars().noneMatch(c -> "XxZOVz".indexOf(c) >= 0)) {
                    throw node.location().error("local times need a zone: set `zone` under `times`");
                }
                return text -> moment(formatter.parse(text));
        }
    }

    private static DateTimeFormatter formatter(YamlNode node, String format, Locale locale) {
        String letters = letters(format);
        try {
            DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(letters.indexOf('G') < 0 ? withProlepticYear(format) : format);
            boolean daysOfYear = letters.indexOf('D') >= 0 || letters.indexOf('w') >= 0 || letters.indexOf('Y') >= 0;
            if (!daysOfYear && letters.chars().noneMatch(c -> "MLQq".indexOf(c) >= 0)) {
                builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
            }
            if (!daysOfYear && letters.indexOf('d') < 0) {
                builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
            }
            if (letters.chars().noneMatch(c -> "uyYG".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("no year");
            }
            return builder.toFormatter(locale).withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw node.location()
                    .error("\"" + format + "\" is not a time pattern (" + e.getMessage() + "), nor one of the words "
                            + String.join(", ", WORDS)
                            + Nearest.of(format, WORDS)
                                    .map(word -> "; did you mean \"" + word + "\"?")
                                    .orElse(""));
        }
    }

    /** The pattern without its quoted text. */
    private static String letters(String format) {
        return format.replaceAll("'[^']*'", "");
    }

    /** A strict formatter requires an era for {@code y}; authors of mappings mean the plain year, {@code u}. */
    private static String withProlepticYear(String format) {
        StringBuilder pattern = new StringBuilder(format);
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && pattern.charAt(i) == 'y') {
                pattern.setCharAt(i, 'u');
            }
        }
        return pattern.toString();
    }

    private Instant moment(TemporalAccessor parsed) throws BadValue {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            throw new BadValue("not a time in a format of the mapping");
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        ZoneId own = parsed.query(TemporalQueries.zone()); // zone, or offset if there is none
        if (own instanceof ZoneOffset offset) {
            return LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time)
                    .toInstant(offset);
        }
        if (own == null && zone.isEmpty()) {
            throw new BadValue("a local time, but the mapping sets no `zone`");
        }
        ZoneId in = own == null ? zone.get() : own;
        return time == null
                ? date.atStartOfDay(in).toInstant()
                : LocalDateTime.of(date, time).atZone(in).toInstant();
    }
}
