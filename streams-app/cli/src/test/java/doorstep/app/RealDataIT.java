package doorstep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.VisitCount;
import doorstep.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files through the real importer, a real broker and the pipeline, against figures that SQL computed from the same
 * files. The data are not part of the project: {@code -Ddoorstep.data=DIR} or {@code DOORSTEP_DATA} says where they are.
 */
class RealDataIT {
    @TempDir
    Path dir;

    private Path data;

    @BeforeEach
    void find() {
        String folder = System.getProperty("doorstep.data", System.getenv("DOORSTEP_DATA"));
        if (folder == null || folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
            abort("Left out: set -Ddoorstep.data or DOORSTEP_DATA to the folder with the real data");
        }
        data = Path.of(folder);
    }

    @Test
    void shouldScoreConsumidorAsSqlDoesAndChangeNothingWhenImportedAgain() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/Sao_Paulo", "as-of", "2015-03-01T00:00");
        try (OneMachine machine = new OneMachine(dir, settings)) {
            Path file = data.resolve("requests_ratings_consumidor_br/clean_utf8.csv.gz");
            machine.ingest("consumidor-clean", file);
            machine.runToTheEnd();

            Collection<SatisfactionScore> rows =
                    machine.<SatisfactionScore>rows(Topics.SATISFACTION_SCORES).values();
            shouldEqualCompaniesByMonth(rows);
            shouldEqualStatesByQuarter(rows);

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
            // Two companies sit in two segments: their rows are summed.
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

    @Test
    void shouldCountMinneapolisInspectionsAsSqlDoes() throws Exception {
        Map<String, String> settings = Map.of("zone", "America/Chicago", "as-of", "2013-06-30T12:00");
        try (OneMachine machine = new OneMachine(dir, settings)) {
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
                String inspector = row.getField("inspector").isEmpty() ? "UNLISTED" : row.getField("inspector");
                assertThat(byInspector.get(inspector + " " + row.getField("ym") + "-01"))
                        .as("visits of %s", row)
                        .isEqualTo(Long.parseLong(row.getField("visits")));
            }
        }
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
    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace('\u2215', '/');
    }

    private static String quarter(LocalDate start) {
        return start.getYear() + "-Q" + (start.getMonthValue() + 2) / 3;
    }
}
