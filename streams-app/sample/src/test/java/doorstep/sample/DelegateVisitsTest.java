// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delegates of the sample are visited again: their duties come back 90 days after each visit. */
class DelegateVisitsTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final LocalDateTime AS_OF = LocalDateTime.of(2011, 7, 18, 23, 59);
    private static final int EVERY_DAYS = 90;

    @TempDir
    private static Path dir;

    private static List<Map<String, String>> visits;
    private static final Map<String, Map<String, String>> DUTIES = new HashMap<>();
    /** By duty, in the order of time. */
    private static Map<String, List<Map<String, String>>> ofDelegates;

    @BeforeAll
    static void write() throws IOException {
        OutreachSample.writeTo(dir);
        visits = SampleFile.read(dir.resolve("visits.csv")).surviving("visit");
        SampleFile.read(dir.resolve("duties.csv"))
                .surviving("duty")
                .forEach(duty -> DUTIES.put(duty.get("duty"), duty));
        ofDelegates = visits.stream()
                .filter(visit -> visit.get("purpose").equals("delegate"))
                .sorted(Comparator.comparing(DelegateVisitsTest::at))
                .collect(Collectors.groupingBy(visit -> visit.get("fulfils"), TreeMap::new, Collectors.toList()));
    }

    private static LocalDateTime at(Map<String, String> row) {
        return LocalDateTime.parse(row.get("at"), TIME);
    }

    @Test
    void shouldMeetMissAndOweVisitsToDelegatesAgain() {
        List<LocalDateTime> met = new ArrayList<>();
        List<LocalDateTime> late = new ArrayList<>();
        List<LocalDateTime> open = new ArrayList<>();
        List<LocalDateTime> overdue = new ArrayList<>();
        for (List<Map<String, String>> series : ofDelegates.values()) {
            for (int i = 0; i < series.size(); i++) {
                LocalDateTime due = at(series.get(i)).plusDays(EVERY_DAYS);
                if (i + 1 < series.size()) {
                    (at(series.get(i + 1)).isAfter(due) ? late : met).add(due);
                } else {
                    (due.isAfter(AS_OF) ? open : overdue).add(due);
                }
            }
        }

        assertThat(met).as("met").hasSizeGreaterThan(100);
        assertThat(late).as("late").hasSizeBetween(20, 60);
        assertThat(open).as("open").hasSizeGreaterThan(100);
        assertThat(overdue).as("overdue").hasSizeBetween(20, 60);
    }

    @Test
    void shouldVisitADelegateFromOneStationAndNotTooSoon() {
        ofDelegates.forEach((id, series) -> {
            Map<String, String> duty = DUTIES.get(id);
            assertThat(series).as(id).allSatisfy(visit -> {
                assertThat(visit.get("station")).isEqualTo(duty.get("station"));
                assertThat(at(visit)).isAfterOrEqualTo(at(duty));
            });
            for (int i = 1; i < series.size(); i++) {
                assertThat(ChronoUnit.DAYS.between(
                                at(series.get(i - 1)).toLocalDate(),
                                at(series.get(i)).toLocalDate()))
                        .as(id)
                        .isGreaterThanOrEqualTo(EVERY_DAYS / 2);
            }
        });
    }

    @Test
    void shouldLeaveNoDutyWithoutTheVisitThatItIsFor() {
        assertThat(DUTIES.values().stream()
                        .filter(duty -> duty.get("purpose").equals("delegate"))
                        .map(duty -> duty.get("duty"))
                        .filter(id -> !id.startsWith("D9"))) // those that nobody has visited
                .containsExactlyInAnyOrderElementsOf(ofDelegates.keySet());
    }

    /** Which duty a visit fulfils is no part of these. */
    @Test
    void shouldKeepTheTotalsOfTheDocuments() {
        assertThat(visits).hasSize(5_354);
        assertThat(sum("households")).isEqualTo(3_074);
        assertThat(sum("people")).isEqualTo(11_275);
    }

    private static long sum(String column) {
        return visits.stream()
                .mapToLong(visit -> Long.parseLong(visit.get(column)))
                .sum();
    }
}
