// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.fixtures.RealData;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the events of the bundled mappings with figures that SQL computed from the same files.  */
class RealDataTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final Path data = RealData.directory();

    @Test
    void shouldCountConsumidorByCompanyAndMonth() throws IOException {
        CollectedEvents events = imported("consumidor-clean", consumidor("clean_utf8"));
        Map<List<String>, List<Commitment>> requests = events.commitments().stream()
                .collect(Collectors.groupingBy(c -> List.of(leaf(c.getUnit()), month(c.getClosedAt(), SAO_PAULO))));
        Map<List<String>, List<Feedback>> ratings = events.feedback().stream()
                .collect(Collectors.groupingBy(f -> List.of(leaf(f.getUnit()), month(f.getOccurredAt(), SAO_PAULO))));

        List<NamedCsvRecord> truth = truth("10_consumidor_company_month");
        assertThat(requests).hasSize(truth.size());
        for (NamedCsvRecord row : truth) {
            List<String> key = List.of(row.getField("company"), row.getField("ym"));
            List<Commitment> closed = requests.get(key);
            List<Feedback> rated = ratings.getOrDefault(key, List.of());
            expect(row, "finalised", closed.size());
            expect(
                    row,
                    "answered",
                    closed.stream().filter(c -> c.getAssignedAt() != null).count());
            expect(row, "resolved", withOutcome(closed, "RESOLVED"));
            expect(row, "not_resolved", withOutcome(closed, "UNRESOLVED"));
            expect(
                    row,
                    "not_evaluated",
                    closed.stream().filter(c -> c.getOutcome() == null).count());
            expectScores(row, "nota_mean", rated);
            if (!rated.isEmpty()) {
                expect(row, "nota_sum", sum(rated));
            }
        }
    }

    @Test
    void shouldCountConsumidorByStateAndQuarter() throws IOException {
        CollectedEvents events = imported("consumidor-clean", consumidor("clean_utf8"));
        Map<List<String>, List<Feedback>> ratings = events.feedback().stream()
                .collect(Collectors.groupingBy(f -> List.of(leaf(f.getArea()), quarter(f.getOccurredAt(), SAO_PAULO))));
        List<NamedCsvRecord> truth = truth("11_consumidor_uf_quarter");
        assertThat(truth).isNotEmpty();
        for (NamedCsvRecord row : truth) {
            List<Feedback> rated = ratings.getOrDefault(List.of(row.getField("uf"), row.getField("q")), List.of());
            expectScores(row, "nota_mean", rated);
            for (int score = 1; score <= 5; score++) {
                int of = score;
                expect(
                        row,
                        "n" + score,
                        rated.stream().filter(f -> f.getScore() == of).count());
            }
        }
        assertThat(events.feedback()).hasSize(31_974);
    }

    @Test
    void shouldTellAnswerDaysBySegment() throws IOException {
        CollectedEvents events = imported("consumidor-clean", consumidor("clean_utf8"));
        Map<String, List<Long>> days = new HashMap<>();
        for (Commitment c : events.commitments()) {
            if (c.getAssignedAt() != null) {
                String segment =
                        c.getUnit().substring(0, c.getUnit().indexOf('/')).replace('\u2215', '/');
                days.computeIfAbsent(segment, key -> new ArrayList<>())
                        .add(ChronoUnit.DAYS.between(
                                date(c.getOpenedAt(), SAO_PAULO), date(c.getAssignedAt(), SAO_PAULO)));
            }
        }
        List<NamedCsvRecord> truth = truth("12_consumidor_answer_days_by_segment");
        assertThat(days).hasSize(truth.size());
        for (NamedCsvRecord row : truth) {
            List<Long> sorted =
                    days.get(row.getField("segmento")).stream().sorted().toList();
            expect(row, "n", sorted.size());
            expect(row, "median_days", sorted.get((sorted.size() + 1) / 2 - 1));
            expect(row, "p90_days", sorted.get((9 * sorted.size() + 9) / 10 - 1));
        }
    }

    @Test
    void shouldReadTheMonthsAsPublishedLikeTheCleanFile() throws IOException {
        CollectedEvents clean = imported("consumidor-clean", consumidor("clean_utf8"));
        List<Path> months;
        try (Stream<Path> files = Files.list(data.resolve("requests_ratings_consumidor_br"))) {
            months = files.filter(file -> file.getFileName().toString().startsWith("raw_"))
                    .sorted()
                    .toList();
        }
        CollectedEvents raw = imported("consumidor-raw", months.toArray(Path[]::new));

        Set<String> ids = new HashSet<>();
        raw.commitments().forEach(c -> ids.add(c.getId()));
        assertThat(ids).hasSize(45_772);
        assertThat(withoutIds(raw)).isEqualTo(withoutIds(clean));
    }

    @Test
    void shouldCountMinneapolisByInspectorAndMonth() throws IOException {
        CollectedEvents events =
                imported("minneapolis-inspections", data.resolve("visits_minneapolis_inspections.csv.gz"));
        Map<String, Visit> distinct = new HashMap<>();
        for (Visit visit : events.visits()) {
            Visit before = distinct.putIfAbsent(visit.getId(), visit);
            assertThat(before == null || before.equals(visit))
                    .as("rows of one inspection agree")
                    .isTrue();
        }
        assertThat(events.visits()).hasSize(26_461);
        assertThat(distinct).hasSize(5_429);
        Map<List<String>, Long> counted = distinct.values().stream()
                .collect(Collectors.groupingBy(
                        v -> List.of(v.getUnit(), month(v.getOccurredAt(), CHICAGO)), Collectors.counting()));
        Map<List<String>, Long> expected = new HashMap<>();
        for (NamedCsvRecord row : truth("25_minneapolis_by_inspector_month")) {
            String inspector = row.getField("inspector").isEmpty() ? "UNLISTED" : row.getField("inspector");
            expected.put(List.of(inspector, row.getField("ym")), Long.valueOf(row.getField("visits")));
        }
        assertThat(counted).isEqualTo(expected);
    }

    @Test
    void shouldTellBaltimoresDaysByAgencyAndMonth() throws IOException {
        CollectedEvents events = imported("baltimore-311", data.resolve("requests_baltimore311.csv.gz"));
        Map<List<String>, List<Commitment>> closed = events.commitments().stream()
                .filter(c -> c.getClosedAt() != null)
                .collect(Collectors.groupingBy(c -> List.of(c.getUnit(), month(c.getClosedAt(), NEW_YORK))));
        List<NamedCsvRecord> truth = truth("04_baltimore_resolution_by_agency_closing_month");
        assertThat(closed).hasSize(truth.size());
        for (NamedCsvRecord row : truth) {
            List<Commitment> group = closed.get(List.of(row.getField("Agency"), row.getField("ym")));
            List<Long> seconds = group.stream()
                    .map(c -> ChronoUnit.SECONDS.between(c.getOpenedAt(), c.getClosedAt()))
                    .sorted()
                    .toList();
            expect(row, "n", seconds.size());
            expect(row, "median_s", seconds.get((seconds.size() + 1) / 2 - 1));
            expect(row, "p90_s", seconds.get((9 * seconds.size() + 9) / 10 - 1));
            expect(
                    row,
                    "sum_published_daysopen",
                    group.stream()
                            .mapToLong(c -> ChronoUnit.DAYS.between(
                                    date(c.getOpenedAt(), NEW_YORK), date(c.getClosedAt(), NEW_YORK)))
                            .sum());
        }
    }

    @Test
    void shouldTellBaltimoresDueRequestsByAgency() throws IOException {
        CollectedEvents events = imported("baltimore-311", data.resolve("requests_baltimore311.csv.gz"));
        Map<String, List<Commitment>> agencies =
                events.commitments().stream().collect(Collectors.groupingBy(Commitment::getUnit));
        List<NamedCsvRecord> truth = truth("05_baltimore_due_by_agency");
        assertThat(agencies).hasSize(truth.size());
        for (NamedCsvRecord row : truth) {
            List<Commitment> all = agencies.get(row.getField("Agency"));
            List<Commitment> closed =
                    all.stream().filter(c -> c.getClosedAt() != null).toList();
            List<Commitment> due =
                    closed.stream().filter(c -> c.getDueAt() != null).toList();
            long onTime = due.stream()
                    .filter(c -> !c.getClosedAt().isAfter(c.getDueAt()))
                    .count();
            expect(row, "n", all.size());
            expect(row, "closed", closed.size());
            expect(row, "closed_on_time", onTime);
            expect(row, "closed_late", due.size() - onTime);
            expect(
                    row,
                    "no_due_date",
                    all.stream().filter(c -> c.getDueAt() == null).count());
            expect(row, "not_closed", all.size() - closed.size());
        }
        assertThat(withOutcome(events.commitments(), "DUPLICATE")).isEqualTo(207);
    }

    @Test
    void shouldCountKansasCityByQuestionDistrictAndQuarter() throws IOException {
        CollectedEvents events =
                imported("kansas-city-survey", data.resolve("feedback_kcmo_resident_survey_long.csv.gz"));
        assertThat(events.feedback()).hasSize(120_318);
        Map<List<String>, List<Feedback>> groups = events.feedback().stream()
                .collect(Collectors.groupingBy(f -> List.of(
                        f.getQuestion().toLowerCase(Locale.ROOT), f.getUnit(), month(f.getOccurredAt(), CHICAGO))));
        Map<String, String> months = Map.of("1QSEP2021", "2021-09", "3QMAR2022", "2022-03");
        long rows = 0;
        for (NamedCsvRecord row : truth("33_kcmo_question_district_quarter")) {
            List<Feedback> rated = groups.getOrDefault(
                    List.of(row.getField("question"), row.getField("district"), months.get(row.getField("quarter"))),
                    List.of());
            expectScores(row, "mean", rated);
            rows += rated.isEmpty() ? 0 : 1;
        }
        assertThat(groups).hasSize((int) rows);
    }

    private CollectedEvents imported(String mapping, Path... files) {
        CollectedEvents events = new CollectedEvents();
        List<BadLine> bad = new ArrayList<>();
        ImportListener listener = new ImportListener() {
            @Override
            public void onBadLine(BadLine line) {
                bad.add(line);
            }
        };
        ImportResult result =
                new Importer(Mapping.bundled(mapping), events, ImportOptions.defaults(), listener).run(List.of(files));
        assertThat(bad).isEmpty();
        assertThat(result.allEvents()).isEqualTo(events.all.size());
        return events;
    }

    private Path consumidor(String name) {
        return data.resolve("requests_ratings_consumidor_br").resolve(name + ".csv.gz");
    }

    private List<NamedCsvRecord> truth(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("truth").resolve(name + ".csv"))) {
            return reader.stream().toList();
        }
    }

    private static List<Object> withoutIds(CollectedEvents events) {
        List<Object> all = new ArrayList<>();
        events.all.forEach(event -> {
            if (event instanceof Commitment commitment) {
                commitment.setId("");
            } else {
                ((Feedback) event).setId("");
                ((Feedback) event).getAbout().setId("");
            }
            all.add(event);
        });
        return all;
    }

    private static void expectScores(NamedCsvRecord row, String mean, List<Feedback> rated) {
        expect(row, "rated", rated.size());
        expect(row, "satisfied", rated.stream().filter(f -> f.getScore() >= 4).count());
        if (!rated.isEmpty()) {
            BigDecimal exact =
                    BigDecimal.valueOf(sum(rated)).divide(BigDecimal.valueOf(rated.size()), 6, RoundingMode.HALF_UP);
            assertThat(new BigDecimal(row.getField(mean)))
                    .as("%s of %s", mean, row)
                    .isEqualByComparingTo(exact);
        }
    }

    private static void expect(NamedCsvRecord row, String column, long counted) {
        assertThat(counted).as("%s of %s", column, row).isEqualTo(number(row.getField(column)));
    }

    /** A number in SQL's output; the sum of no rows is empty. */
    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static long sum(List<Feedback> rated) {
        return rated.stream().mapToLong(Feedback::getScore).sum();
    }

    private static long withOutcome(Collection<Commitment> commitments, String outcome) {
        return commitments.stream().filter(c -> outcome.equals(c.getOutcome())).count();
    }

    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace('\u2215', '/');
    }

    private static LocalDate date(Instant time, ZoneId zone) {
        return time.atZone(zone).toLocalDate();
    }

    private static String month(Instant time, ZoneId zone) {
        return YearMonth.from(time.atZone(zone)).toString();
    }

    private static String quarter(Instant time, ZoneId zone) {
        LocalDate date = date(time, zone);
        return date.getYear() + "-Q" + (date.getMonthValue() + 2) / 3;
    }
}
