package doorstep.cli;

import doorstep.sample.OutreachSample;
import doorstep.sample.Published;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The sample's figures of the year to date, for people. */
final class DemoReport {
    private static final double TARGET = 0.95;
    /** Segments of a unit: city/district/station. */
    private static final int DISTRICT = 2;

    private static final int STATION = 3;
    private static final String FACET = "OVERALL:GRADE_5";
    private static final String YEAR = LocalDate.ofInstant(OutreachSample.AS_OF, OutreachSample.ZONE)
            .withDayOfYear(1)
            .toString();

    private final Map<String, FlatRow> scores;
    private final Map<String, FlatRow> visits;
    private final Map<String, FlatRow> feedback;

    DemoReport(Cluster cluster) {
        scores = LatestRows.of(cluster, Topics.SATISFACTION_SCORES);
        visits = LatestRows.of(cluster, Topics.VISIT_COUNTS);
        feedback = LatestRows.of(cluster, Topics.FEEDBACK_COUNTS);
    }

    void print(PrintWriter out) {
        out.println();
        out.println("Satisfaction by district since " + YEAR + ", best first (target " + Figures.percent(TARGET) + ")");
        satisfaction(unitsOf(scores, FACET, DISTRICT)).print(out, "  ");
        out.println("  ? = the interval holds the target: too few answers to tell");
        out.println();
        out.println("Stations that clearly miss it: the whole interval lies below the target");
        satisfaction(unitsOf(scores, FACET, STATION).stream()
                        .filter(row -> number(row, "satisfiedHigh") < TARGET)
                        .toList())
                .print(out, "  ");
        out.println();
        out.println("Visits by district since " + YEAR);
        visits().print(out, "  ");
        out.println();
        out.println("This year to date, beside the totals that the real programme published");
        totals().print(out, "  ");
    }

    private static Table satisfaction(List<FlatRow> units) {
        Table table = new Table()
                .number("")
                .text("unit")
                .number("answers")
                .number("satisfied")
                .text("95 % interval")
                .text("target");
        List<FlatRow> ranked = units.stream()
                .sorted(Comparator.comparingDouble((FlatRow row) -> number(row, "satisfiedShare"))
                        .reversed()
                        .thenComparing(row -> row.text("unit")))
                .toList();
        int rank = 0;
        for (FlatRow row : ranked) {
            double low = number(row, "satisfiedLow");
            double high = number(row, "satisfiedHigh");
            double share = number(row, "satisfiedShare");
            table.line(
                    String.valueOf(++rank),
                    row.text("unit"),
                    Figures.count((long) number(row, "answers")),
                    Figures.percent(share),
                    Figures.percent(low) + " to " + Figures.percent(high),
                    (share >= TARGET ? "met" : "missed") + (low < TARGET && high >= TARGET ? "?" : ""));
        }
        return table;
    }

    private Table visits() {
        Table table = new Table()
                .text("unit")
                .number("visits")
                .number("households")
                .number("people")
                .number("asked");
        unitsOf(visits, "", DISTRICT).stream()
                .sorted(Comparator.comparing(row -> row.text("unit")))
                .forEach(row -> table.line(
                        row.text("unit"),
                        count(row, "visits"),
                        count(row, "households"),
                        count(row, "people"),
                        count(row, "feedbackAsked")));
        return table;
    }

    private Table totals() {
        Table table =
                new Table().text("total").number("here").number("published").text("");
        for (Published total : Published.totals()) {
            FlatRow row = rowsOf(total.topic()).get(total.key());
            double figure = row == null ? 0 : number(row, total.field());
            table.line(
                    total.en() + " " + total.zh(),
                    total.share() ? Figures.percent(figure) : Figures.count((long) figure),
                    "more than "
                            + (total.share()
                                    ? Figures.percent(total.moreThan())
                                    : Figures.count((long) total.moreThan())),
                    total.isMetBy(figure) ? "ok" : "NOT MET");
        }
        return table;
    }

    /** True if the sample's figures bear out what was published. */
    boolean meetsThePublishedTotals() {
        return Published.totals().stream().allMatch(total -> {
            FlatRow row = rowsOf(total.topic()).get(total.key());
            return row != null && total.isMetBy(number(row, total.field()));
        });
    }

    /** Rows of the year, without breakdown, of the units with this many segments. */
    private static List<FlatRow> unitsOf(Map<String, FlatRow> rows, String facet, int segments) {
        return rows.values().stream()
                .filter(row -> row.text("window").equals("YEAR")
                        && row.text("start").equals(YEAR)
                        && row.text("breakdown").isEmpty()
                        && row.text("facet").equals(facet)
                        && row.text("unit").split("/", -1).length == segments)
                .toList();
    }

    private Map<String, FlatRow> rowsOf(String topic) {
        return switch (topic) {
            case "visit-counts" -> visits;
            case "feedback-counts" -> feedback;
            case "satisfaction-scores" -> scores;
            default -> throw new AssertionError(topic);
        };
    }

    private static double number(FlatRow row, String field) {
        return row.values().get(field) instanceof Number number ? number.doubleValue() : 0;
    }

    private static String count(FlatRow row, String field) {
        return Figures.count((long) number(row, field));
    }
}
