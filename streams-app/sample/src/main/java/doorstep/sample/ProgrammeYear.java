// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.assessment.Assessment;
import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Label;
import doorstep.figures.FlatRow;
import doorstep.figures.KeyParts;
import doorstep.question.AnswerRow;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import doorstep.text.VerdictText;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Table of the sample programme's nine mechanisms, year to date, compared with the totals that the real programme
 * published.
 */
final class ProgrammeYear {
    private static final List<String> MUST_VISITS =
            List.of("CASE_PARTY", "LIFE_CHANGE", "DISPUTE_PARTY", "DELEGATE", "GATHERING_PLACE");
    private static final List<String> ASKS = List.of("NEEDS", "EFFECT", "ADVICE", "ACCOUNTABILITY", "SAFETY");

    private final Map<String, Map<String, FlatRow>> rows;
    private final Catalogue catalogue;
    private final AnswerRow score;
    private final String year;
    private final Table table =
            new Table().text("").number("here").text("published").text("");

    /**
     * @param rows by short name of the topic, then by key
     * @param score of the year, of all units together
     * @param asOf local date of as-of
     */
    ProgrammeYear(Map<String, Map<String, FlatRow>> rows, Catalogue catalogue, AnswerRow score, LocalDate asOf) {
        this.rows = rows;
        this.catalogue = catalogue;
        this.score = score;
        year = "YEAR|" + asOf.withDayOfYear(1);
    }

    Table table() {
        mustVisits();
        meetings();
        followUps();
        suggestionsAndRequests();
        assessments();
        serviceDesk();
        informationOfficers();
        mechanism("8 Since the start of the year");
        figure("Households visited 走访户数", "visit-counts", total(), "households", "");
        figure("People visited 走访人数", "visit-counts", total(), "people", "");
        moods();
        return table;
    }

    private void mustVisits() {
        FlatRow all = row("service-levels", facet("DUTY"));
        mechanism("1 The five must-visits 五必访: duties to visit that fell due, met in time");
        for (String category : MUST_VISITS) {
            FlatRow duty = row("service-levels", "*|category=" + category + "|DUTY|" + year);
            OptionalInt every = catalogue.every(category);
            line(
                    label("category", category),
                    share(duty, "metShare"),
                    metOfDue(duty) + (every.isPresent() ? ", again every " + every.getAsInt() + " days" : ""));
        }
        line("All five", share(all, "metShare"), metOfDue(all) + ", overdue now " + level("DUTY", "overdueChange"));
    }

    private static String metOfDue(FlatRow duty) {
        return FigureFormat.count(duty.count("met")) + " of " + FigureFormat.count(duty.count("due"));
    }

    private void meetings() {
        mechanism("2 Talks and forums held");
        for (String category : List.of("TALK", "FORUM")) {
            String key = slice("category=" + category);
            figure(
                    label("category", category),
                    "visit-counts",
                    key,
                    "visits",
                    FigureFormat.count(row("visit-counts", key).count("people")) + " people");
        }
    }

    private void followUps() {
        mechanism("3 Follow-up visits 回访");
        figure("By phone or at the door", "visit-counts", slice("category=FOLLOW_UP"), "visits", "");
        figure("Visits by phone 电话", "visit-counts", slice("mode=PHONE"), "visits", "");
        FlatRow calls = row("service-levels", facet("CALLBACK"));
        line(
                "Call-backs opened by bad ratings",
                FigureFormat.count(calls.count("opened")),
                "on time " + share(calls, "metShare") + ", open now " + level("CALLBACK", "backlogChange"));
        line(
                "  rated again afterwards",
                FigureFormat.count(calls.count("ratedAgain")),
                "higher " + FigureFormat.count(calls.count("ratedHigher")) + ", lower "
                        + FigureFormat.count(calls.count("ratedLower")));
    }

    private void suggestionsAndRequests() {
        mechanism("4 Suggestions and requests");
        figure("Suggestions 意见建议", "feedback-counts", total(), "suggestions", "");
        FlatRow answers = row("service-levels", facet("SUGGESTION"));
        line(
                "  answered",
                FigureFormat.count(answers.count("closed")),
                "on time " + share(answers, "metShare") + ", open now " + level("SUGGESTION", "backlogChange"));
        FlatRow requests = row("service-levels", facet("REQUEST"));
        line(
                "Requests 群众诉求",
                FigureFormat.count(requests.count("opened")),
                "acknowledged on time " + share(requests, "acknowledgedShare"));
        figure("  resolved 为民解决诉求", "service-levels", facet("REQUEST"), "resolved", "");
        line(
                "  closed on time",
                share(requests, "metShare"),
                "by the time first promised " + share(requests, "firstMetShare"));
        line(
                "  time to close, median",
                timeToClose(requests, "p50"),
                "90th percentile " + timeToClose(requests, "p90"));
        line(
                "  overdue now",
                level("REQUEST", "overdueChange"),
                "sent back " + requests.count("returned") + ", reopened " + requests.count("reopened"));
    }

    private void assessments() {
        mechanism("5 Assessments");
        figure(
                "Satisfied, first quarter 第一季度满意率",
                "satisfaction-scores",
                "*||OVERALL:GRADE_5|QUARTER|2011-01-01",
                "satisfiedShare",
                "");
        Assessment assessment = score.assessment().orElseThrow();
        line(
                "Satisfied, this year",
                FigureFormat.percent(assessment.own().value().orElse(Double.NaN)),
                "target " + FigureFormat.percent(assessment.target().orElse(Double.NaN)) + ": "
                        + assessment.verdict().map(VerdictText::of).orElse(""));
        line(
                "People who answered, of those asked",
                FigureFormat.percent(score.responseRate().orElse(Double.NaN)),
                "");
        line("The five questions that visitors ask 五问", "", "");
        for (String question : ASKS) {
            String scale = catalogue.question(question).orElseThrow().scale().name();
            FlatRow answers = row("satisfaction-scores", facet(question + ":" + scale));
            line(
                    "  " + label("question", question),
                    share(answers, "satisfiedShare"),
                    FigureFormat.count(answers.count("answers")) + " answers");
        }
    }

    private void serviceDesk() {
        FlatRow desks = row("service-desk-counts", total());
        mechanism("6 The travellers' service desk 服务台");
        line(
                "Visits",
                FigureFormat.count(desks.count("visits")),
                FigureFormat.count(desks.count("people")) + " people, " + FigureFormat.count(desks.count("ratings"))
                        + " ratings, " + desks.count("suggestions") + " suggestions");
        ofBreakdown("service-desk-counts", "area").stream()
                .filter(row -> row.text("value").split("/", -1).length == 3 && row.count("visits") > 0)
                .forEach(row -> line(
                        row.text("value").replaceFirst(".*/", "  "),
                        FigureFormat.count(row.count("visits")),
                        FigureFormat.count(row.count("feedback")) + " answers and suggestions"));
    }

    private void informationOfficers() {
        mechanism("7 Information officers 信息员: reports");
        ofBreakdown("feedback-counts", "source").stream()
                .filter(row -> row.count("reports") > 0)
                .forEach(row -> line(label("source", row.text("value")), FigureFormat.count(row.count("reports")), ""));
    }

    private void moods() {
        Map<String, Long> moods = new TreeMap<>();
        rows.get("reaction-counts").values().stream().filter(this::isOfThisYear).forEach(row -> {
            for (Object item : (List<?>) row.values().get("moods")) {
                Map<?, ?> mood = (Map<?, ?>) item;
                moods.merge(mood.get("reaction").toString(), (Long) mood.get("count"), Long::sum);
            }
        });
        double all = moods.values().stream().mapToLong(Long::longValue).sum();
        mechanism("9 Moods 心情 under the articles on the web");
        moods.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(mood -> line(
                        label("reaction", mood.getKey()),
                        FigureFormat.count(mood.getValue()),
                        FigureFormat.percent(mood.getValue() / all)));
    }

    // ---- Lines

    private void mechanism(String name) {
        table.line(name, "", "", "");
    }

    private void line(String name, String here, String more) {
        table.line("  " + name, here, more, "");
    }

    /** A line with a figure, and the published total if there is one. */
    private void figure(String name, String topic, String key, String field, String more) {
        Optional<Published> published = Published.totals().stream()
                .filter(it -> it.topic().equals(topic)
                        && it.key().equals(key)
                        && it.field().equals(field))
                .findFirst();
        double figure = number(row(topic, key), field);
        boolean share = published.map(Published::share).orElse(false);
        table.line(
                "  " + name,
                text(figure, share),
                published
                        .map(it -> "more than " + text(it.moreThan(), share) + (more.isEmpty() ? "" : "; " + more))
                        .orElse(more),
                published.map(it -> it.isMetBy(figure) ? "ok" : "NOT MET").orElse(""));
    }

    private static String text(double figure, boolean share) {
        return share ? FigureFormat.percent(figure) : FigureFormat.count((long) figure);
    }

    /** Whether the sample's figures exceed the published totals. */
    boolean meetsThePublishedTotals() {
        return Published.totals().stream()
                .allMatch(total -> total.isMetBy(number(row(total.topic(), total.key()), total.field())));
    }

    // ---- Rows

    private String total() {
        return facet("");
    }

    private String facet(String facet) {
        return "*||" + facet + "|" + year;
    }

    private String slice(String breakdown) {
        return "*|" + breakdown + "||" + year;
    }

    private FlatRow row(String topic, String key) {
        FlatRow row = rows.get(topic).get(key);
        return row == null
                ? new FlatRow(
                        key, KeyParts.of(key).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, part ->
                                (Object) part.getValue())))
                : row;
    }

    private List<FlatRow> ofBreakdown(String topic, String breakdown) {
        return rows.get(topic).values().stream()
                .filter(row ->
                        row.text("unit").equals("*") && row.text("breakdown").equals(breakdown) && isOfThisYear(row))
                .sorted(Comparator.comparing(row -> row.text("value")))
                .toList();
    }

    private boolean isOfThisYear(FlatRow row) {
        return (row.text("window") + "|" + row.text("start")).equals(year);
    }

    /** The current number, which is the sum of all changes. */
    private String level(String kind, String field) {
        return FigureFormat.count(row("service-levels", "*||" + kind + "|EVER|").count(field));
    }

    private static String timeToClose(FlatRow row, String quantile) {
        Object seconds = row.values().get("toClose") instanceof Map<?, ?> durations ? durations.get(quantile) : null;
        return seconds instanceof Long it ? FigureFormat.days(it) : FigureFormat.NONE;
    }

    private static double number(FlatRow row, String field) {
        return row.values().get(field) instanceof Number number ? number.doubleValue() : 0;
    }

    private static String share(FlatRow row, String field) {
        return row.values().get(field) instanceof Double share ? FigureFormat.percent(share) : FigureFormat.NONE;
    }

    private String label(String list, String code) {
        Label label = catalogue.label(list, code);
        return label.listed() ? label.en() + " " + label.zh() : code;
    }
}
