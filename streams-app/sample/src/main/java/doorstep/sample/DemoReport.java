// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.assessment.Assessment;
import doorstep.assessment.Verdict;
import doorstep.event.TreePath;
import doorstep.figures.FlatRow;
import doorstep.period.CalendarWindow;
import doorstep.question.Access;
import doorstep.question.AnswerRow;
import doorstep.question.Answers;
import doorstep.question.Moment;
import doorstep.question.Order;
import doorstep.question.Question;
import doorstep.question.Reach;
import doorstep.question.Selection;
import doorstep.question.StoredRows;
import doorstep.rows.RowStore;
import doorstep.tally.Interval;
import doorstep.tally.WindowKind;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import doorstep.text.VerdictText;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.LocalDate;
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

    private final List<Line> scores;
    private final ProgrammeYear programme;
    private final OpenByUnit open;

    /** A unit and the assessment of its score. */
    private record Line(String unit, Assessment assessment) {}

    /**
     * @param rows of all topics of results
     * @param moment of the rows
     */
    public DemoReport(RowStore rows, Moment moment) {
        Map<String, Map<String, FlatRow>> byKey = new TreeMap<>();
        for (Topic topic : Topics.figures()) {
            Map<String, FlatRow> ofTopic = new TreeMap<>();
            StoredRows.of(rows, moment.settings().families(), topic).forEach(row -> ofTopic.put(row.key(), row));
            byKey.put(topic.shortName(), ofTopic);
        }
        List<AnswerRow> answers = scores(rows, moment);
        scores = answers.stream()
                .map(row -> new Line(row.name().unit(), row.assessment().orElseThrow()))
                .toList();
        AnswerRow all = answers.stream()
                .filter(row -> row.name().unit().equals(TreePath.ROOT))
                .findFirst()
                .orElseThrow();
        programme = new ProgrammeYear(byKey, moment.settings().catalogue(), all, AS_OF);
        open = OpenByUnit.of(new Answers(rows, () -> moment));
    }

    /** Of all units, in the usual order. */
    private static List<AnswerRow> scores(RowStore rows, Moment moment) {
        Selection selection = Selection.of(Topics.SATISFACTION_SCORES, TreePath.ROOT)
                .with(Reach.SUBTREE)
                .withFacet(moment.settings().assessment().facet());
        Question question = Question.of(selection, new CalendarWindow(WindowKind.YEAR, NEW_YEAR))
                .by(Order.BY_SHRUNK_SHARE);
        return new Answers(rows, () -> moment).answer(question, Access.root()).rows();
    }

    public void print(PrintWriter out) {
        out.println();
        out.println("The programme's year, " + NEW_YEAR + " to " + AS_OF
                + ", compared with the totals that the real programme published");
        programme.table().print(out, "  ");
        out.println();
        out.println("Satisfaction by district since " + NEW_YEAR + ", highest first");
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
        out.println();
        open.print(out);
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
                            .map(it -> FigureFormat.bound(it.low()) + " to " + FigureFormat.bound(it.high()))
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

    /** The assessed units with this many segments, in the order of their shrunk shares. */
    private List<Line> units(int segments) {
        return scores.stream()
                .filter(line -> line.unit().split("/", -1).length == segments
                        && line.assessment().own().answers() > 0)
                .toList();
    }
}
