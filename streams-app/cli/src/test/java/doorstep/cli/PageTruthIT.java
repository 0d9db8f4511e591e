// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import doorstep.api.ApiSettings;
import doorstep.fixtures.RealData;
import doorstep.scenario.TestDashboard;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares what the page shows of one company with the API, with {@code rows}, and with what SQL computed. */
class PageTruthIT {
    private static final String COMPANY = "Vivo - Telefônica";
    private static final String FACET = "OVERALL:STARS_5";

    @TempDir
    private Path dir;

    @Test
    void shouldShowOneCompanyAsSqlDoes() throws Exception {
        Path data = RealData.directory();
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        run(
                "ingest",
                "--mapping",
                "consumidor-clean",
                "" + data.resolve("requests_ratings_consumidor_br/clean_utf8.csv.gz"));
        run("standalone", "--once", "--set", "zone=America/Sao_Paulo", "--set", "as-of=2015-03-01T00:00");

        try (SampleCluster cluster = new SampleCluster(dir);
                TestDashboard server = cluster.dashboard("page", ApiSettings.loopback(0));
                Browser browser = new Browser()) {
            String unit = unit(server);
            List<NamedCsvRecord> months = truth(data);
            assertThat(months).hasSizeGreaterThan(5);
            for (NamedCsvRecord month : months) {
                String start = month.getField("ym") + "-01";
                String dates = "?window=MONTH&start=" + start + "&unit=" + encoded(unit);

                JsonNode score = server.json("/api/v1/satisfaction-scores" + dates + "&facet=" + FACET)
                        .at("/rows/0");
                JsonNode scoreRow = row("satisfaction-scores", unit, start, FACET);
                browser.open(server.url() + "/#/unit" + dates + "&facet=" + FACET);
                browser.awaitView("unit");
                browser.await("the month " + start, () -> browser.has(".dates[data-from='" + start + "']"));
                double share = number(browser, "[data-comparison=now] td:nth-of-type(2) data");
                long answers = count(browser, "[data-comparison=now] td:nth-of-type(3) data");
                assertThat(List.of(
                                score.path("answers").longValue(),
                                scoreRow.path("answers").longValue(),
                                whole(month, "rated")))
                        .as("answers of %s", month)
                        .containsOnly(answers);
                assertThat(List.of(
                                score.path("satisfiedShare").doubleValue(),
                                scoreRow.path("satisfiedShare").doubleValue()))
                        .as("share of %s", month)
                        .containsOnly(share);
                assertThat(Math.round(share * answers)).isEqualTo(whole(month, "satisfied"));
                assertThat(number(browser, "[data-card=score] .big data")).isEqualTo(share);
                assertThat(sumOfScores(browser)).as("sum of %s", month).isEqualTo(whole(month, "nota_sum"));

                JsonNode level = server.json("/api/v1/service-levels" + dates + "&facet=REQUEST")
                        .at("/rows/0");
                JsonNode levelRow = row("service-levels", unit, start, "REQUEST");
                browser.open(server.url() + "/#/commitments" + dates);
                browser.awaitView("commitments");
                browser.await("the month " + start, () -> browser.has(".dates[data-from='" + start + "']"));
                Map<Integer, String> columns = Map.of(1, "closed", 2, "resolved", 3, "unresolved");
                Map<String, String> names =
                        Map.of("closed", "finalised", "resolved", "resolved", "unresolved", "not_resolved");
                columns.forEach((column, figure) -> assertThat(List.of(
                                level.path(figure).longValue(),
                                levelRow.path(figure).longValue(),
                                whole(month, names.get(figure))))
                        .as("%s of %s", figure, month)
                        .containsOnly(count(
                                browser,
                                "[data-card=outcomes] [data-facet=REQUEST] td:nth-of-type(" + column + ") data")));
            }
        }
    }

    private Doorstep run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--data", dir.toString(), "--set", "partitions=1"));
        Doorstep result = Doorstep.run(all.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    /** As {@code rows} prints it. */
    private JsonNode row(String topic, String unit, String start, String facet) throws IOException {
        String json = run(
                        "rows",
                        topic,
                        "--json",
                        "--unit",
                        unit,
                        "--window",
                        "MONTH",
                        "--start",
                        start,
                        "--breakdown",
                        "none")
                .out();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : json.lines().toList()) {
            JsonNode row = new ObjectMapper().readTree(line);
            if (row.path("facet").textValue().equals(facet)) {
                rows.add(row);
            }
        }
        assertThat(rows).as(json).hasSize(1);
        return rows.get(0);
    }

    private static String unit(TestDashboard server) {
        List<String> found = new ArrayList<>();
        server.json("/api/v1/units?unit=*&limit=10&search=" + encoded(COMPANY))
                .path("rows")
                .forEach(row -> found.add(row.path("unit").textValue()));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<NamedCsvRecord> truth(Path data) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(data.resolve("truth/10_consumidor_company_month.csv"))) {
            return reader.stream()
                    .filter(line -> line.getField("company").equals(COMPANY) && whole(line, "rated") > 0)
                    .toList();
        }
    }

    private static long whole(NamedCsvRecord line, String column) {
        return Long.parseLong(line.getField(column));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The exact value of a figure that is shown. */
    private static double number(Browser browser, String selector) {
        return Double.parseDouble((String) browser.run("return document.querySelector(arguments[0]).value", selector));
    }

    private static long count(Browser browser, String selector) {
        return (long) number(browser, selector);
    }

    private static long sumOfScores(Browser browser) {
        return (Long) browser.run("return [...document.querySelectorAll('[data-card=distribution] [data-score]')]"
                + ".reduce((sum, it) => sum + it.dataset.score * it.querySelector('data').value, 0)");
    }
}
