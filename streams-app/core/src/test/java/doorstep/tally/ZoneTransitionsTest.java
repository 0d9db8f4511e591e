// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTransitionsTest {
    private static final Instant FROM = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");
    private static final String SUMMER = "+08:00 2026-03-29T03:00+09:00 2026-10-25T02:00+08:00";

    /** One for each set of rules, because many zones share them. */
    private static final Collection<ZoneId> ZONES = ZoneId.getAvailableZoneIds().stream()
            .sorted()
            .map(ZoneId::of)
            .collect(Collectors.toMap(ZoneId::getRules, zone -> zone, (one, other) -> one, LinkedHashMap::new))
            .values();

    private static ZoneTransitions in(String zone) {
        return ZoneTransitions.of(ZoneId.of(zone));
    }

    private static long second(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }

    /** An assertion takes more time than the comparison. */
    private static void requireEqual(long actual, long expected, ZoneId zone, Object time) {
        if (actual != expected) {
            throw new AssertionError(zone + " " + time + ": " + actual + " for " + expected);
        }
    }

    /** Moments around each transition, and some random ones. */
    private static List<Instant> moments(ZoneId zone, Random random) {
        List<Instant> moments = new ArrayList<>();
        for (String transition : ZoneTransitions.of(zone).text().split(" ")) {
            if (transition.contains("T")) {
                Instant at = OffsetDateTime.parse(transition).toInstant();
                for (int hours : new int[] {-25, -1, 0, 1, 24}) {
                    moments.add(at.plusSeconds(3_600L * hours - 1));
                    moments.add(at.plusSeconds(3_600L * hours));
                    moments.add(at.plusSeconds(3_600L * hours + random.nextInt(3_600)));
                }
            }
        }
        for (int i = 0; i < 100; i++) {
            moments.add(Instant.ofEpochSecond(random.nextLong(FROM.getEpochSecond(), TO.getEpochSecond())));
        }
        moments.removeIf(moment -> moment.isBefore(FROM) || !moment.isBefore(TO));
        return moments;
    }

    // ---- Compared with the JDK

    @Test
    void shouldHaveTheOffsetsOfTheJdkInEveryZone() {
        Random random = new Random(1);
        for (ZoneId zone : ZONES) {
            ZoneTransitions transitions = ZoneTransitions.of(zone);
            for (Instant moment : moments(zone, random)) {
                requireEqual(
                        transitions.offsetAt(moment.getEpochSecond()),
                        zone.getRules().getOffset(moment).getTotalSeconds(),
                        zone,
                        moment);
            }
        }
    }

    @Test
    void shouldStartDaysWhereTheJdkDoesInEveryZone() {
        Random random = new Random(2);
        for (ZoneId zone : ZONES) {
            ZoneTransitions transitions = ZoneTransitions.of(zone);
            for (Instant moment : moments(zone, random)) {
                LocalDate date = LocalDate.ofInstant(moment, zone);
                requireEqual(
                        transitions.firstSecondOf(date.toEpochDay()),
                        date.atStartOfDay(zone).toEpochSecond(),
                        zone,
                        date);
            }
        }
    }

    @Test
    void shouldPlaceLocalTimesWhereTheJdkDoesInEveryZone() {
        Random random = new Random(3);
        for (ZoneId zone : ZONES) {
            ZoneTransitions transitions = ZoneTransitions.of(zone);
            for (Instant moment : moments(zone, random)) {
                LocalDateTime time = LocalDateTime.ofInstant(moment, zone)
                        .plusMinutes(random.nextInt(120) - 60)
                        .plusNanos(random.nextInt(1_000) * 1_000_000L); // some of them are left out, some come twice
                requireEqual(
                        transitions.toInstant(time.toInstant(ZoneOffset.UTC).toEpochMilli()),
                        time.atZone(zone).toInstant().toEpochMilli(),
                        zone,
                        time);
            }
        }
    }

    @Test
    void shouldKeepTheOutermostOffsetsBefore1900AndAfter2100() {
        ZoneTransitions chicago = in("America/Chicago");

        assertThat(chicago.offsetAt(second("1850-07-01T00:00:00Z"))).isEqualTo(-6 * 3_600);
        assertThat(chicago.offsetAt(second("2099-07-01T00:00:00Z"))).isEqualTo(-5 * 3_600);
        assertThat(chicago.offsetAt(second("2150-07-01T00:00:00Z"))).isEqualTo(-6 * 3_600);
        assertThat(chicago.firstSecondOf(LocalDate.parse("1850-07-01").toEpochDay()))
                .isEqualTo(second("1850-07-01T06:00:00Z"));
        assertThat(chicago.firstSecondOf(LocalDate.parse("2150-07-01").toEpochDay()))
                .isEqualTo(second("2150-07-01T06:00:00Z"));
    }

    // ---- As text

    @Test
    void shouldReadWhatItWroteInEveryZone() {
        for (ZoneId zone : ZONES) {
            ZoneTransitions transitions = ZoneTransitions.of(zone);
            ZoneTransitions read = ZoneTransitions.parse(transitions.text());
            assertThat(read).as(zone.getId()).isEqualTo(transitions).hasSameHashCodeAs(transitions);
            assertThat(read.text()).isEqualTo(transitions.text());
        }
    }

    @Test
    void shouldSayTheOffsetsThatFollowEachOther() {
        assertThat(in("UTC").text()).isEqualTo("Z");
        assertThat(in("Asia/Kathmandu").text()).isEqualTo("+05:41:16 1919-12-31T23:48:44+05:30 1986-01-01T00:15+05:45");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "UTC",
                "+25:00",
                "Z ",
                "Z 2026-03-29",
                "Z 2026-03-29T03:00",
                "Z 2026-03-29T03:00+01:00 2026-03-29T04:00+02:00"
            })
    void shouldRefuseTextThatIsNoTransitions(String text) {
        assertThatThrownBy(() -> ZoneTransitions.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- Compared

    @ParameterizedTest
    @CsvSource({
        "+08:00, 2026-03-28", // 19:00 UTC
        "+08:00 2026-03-29T03:00+09:00, 2026-10-24",
        "+08:00 2026-03-29T03:00+09:00 2026-10-26T02:00+08:00, 2026-10-24",
        "+08:00 2026-03-29T03:00+09:00 2026-10-25T02:30+08:30, 2026-10-24",
        "+08:00 2026-03-29T03:30+09:30 2026-10-25T02:00+08:00, 2026-03-28",
        "+08:05 2026-03-29T03:00+09:00 2026-10-25T02:00+08:00, 1900-01-01",
        "+08:00 1991-04-14T02:00+09:00 2026-03-29T03:00+09:00 2026-10-25T02:00+08:00, 1991-04-13",
        "+08:00 2026-03-29T03:00+09:00 2026-10-25T02:00+08:00 2027-03-28T03:00+09:00, 2027-03-27",
    })
    void shouldNameTheFirstDateThatDiffers(String other, LocalDate first) {
        ZoneTransitions one = ZoneTransitions.parse(SUMMER);

        assertThat(one.firstDifference(ZoneTransitions.parse(other))).contains(first);
        assertThat(ZoneTransitions.parse(other).firstDifference(one)).contains(first);
        assertThat(one.firstDifference(ZoneTransitions.parse(SUMMER))).isEmpty();
    }
}
