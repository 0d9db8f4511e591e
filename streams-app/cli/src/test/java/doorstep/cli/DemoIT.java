// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.api.ApiSettings;
import doorstep.broker.DataDirectory;
import doorstep.sample.Published;
import doorstep.scenario.TestDashboard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    private Path dir;

    @Test
    void shouldShowThePublishedTotalsAndChangeNoRowTheSecondTime() {
        String first = CountedSample.copyTo(dir);

        assertThat(first)
                .contains("The sample is generated", "Suggestions 意见建议", "as-of 2011-07-18 23:59 Asia/Shanghai")
                .contains("doorstep.visits: received 5,726 = ", "doorstep.commitments: received 4,545 = ")
                .doesNotContain("NOT MET", "BALANCE", "NaN");
        shouldShowNineMechanisms(first);
        shouldShowEveryPublishedTotal(first);
        shouldShowWhatVisitorsAsk(first);
        shouldListOpenCallBacksAndDutiesByStation(first);
        shouldCompareScores();
        shouldOpenCallBacks();
        shouldAnswerOverHttp();
        String rows = rows();

        Doorstep again = Doorstep.run("demo", "--once", "--data", dir.toString());

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("doorstep.visits: received 11,452 = ", "acknowledged 5,726, before 5,726");
        assertThat(rows()).isEqualTo(rows);
    }

    /** Each mechanism shows figures: a line that is empty, or zero where there are events, is a defect. */
    private static void shouldShowNineMechanisms(String out) {
        List<String> lines = out.lines().toList();
        for (int mechanism = 1; mechanism <= 9; mechanism++) {
            String number = "  " + mechanism + " ";
            List<String> figures = lines.stream()
                    .dropWhile(line -> !line.startsWith(number))
                    .skip(1) // the heading, which has no figures
                    .takeWhile(line -> line.startsWith("    "))
                    .toList();
            assertThat(figures).as("mechanism %d of%n%s", mechanism, out).hasSizeGreaterThanOrEqualTo(2);
            assertThat(figures)
                    .as("mechanism %d", mechanism)
                    .noneMatch(line -> line.matches(".*  (0|-|0\\.0 %)(  .*)?"));
        }
    }

    private static void shouldShowEveryPublishedTotal(String out) {
        assertThat(Published.totals()).allSatisfy(total -> assertThat(out.lines())
                .as(total.en())
                .anyMatch(line -> line.contains("more than") && line.contains(total.zh()) && line.endsWith("ok")));
    }

    private static void shouldShowWhatVisitorsAsk(String out) {
        assertThat(List.of("问需", "问效", "问计", "问责", "问安")).allSatisfy(question -> assertThat(out.lines())
                .as(question)
                .anyMatch(line -> line.matches(".* " + question + " +\\d\\d\\.\\d %  [\\d,]+ answers")));
    }

    /** As many as service levels count, which the report shows further up. */
    private static void shouldListOpenCallBacksAndDutiesByStation(String out) {
        Matcher callBacks = Pattern.compile("Call-backs opened by bad ratings .* open now (\\d+)\n")
                .matcher(out);
        Matcher duties = Pattern.compile("  All five .* overdue now (\\d+)\n").matcher(out);
        assertThat(callBacks.find() && duties.find()).isTrue();

        assertThat(out)
                .containsPattern(" all units +" + callBacks.group(1) + " +\\d+ +\\d+ +" + duties.group(1) + "\n")
                .containsPattern(" 1  Sample City/[\\w ]+/[\\w ]+  +\\d+ +\\d+ +\\d+ +\\d+\n")
                .contains("./doorstep worklist --overdue");
    }

    /** Call-backs are opened by the demo's own catalogue; the bundled one asks for none. */
    private void shouldOpenCallBacks() {
        Doorstep rows = Doorstep.run(
                "rows",
                "service-levels",
                "--unit",
                "*",
                "--window",
                "EVER",
                "--facet",
                "CALLBACK",
                "--breakdown",
                "none",
                "--csv",
                "--data",
                dir.toString());
        assertThat(rows.out().lines()).as(rows.err()).hasSize(2);
    }

    private void shouldCompareScores() {
        Doorstep rows = Doorstep.run(
                "rows",
                "satisfaction-scores",
                "--unit",
                "Sample City/Foundry/Coal Wharf",
                "--window",
                "YEAR",
                "--facet",
                "OVERALL:GRADE_5",
                "--breakdown",
                "none",
                "--compare",
                "--csv",
                "--data",
                dir.toString());
        assertThat(rows.out().lines()).as(rows.err()).hasSize(2);
        assertThat(rows.out())
                .contains(",target,verdict,shrunkShare,parentShare,difference,answersLastYear,")
                .contains(",0.95,MISSED,");
    }

    /** Also after a restart, from the rows in the file. */
    private void shouldAnswerOverHttp() {
        Doorstep rows = Doorstep.run(
                "rows",
                "visit-counts",
                "--unit",
                "*",
                "--window",
                "YEAR",
                "--start",
                "2011-01-01",
                "--breakdown",
                "none",
                "--json",
                "--data",
                dir.toString());
        String figures = rows.out().replaceFirst(".*(\"visits\":.*)}\\s*", "$1");
        assertThat(figures).as(rows.err()).startsWith("\"visits\":");
        try (SampleCluster sample = new SampleCluster(dir)) {
            for (int start = 1; start <= 2; start++) {
                try (TestDashboard server = sample.dashboard("dashboard", ApiSettings.loopback(0))) {
                    assertThat(server.get("/api/v1/visit-counts?unit=*&window=YEAR")
                                    .body())
                            .contains(figures);
                    assertThat(server.get("/api/v1/visit-counts?unit=*&from=2011-01-01&to=2011-07-18")
                                    .body())
                            .contains(figures);
                    assertThat(server.get("/metrics").body()).contains("doorstep_satisfied_ratio{");
                }
            }
        }
    }

    /** The number of rows of each topic, and a hash of them all: they are hundreds of megabytes of text. */
    private String rows() {
        List<String> all = new ArrayList<>();
        try (DataDirectory oneBrokerForAll = DataDirectory.open(dir, 0)) {
            assertThat(oneBrokerForAll.joined()).isFalse();
            for (String topic : new String[] {
                "visit-counts",
                "feedback-counts",
                "satisfaction-scores",
                "service-levels",
                "reaction-counts",
                "service-desk-counts"
            }) {
                Doorstep rows = Doorstep.run("rows", topic, "--json", "--data", dir.toString());
                assertThat(rows.code()).as(rows.err()).isZero();
                assertThat(rows.out()).isNotEmpty();
                all.add(topic + " " + rows.out().lines().count() + " rows " + hash(rows.out()));
            }
        }
        return String.join("\n", all);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
