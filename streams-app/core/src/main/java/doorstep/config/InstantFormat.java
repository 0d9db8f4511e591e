// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** Parses instants in ISO 8601; seconds may be left out. */
public final class InstantFormat {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter();

    private InstantFormat() {}

    /**
     * Parses {@code 2011-07-18T15:59Z}, {@code 2011-07-18T23:59+08:00} or, in a zone, {@code 2011-07-18T23:59}: a time
     * in a gap moves forward by the gap, in an overlap the earlier offset applies.
     *
     * @throws DateTimeException if the text is not an instant
     */
    public static Instant parse(String text, ZoneId zone) {
        TemporalAccessor moment = FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return moment instanceof OffsetDateTime fixed
                ? fixed.toInstant()
                : LocalDateTime.from(moment).atZone(zone).toInstant();
    }
}
