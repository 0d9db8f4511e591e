// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/** Random times of events: mostly recent, and often at the edge of a window, of a day or of a clock change. */
public final class EventTimes {
    private static final List<String> ZONES = List.of(
            "America/Chicago",
            "America/Sao_Paulo", // clocks change at midnight: 19 Oct 2014 starts at 01:00
            "Asia/Shanghai",
            "America/St_Johns", // until 2011 at one minute past midnight: a day starts twice
            "America/Havana",
            "Asia/Kathmandu", // +05:45
            "Pacific/Apia", // 30 Dec 2011 does not exist
            "Europe/Lisbon",
            "UTC");

    private final Dice dice;
    private final ZoneId zone;
    private final Instant base;
    private final Instant earliest;
    private final List<Instant> asOfs = new ArrayList<>();
    private final List<Instant> clockChanges = new ArrayList<>();

    public EventTimes(Dice dice) {
        this.dice = dice;
        zone = ZoneId.of(dice.of(ZONES));
        earliest = dice.percent(80) ? Instant.parse("2000-01-01T00:00:00Z") : Instant.parse("2009-07-15T00:00:00Z");
        base = baseTime();
        ZoneOffsetTransition change = zone.getRules().nextTransition(base.minus(Duration.ofDays(400)));
        while (change != null && change.getInstant().isBefore(base)) {
            clockChanges.add(change.getInstant());
            change = zone.getRules().nextTransition(change.getInstant());
        }
        addAsOfs();
    }

    public ZoneId zone() {
        return zone;
    }

    public Instant earliest() {
        return earliest;
    }

    /** When the first record is appended. */
    public Instant base() {
        return base;
    }

    public List<Instant> asOfs() {
        return asOfs;
    }

    /** Close to a special date of the calendar. */
    private Instant baseTime() {
        LocalDate date = LocalDate.of(dice.between(2010, 2024), dice.between(1, 12), dice.between(1, 28));
        Instant anywhere =
                date.atTime(dice.below(24), dice.below(60)).atZone(zone).toInstant();
        return switch (dice.below(6)) {
            case 0 -> nearChange(anywhere);
            case 1 -> around(startOfDay(date.withDayOfMonth(1)), Duration.ofHours(20));
            case 2 -> around(startOfDay(LocalDate.of(date.getYear(), 1, 1)), Duration.ofDays(3));
            case 3 -> around(startOfDay(LocalDate.of(2012 + 4 * dice.below(3), 3, 1)), Duration.ofDays(2));
            case 4 ->
                around(
                        Instant.parse(dice.of(
                                "2011-12-30T10:00:00Z",
                                "2014-10-19T03:00:00Z",
                                "2011-11-06T02:31:00Z",
                                "2011-03-13T03:31:00Z",
                                "2020-12-31T16:00:00Z")),
                        Duration.ofHours(30));
            default -> anywhere;
        };
    }

    private Instant nearChange(Instant anywhere) {
        ZoneOffsetTransition change = zone.getRules().previousTransition(anywhere);
        return change == null || change.getInstant().isBefore(Instant.parse("2010-02-01T00:00:00Z"))
                ? anywhere
                : around(change.getInstant(), Duration.ofHours(30));
    }

    private void addAsOfs() {
        Instant asOf = around(base, Duration.ofHours(dice.of(2, 60, 2000))).truncatedTo(ChronoUnit.MINUTES);
        int steps = dice.of(2, 2, 2, 3, 4);
        for (int i = 0; i < steps; i++) {
            asOfs.add(asOf);
            Instant next = asOf.plus(
                    switch (dice.below(6)) {
                        case 0 -> Duration.ofMinutes(dice.between(1, 5));
                        case 1 -> Duration.ofMinutes(dice.between(50, 70));
                        case 2 -> Duration.ofMinutes(dice.between(1, 3000));
                        case 3 -> Duration.ofDays(dice.of(1, 6, 7, 8, 29, 30, 31, 89, 90, 91));
                        case 4 -> Duration.ofDays(dice.between(1, 500)).plusMinutes(dice.below(1440));
                        default -> Duration.between(asOf, nextMidnight(asOf)).plusMinutes(dice.of(0, 0, 1, 59, 60));
                    });
            asOf = next.isAfter(asOf) ? next.truncatedTo(ChronoUnit.MINUTES) : asOf.plusSeconds(60);
        }
    }

    private Instant nextMidnight(Instant moment) {
        return startOfDay(moment.atZone(zone).toLocalDate().plusDays(1));
    }

    /** When something may have happened that was recorded by {@code appendedAt}; now and then impossible. */
    public Instant before(Instant appendedAt) {
        int kind = dice.below(100);
        Instant moment;
        if (kind < 22) {
            moment = appendedAt.minus(ms(Duration.ofHours(2)));
        } else if (kind < 36) {
            moment = appendedAt.minus(ms(Duration.ofHours(50)));
        } else if (kind < 54) {
            moment = appendedAt.minus(ms(Duration.ofDays(120)));
        } else if (kind < 64) {
            LocalDate date = appendedAt.atZone(zone).toLocalDate().minusDays(dice.below(100));
            moment = around(startOfDay(date), Duration.ofMinutes(dice.of(2, 70)));
        } else if (kind < 72 && !clockChanges.isEmpty()) {
            moment = around(dice.of(clockChanges), Duration.ofMinutes(dice.of(2, 100)));
        } else if (kind < 80) {
            LocalDate first = appendedAt.atZone(zone).toLocalDate().withDayOfMonth(1);
            moment = around(startOfDay(first.minusMonths(dice.below(14))), Duration.ofMinutes(dice.of(2, 900)));
        } else if (kind < 91) {
            moment = edgeOf(dice.of(asOfs));
        } else if (kind < 95) {
            ZonedDateTime there = appendedAt.minus(ms(Duration.ofDays(20))).atZone(zone);
            moment = there.withYear(dice.of(2001, 2011, 2021)).toInstant();
        } else if (kind < 98) {
            moment = appendedAt.plusMillis(dice.of(1, 60_000, 299_999, 300_000, 300_000, 300_001));
        } else {
            moment = earliest.plusMillis(dice.of(-1, 0, 0, 1, 3_600_000));
        }
        boolean tooLate = moment.isAfter(appendedAt.plus(Duration.ofMinutes(5)));
        return tooLate && dice.percent(80) ? appendedAt.minus(ms(Duration.ofDays(3))) : moment;
    }

    /** Where an event enters or leaves a rolling window. */
    private Instant edgeOf(Instant asOf) {
        long within = dice.of(0L, 1L, 30_000L, 59_999L);
        if (dice.percent(50)) {
            return asOf.minus(Duration.ofMinutes(dice.of(-1, 0, 1, 58, 59, 60, 61, 1438, 1439, 1440, 1441, 2879, 2880)))
                    .plusMillis(within);
        }
        LocalDate today = asOf.atZone(zone).toLocalDate();
        Instant start = startOfDay(today.minusDays(dice.of(-1, 0, 5, 6, 7, 28, 29, 30, 88, 89, 90, 91)));
        return start.plusSeconds(60L * dice.of(-1, 0, 0, 1)).plusMillis(within);
    }

    public Instant around(Instant middle, Duration spread) {
        return middle.plusMillis(dice.below(2 * spread.toMillis() + 1) - spread.toMillis());
    }

    private Duration ms(Duration atMost) {
        return Duration.ofMillis(dice.below(atMost.toMillis()));
    }

    private Instant startOfDay(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }
}
