// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.assessment.Assessment;
import doorstep.assessment.Assessor;
import doorstep.assessment.Verdict;
import doorstep.config.AppConfig;
import doorstep.figures.ComparisonRows;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.figures.LatestRows;
import doorstep.tally.Interval;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import doorstep.text.VerdictText;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Prints the sample's year-to-date figures as tables for people. */
public final class DemoReport {
    /** Segments of a unit: city/district/station. */
    private static final int DISTRICT = 2;

    private static final int STATION = 3;
    private static final LocalDate AS_OF = LocalDate.ofInstant(OutreachSample.AS_OF, OutreachSample.ZONE);
    private static final LocalDate NEW_YEAR = AS_OF.withDayOfYear(1);

    private final String facet;
    private final Map<String, FlatRow> scores;
    private final Assessor assessor;
    private final ProgrammeYear programme;

    /** A unit and the assessment of its score. */
    private record Line(String unit, Assessment assessment) {
        double shrunk() {
            return assessment.shrunk().orElse(0);
        }
    }

    public DemoReport(AppConfig config, SchemaRegistry schemas, FigureSettings settings) {
        Map<String, Map<String, FlatRow>> rows = new TreeMap<>();
        for (Topic topic : Topics.results()) {
            rows.put(topic.shortName(), LatestRows.of(config, schemas, topic));
        }
        scores = rows.get("satisfaction-scores");
        facet = settings.assessment().facet();
        ComparisonRows comparisonRows =
                new ComparisonRows(scores, rows.get("visit-counts"), rows.get("feedback-counts"));
        assessor = new Assessor(settings.assessment(), comparisonRows, settings.yearEarlier(AS_OF));
        programme = new ProgrammeYear(rows, settings.catalogue(), assessor, AS_OF);
    }

    public void print(PrintWriter out) {
        out.println();
        out.println("The programme's year, " + NEW_YEAR + " to " + AS_OF
                + ", compared with the totals that the real programme published");
        programme.table().print(out, "  ");
        out.println();
        out.println("Satisfaction by district since " + NEW_YEAR + ", best first");
        table(units(DISTRICT)).print(out, "  ");
        out.println("  met, missed: enough answers, and the whole interval is at or above, or below, the target");
        out.println("  above, below: differs from the city by more than chance explains, at 95 % (far: at 99.8 %)");
        out.println("  ranked by the share shrunk towards the city's");
        out.println();
        out.println("Stations that miss the target");
        table(units(STATION).stream()
                        .filter(line -> line.assessment().verdict().equals(Optional.of(Verdict.MISSED)))
                        .toList())
                .print(out, "  ");
    }

    private static Table table(List<Line> units) {
        Table table = new Table()
                .number("")
                .text("unit")
                .number("answers")
                .number("satisfied")
                .text("95 % interval")
                .text("target")
                .text("")
                .text("compared with the unit above");
        int rank = 0;
        for (Line line : units) {
            Assessment assessment = line.assessment();
            table.line(
                    String.valueOf(++rank),
                    line.unit(),
                    FigureFormat.count(assessment.own().answers()),
                    FigureFormat.percent(assessment.own().value().orElse(Double.NaN)),
                    assessment
                            .own()
                            .interval(Interval.Z_95)
                            .map(it -> FigureFormat.percent(it.low()) + " to " + FigureFormat.percent(it.high()))
                            .orElse(""),
                    FigureFormat.percent(assessment.target().orElse(Double.NaN)),
                    assessment.verdict().map(VerdictText::of).orElse(""),
                    assessment.difference().map(VerdictText::of).orElse(""));
        }
        return table;
    }

    /** Whether the sample's figures exceed the published totals. */
    public boolean meetsThePublishedTotals() {
        return programme.meetsThePublishedTotals();
    }

    /** The assessed units with this many segments, best first. */
    private List<Line> units(int segments) {
        return scores.values().stream()
                .filter(row -> row.text("window").equals("YEAR")
                        && row.text("start").equals(NEW_YEAR.toString())
                        && row.text("breakdown").isEmpty()
                        && row.text("facet").equals(facet)
                        && row.text("unit").split("/", -1).length == segments)
                .map(row -> new Line(row.text("unit"), assessor.assess(row.head())))
                .sorted(Comparator.comparingDouble(Line::shrunk).reversed().thenComparing(Line::unit))
                .toList();
    }
}
