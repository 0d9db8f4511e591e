// SPDX-License-Identifier: Apache-2.0
package doorstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import doorstep.avro.Durations;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceLevel;
import doorstep.avro.VisitCount;
import doorstep.fixtures.RealData;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares figures of public data sets, imported into a real broker and counted by the pipeline, with those that SQL
 * computed from the same files.
 */
class RealDataIT {
    private static final DateTimeFormatter BALTIMORE =
            DateTimeFormatter.ofPattern("MM/dd/uuuu hh:mm:ss a", Locale.ENGLISH);

    @TempDir
    Path dir;

    private final Path data = RealData.directory();

    @Test
    void shouldScoreConsumidorAsSqlDoesHoweverOftenImported() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/Sao_Paulo", "as-of", "2015-03-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            Path file = data.resolve("requests_ratings_consumidor_br/clean_utf8.csv.gz");
            machine.ingest("consumidor-clean", file);
            machine.runToTheEnd();

            Collection<SatisfactionScore> rows =
                    machine.<SatisfactionScore>rows(Topics.SATISFACTION_SCORES).values();
            shouldEqualCompaniesByMonth(rows);
            shouldEqualStatesByQuarter(rows);
            Collection<ServiceLevel> requests =
                    machine.<ServiceLevel>rows(Topics.SERVICE_LEVELS).values();
            assertThat(requests)
                    .as("ratings open no call-backs that nobody owes")
                    .allMatch(row -> row.getFacet().equals("REQUEST"));
            shouldEqualFinalisedRequests(requests);
            shouldEqualAnswerDays(requests);
            shouldAnswerWithTheSameCompanies(machine, rows);

            Map<String, String> before = machine.allRows();
            long sent = machine.rowsSent();
            machine.ingest("consumidor-clean", file);
            machine.runToTheEnd();
            assertThat(machine.allRows()).isEqualTo(before);
            assertThat(machine.rowsSent()).as("no row was sent again").isEqualTo(sent);
        }
    }

    private void shouldEqualCompaniesByMonth(Collection<SatisfactionScore> rows) throws IOException {
        Map<String, List<SatisfactionScore>> byCompany = rows.stream()
                .filter(row -> row.getWindow().equals("MONTH")
                        && row.getBreakdown().isEmpty()
                        && row.getUnit().contains("/"))
                .collect(Collectors.groupingBy(row -> leaf(row.getUnit()) + " " + row.getStart()));
        int compared = 0;
        for (NamedCsvRecord truth : truth("10_consumidor_company_month")) {
            long rated = Long.parseLong(truth.getField("rated"));
            // Two companies belong to two segments each: their rows are added up.
            List<SatisfactionScore> found =
                    byCompany.getOrDefault(truth.getField("company") + " " + truth.getField("ym") + "-01", List.of());
            assertThat(found.stream().mapToLong(SatisfactionScore::getAnswers).sum())
                    .as("rated of %s", truth)
                    .isEqualTo(rated);
            if (rated == 0) {
                continue;
            }
            compared++;
            long sum = found.stream().mapToLong(SatisfactionScore::getSum).sum();
            assertThat(sum).as("sum of %s", truth).isEqualTo(Long.parseLong(truth.getField("nota_sum")));
            assertThat(Math.round((double) sum / rated * 1e6))
                    .isEqualTo(Math.round(Double.parseDouble(truth.getField("nota_mean")) * 1e6));
            assertThat(found.stream().mapToLong(SatisfactionScore::getSatisfied).sum())
                    .as("satisfied of %s", truth)
                    .isEqualTo(Long.parseLong(truth.getField("satisfied")));
            if (found.size() == 1) {
                assertThat(found.get(0).getMean()).isEqualTo((double) sum / rated);
            }
        }
        assertThat(byCompany).hasSize(compared);
    }

    private void shouldAnswerWithTheSameCompanies(StandaloneFixture machine, Collection<SatisfactionScore> rows)
            throws Exception {
        Map<String, Map<LocalDate, Long>> days = rows.stream()
                .filter(row ->
                        row.getWindow().equals("DAY") && row.getBreakdown().isEmpty())
                .collect(Collectors.groupingBy(
                        SatisfactionScore::getUnit,
                        Collectors.toMap(SatisfactionScore::getStart, SatisfactionScore::getSatisfied)));
        try (ApiFigures api = new ApiFigures(machine, dir)) {
            ApiTruth truth = new ApiTruth(api, truth("10_consumidor_company_month"), line -> line.getField("company"));
            String rated = "&facet=OVERALL:STARS_5&sort=unit";
            truth.shouldEqual("satisfaction-scores", "rated", "answers", rated);
            truth.shouldEqual("satisfaction-scores", "satisfied", "satisfied", rated);
            truth.shouldEqual("satisfaction-scores", "nota_sum", "sum", rated);
            truth.shouldEqual("service-levels", "finalised", "closed", "&facet=REQUEST");
            truth.shouldEqual("service-levels", "resolved", "resolved", "&facet=REQUEST");
            truth.shouldEqualDays("satisfaction-scores", "satisfied", rated, days);
        }
    }

    private void shouldEqualStatesByQuarter(Collection<SatisfactionScore> rows) throws IOException {
        Map<String, SatisfactionScore> byState = rows.stream()
                .filter(row -> row.getWindow().equals("QUARTER")
                        && row.getUnit().equals("*")
                        && row.getBreakdown().equals("area")
                        && row.getValue().contains("/"))
                .collect(Collectors.toMap(row -> leaf(row.getValue()) + " " + quarter(row.getStart()), row -> row));
        int compared = 0;
        for (NamedCsvRecord truth : truth("11_consumidor_uf_quarter")) {
            long rated = Long.parseLong(truth.getField("rated"));
            if (rated == 0) {
                continue;
            }
            compared++;
            SatisfactionScore row = byState.get(truth.getField("uf") + " " + truth.getField("q"));
            assertThat(row).as("row of %s", truth).isNotNull();
            assertThat(row.getAnswers()).isEqualTo(rated);
            assertThat(row.getSatisfied()).isEqualTo(Long.parseLong(truth.getField("satisfied")));
            for (int score = 1; score <= 5; score++) {
                assertThat(row.getDistribution().get(score - 1)).isEqualTo(Long.parseLong(truth.getField("n" + score)));
            }
        }
        assertThat(byState).hasSize(compared);
    }

    private void shouldEqualFinalisedRequests(Collection<ServiceLevel> rows) throws IOException {
        Map<String, List<ServiceLevel>> byCompany = rows.stream()
                .filter(row -> row.getWindow().equals("MONTH")
                        && row.getBreakdown().isEmpty()
                        && row.getUnit().contains("/")
                        && row.getClosed() > 0)
                .collect(Collectors.groupingBy(row -> leaf(row.getUnit()) + " " + row.getStart()));
        List<NamedCsvRecord> truths = truth("10_consumidor_company_month");
        for (NamedCsvRecord truth : truths) {
            List<ServiceLevel> found =
                    byCompany.getOrDefault(truth.getField("company") + " " + truth.getField("ym") + "-01", List.of());
            shouldEqual(truth, "finalised", found, ServiceLevel::getClosed);
            shouldEqual(truth, "resolved", found, ServiceLevel::getResolved);
            shouldEqual(truth, "not_resolved", found, ServiceLevel::getUnresolved);
            shouldEqual(truth, "not_evaluated", found, ServiceLevel::getWithoutOutcome);
        }
        assertThat(byCompany).hasSize(truths.size());
    }

    /**
     * The data have dates only, so that a percentile is a number of days, except for an hour of daylight saving time and,
     * above 194 days, the other days in its bucket.
     */
    private void shouldEqualAnswerDays(Collection<ServiceLevel> rows) throws IOException {
        Map<String, ServiceLevel> bySegment = rows.stream()
                .filter(row -> row.getWindow().equals("EVER")
                        && row.getBreakdown().isEmpty()
                        && !row.getUnit().contains("/")
                        && !row.getUnit().equals("*"))
                .collect(Collectors.toMap(row -> leaf(row.getUnit()), row -> row));
        List<NamedCsvRecord> truths = truth("12_consumidor_answer_days_by_segment");
        for (NamedCsvRecord truth : truths) {
            ServiceLevel row = bySegment.get(truth.getField("segmento"));
            assertThat(row).as("row of %s", truth).isNotNull();
            Durations answers = row.getToAssign();
            long n = Long.parseLong(truth.getField("n"));
            assertThat(answers.getCount()).as("answers of %s", truth).isEqualTo(n);
            assertThat(Math.round((double) answers.getDays() / n * 1e6))
                    .as("mean days of %s", truth)
                    .isEqualTo(Math.round(Double.parseDouble(truth.getField("mean_days")) * 1e6));
            assertThat(Math.round(answers.getP50() / 86_400.0))
                    .as("median of %s", truth)
                    .isEqualTo(Long.parseLong(truth.getField("median_days")));
            assertThat(Math.round(answers.getP90() / 86_400.0))
                    .as("p90 of %s", truth)
                    .isEqualTo(Long.parseLong(truth.getField("p90_days")));
        }
        // A segment without any answer has requests, but no row there.
        assertThat(bySegment.values().stream().filter(row -> row.getToAssign().getCount() > 0))
                .hasSize(truths.size());
    }

    private static void shouldEqual(
            NamedCsvRecord truth, String column, List<ServiceLevel> rows, ToLongFunction<ServiceLevel> figure) {
        assertThat(rows.stream().mapToLong(figure).sum())
                .as("%s of %s", column, truth)
                .isEqualTo(Long.parseLong(truth.getField(column)));
    }

    // ---- Baltimore

    @Test
    void shouldTimeBaltimoresRequestsAsSqlDoes() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/New_York", "as-of", "2022-01-01T00:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.ingest("baltimore-311", data.resolve("requests_baltimore311.csv.gz"));
            machine.runToTheEnd();

            Collection<ServiceLevel> rows = machine.<ServiceLevel>rows(Topics.SERVICE_LEVELS).values().stream()
                    .filter(row -> row.getBreakdown().isEmpty()
                            && row.getFacet().equals("REQUEST")
                            && !row.getUnit().equals("*"))
                    .toList();
            shouldEqualResolutionTimes(rows);
            shouldEqualDueRequests(rows);
        }
    }

    private void shouldEqualResolutionTimes(Collection<ServiceLevel> rows) throws IOException {
        Map<String, ServiceLevel> byMonth = rows.stream()
                .filter(row -> row.getWindow().equals("MONTH") && row.getClosed() > 0)
                .collect(Collectors.toMap(row -> leaf(row.getUnit()) + " " + row.getStart(), row -> row));
        List<NamedCsvRecord> truths = truth("04_baltimore_resolution_by_agency_closing_month");
        assertThat(byMonth).hasSize(truths.size());
        for (NamedCsvRecord truth : truths) {
            ServiceLevel row = byMonth.get(truth.getField("Agency") + " " + truth.getField("ym") + "-01");
            assertThat(row).as("row of %s", truth).isNotNull();
            Durations times = row.getToClose();
            long n = Long.parseLong(truth.getField("n"));
            assertThat(row.getClosed()).as("closed of %s", truth).isEqualTo(n);
            assertThat(times.getCount()).isEqualTo(n);
            assertThat((double) times.getSeconds() / n)
                    .as("mean seconds of %s", truth)
                    .isCloseTo(Double.parseDouble(truth.getField("mean_s")), within(0.000_501));
            assertThat(times.getDays())
                    .as("local days of %s", truth)
                    .isEqualTo(Long.parseLong(truth.getField("sum_published_daysopen")));
            shouldBeWithinABucket(truth, "median_s", times.getP50());
            shouldBeWithinABucket(truth, "p90_s", times.getP90());
        }
    }

    private static void shouldBeWithinABucket(NamedCsvRecord truth, String column, long actual) {
        double exact = Double.parseDouble(truth.getField(column));
        assertThat((double) actual).as("%s of %s", column, truth).isCloseTo(exact, within(Math.max(1, exact / 128)));
    }

    /** The pipeline leaves duplicates out of all counts of due requests; the SQL table does not. */
    private void shouldEqualDueRequests(Collection<ServiceLevel> rows) throws IOException {
        Map<String, ServiceLevel> ever = rows.stream()
                .filter(row -> row.getWindow().equals("EVER"))
                .collect(Collectors.toMap(row -> leaf(row.getUnit()), row -> row));
        Map<String, List<NamedCsvRecord>> duplicates = duplicatesByAgency();
        List<NamedCsvRecord> truths = truth("05_baltimore_due_by_agency");
        assertThat(ever).hasSize(truths.size());
        for (NamedCsvRecord truth : truths) {
            ServiceLevel row = ever.get(truth.getField("Agency"));
            List<NamedCsvRecord> left = duplicates.getOrDefault(truth.getField("Agency"), List.of());
            long leftDue = left.stream().filter(RealDataIT::isDue).count();
            long leftOnTime = left.stream().filter(RealDataIT::isOnTime).count();
            long n = number(truth, "n");
            long onTime = number(truth, "closed_on_time");
            long late = number(truth, "closed_late");
            assertThat(row.getOpened()).as("n of %s", truth).isEqualTo(n);
            assertThat(row.getClosed()).as("closed of %s", truth).isEqualTo(number(truth, "closed"));
            assertThat(row.getDuplicate()).as("duplicates of %s", truth).isEqualTo(left.size());
            assertThat(row.getMet() + leftOnTime).as("on time of %s", truth).isEqualTo(onTime);
            assertThat(row.getDue() + leftDue).as("due of %s", truth).isEqualTo(n - number(truth, "no_due_date"));
            assertThat(row.getBacklogChange()).as("open of %s", truth).isEqualTo(number(truth, "not_closed"));
            assertThat(row.getOverdueChange())
                    .as("overdue of %s", truth)
                    .isEqualTo(n - number(truth, "no_due_date") - onTime - late);
            assertThat(row.getMissed() + leftDue - leftOnTime)
                    .as("missed of %s", truth)
                    .isEqualTo(late + row.getOverdueChange());
        }
    }

    private Map<String, List<NamedCsvRecord>> duplicatesByAgency() throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(data.resolve("requests_baltimore311.csv.gz"))),
                        StandardCharsets.UTF_8))) {
            return reader.stream()
                    .filter(row -> row.getField("SRStatus").equals("Closed (Duplicate)"))
                    .collect(Collectors.groupingBy(row -> row.getField("Agency")));
        }
    }

    private static boolean isDue(NamedCsvRecord row) {
        return !row.getField("DueDate").isEmpty();
    }

    private static boolean isOnTime(NamedCsvRecord row) {
        return isDue(row)
                && !LocalDateTime.parse(row.getField("CloseDate"), BALTIMORE)
                        .isAfter(LocalDateTime.parse(row.getField("DueDate"), BALTIMORE));
    }

    private static long number(NamedCsvRecord row, String column) {
        return Long.parseLong(row.getField(column));
    }

    // ---- Kansas City

    @Test
    void shouldScoreKansasCitysQuestionsAsSqlDoes() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/Chicago", "as-of", "2022-06-30T12:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.ingest("kansas-city-survey", data.resolve("feedback_kcmo_resident_survey_long.csv.gz"));
            machine.runToTheEnd();

            Map<String, SatisfactionScore> rows =
                    machine.<SatisfactionScore>rows(Topics.SATISFACTION_SCORES).values().stream()
                            .filter(row -> row.getWindow().equals("QUARTER")
                                    && row.getBreakdown().isEmpty()
                                    && !row.getUnit().equals("*"))
                            .collect(Collectors.toMap(
                                    row -> row.getFacet() + " " + row.getUnit() + " " + row.getStart(), row -> row));
            Map<String, String> starts = Map.of("1QSEP2021", "2021-07-01", "3QMAR2022", "2022-01-01");
            int compared = 0;
            for (NamedCsvRecord truth : truth("33_kcmo_question_district_quarter")) {
                long rated = number(truth, "rated");
                if (rated == 0) {
                    continue;
                }
                compared++;
                SatisfactionScore row = rows.get(truth.getField("question").toUpperCase(Locale.ROOT) + ":STARS_5 "
                        + truth.getField("district") + " " + starts.get(truth.getField("quarter")));
                assertThat(row).as("row of %s", truth).isNotNull();
                assertThat(row.getAnswers()).as("rated of %s", truth).isEqualTo(rated);
                assertThat(row.getSatisfied()).as("satisfied of %s", truth).isEqualTo(number(truth, "satisfied"));
                assertThat(Math.round(row.getMean() * 1e6))
                        .as("mean of %s", truth)
                        .isEqualTo(Math.round(Double.parseDouble(truth.getField("mean")) * 1e6));
            }
            assertThat(rows).hasSize(compared);
        }
    }

    @Test
    void shouldCountMinneapolisInspectionsAsSqlDoes() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/Chicago", "as-of", "2013-06-30T12:00");
        try (StandaloneFixture machine = new StandaloneFixture(dir, settings)) {
            machine.ingest("minneapolis-inspections", data.resolve("visits_minneapolis_inspections.csv.gz"));
            machine.runToTheEnd();

            Map<String, VisitCount> rows = machine.rows(Topics.VISIT_COUNTS);
            Map<String, Long> byInspector = rows.values().stream()
                    .filter(row -> row.getWindow().equals("MONTH")
                            && row.getBreakdown().isEmpty()
                            && !row.getUnit().equals("*"))
                    .collect(Collectors.toMap(row -> row.getUnit() + " " + row.getStart(), VisitCount::getVisits));
            List<NamedCsvRecord> truth = truth("25_minneapolis_by_inspector_month");
            assertThat(byInspector).hasSize(truth.size());
            for (NamedCsvRecord row : truth) {
                assertThat(byInspector.get(inspector(row) + " " + row.getField("ym") + "-01"))
                        .as("visits of %s", row)
                        .isEqualTo(Long.parseLong(row.getField("visits")));
            }
            Map<String, Map<LocalDate, Long>> days = rows.values().stream()
                    .filter(row ->
                            row.getWindow().equals("DAY") && row.getBreakdown().isEmpty())
                    .collect(Collectors.groupingBy(
                            VisitCount::getUnit, Collectors.toMap(VisitCount::getStart, VisitCount::getVisits)));
            try (ApiFigures api = new ApiFigures(machine, dir)) {
                ApiTruth answers = new ApiTruth(api, truth, RealDataIT::inspector);
                answers.shouldEqual("visit-counts", "visits", "visits", "");
                answers.shouldEqualDays("visit-counts", "visits", "", days);
            }
        }
    }

    private static String inspector(NamedCsvRecord row) {
        return row.getField("inspector").isEmpty() ? "UNLISTED" : row.getField("inspector");
    }

    private List<NamedCsvRecord> truth(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("truth/" + name + ".csv"))) {
            List<NamedCsvRecord> rows = reader.stream().toList();
            assertThat(rows).isNotEmpty();
            return rows;
        }
    }

    /** The importer writes a slash inside a name as U+2215. */
    static String leaf(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace('\u2215', '/');
    }

    private static String quarter(LocalDate start) {
        return start.getYear() + "-Q" + (start.getMonthValue() + 2) / 3;
    }
}
