// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A window that contains a moment.
 *
 * @param start first local date; null unless it is a calendar window
 * @param end last local date; null under the same condition
 */
public record ModelWindow(String name, LocalDate start, LocalDate end) {
    public static final Set<String> ALL = Set.of(
            "LAST_HOUR",
            "LAST_24H",
            "LAST_7D",
            "LAST_30D",
            "LAST_90D",
            "DAY",
            "WEEK",
            "MONTH",
            "QUARTER",
            "YEAR",
            "FISCAL_QUARTER",
            "FISCAL_YEAR",
            "EVER");

    /** Those that by default have rows with a breakdown too. */
    public static final Set<String> WITH_BREAKDOWN = Set.of("DAY", "LAST_30D", "MONTH", "QUARTER", "YEAR");

    /** Every window that contains the minute of {@code moment} at the minute of {@code asOf}; none if it is later. */
    static List<ModelWindow> holding(Instant moment, Instant asOf, ZoneId zone, int fiscalStart) {
        List<ModelWindow> windows = new ArrayList<>();
        long minute = Math.floorDiv(moment.toEpochMilli(), 60_000L);
        long now = Math.floorDiv(asOf.toEpochMilli(), 60_000L);
        if (minute > now) {
            return windows;
        }
        LocalDate date = dateOf(Instant.ofEpochSecond(minute * 60), zone);
        LocalDate today = dateOf(Instant.ofEpochSecond(now * 60), zone);

        rolling(windows, "LAST_HOUR", minute > now - 60);
        rolling(windows, "LAST_24H", minute > now - 24 * 60);
        rolling(windows, "LAST_7D", date.isAfter(today.minusDays(7)));
        rolling(windows, "LAST_30D", date.isAfter(today.minusDays(30)));
        rolling(windows, "LAST_90D", date.isAfter(today.minusDays(90)));
        windows.add(new ModelWindow("DAY", date, date));
        LocalDate monday = date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        windows.add(new ModelWindow("WEEK", monday, monday.plusDays(6)));
        months(windows, "MONTH", date, 1, 1);
        months(windows, "QUARTER", date, 1, 3);
        months(windows, "YEAR", date, 1, 12);
        if (fiscalStart > 0) {
            months(windows, "FISCAL_QUARTER", date, fiscalStart, 3);
            months(windows, "FISCAL_YEAR", date, fiscalStart, 12);
        }
        windows.add(new ModelWindow("EVER", null, null));
        return windows;
    }

    private static void rolling(List<ModelWindow> windows, String name, boolean holds) {
        if (holds) {
            windows.add(new ModelWindow(name, null, null));
        }
    }

    /** Windows of {@code length} months, one of which starts with month {@code first} of every year. */
    private static void months(List<ModelWindow> windows, String name, LocalDate date, int first, int length) {
        LocalDate start = LocalDate.of(date.getYear() - 1, first, 1);
        while (!start.plusMonths(length).isAfter(date)) {
            start = start.plusMonths(length);
        }
        windows.add(new ModelWindow(name, start, start.plusMonths(length).minusDays(1)));
    }

    /** The latest local date that has started. */
    public static LocalDate dateOf(Instant moment, ZoneId zone) {
        LocalDate date = moment.atZone(zone).toLocalDate().plusDays(3);
        while (date.atStartOfDay(zone).toInstant().isAfter(moment)) {
            date = date.minusDays(1);
        }
        return date;
    }
}
