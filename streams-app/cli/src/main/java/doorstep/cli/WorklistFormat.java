// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.WorkItem;
import doorstep.catalogue.Catalogue;
import doorstep.cli.ColourWriter.Colour;
import doorstep.event.CommitmentKind;
import doorstep.event.Scale;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.question.WorklistAnswer;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.text.FigureFormat;
import doorstep.text.PrintableText;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The worklist as a table for people, and its rows for programs. */
final class WorklistFormat {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    /** Days before the due time from which on a row is shown as urgent. */
    private static final long SOON = 1;

    private final ZoneId zone;
    private final Catalogue catalogue;

    WorklistFormat(FigureSettings settings) {
        zone = settings.zone();
        catalogue = settings.catalogue();
    }

    /** A row with all fields of the topic, and what is added as of as-of. */
    static FlatRow flat(Row row, boolean later) {
        Map<String, Object> values = FlatRow.of(row.item().getId(), row.item()).values();
        values.put("age", row.age());
        values.put("daysLeft", row.daysLeft().isPresent() ? row.daysLeft().getAsLong() : null);
        values.put("overdue", row.overdue());
        values.put("later", later);
        return new FlatRow(row.item().getId(), values);
    }

    /** The names of these values. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        WorkItem.getClassSchema().getFields().forEach(field -> names.add(field.name()));
        names.addAll(List.of("age", "daysLeft", "overdue", "later"));
        return names;
    }

    void print(List<Row> rows, ColourWriter out) {
        Table table = new Table()
                .text("kind")
                .text("category")
                .text("unit")
                .text("opened")
                .number("age")
                .text("due")
                .text("left")
                .text("id")
                .text("what");
        rows.forEach(row -> table.line(cells(row)));
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        List<String> lines = text.toString().lines().toList();
        out.println(lines.get(0), Colour.NONE);
        for (int i = 0; i < rows.size(); i++) {
            out.println(lines.get(1 + i), colour(rows.get(i)));
        }
    }

    private static Colour colour(Row row) {
        if (row.overdue()) {
            return Colour.RED;
        }
        return row.daysLeft().isPresent() && row.daysLeft().getAsLong() <= SOON ? Colour.YELLOW : Colour.NONE;
    }

    private List<String> cells(Row row) {
        WorkItem item = row.item();
        return List.of(
                PrintableText.line(item.getKind()),
                text(item.getCategory()),
                PrintableText.line(item.getUnit()),
                text(item.getOpenedAt()),
                FigureFormat.count(row.age()) + " d",
                text(item.getDueAt()),
                left(row),
                PrintableText.line(item.getId()),
                what(item));
    }

    private static String text(String text) {
        return text == null ? FigureFormat.NONE : PrintableText.line(text);
    }

    private String text(Instant moment) {
        return moment == null ? FigureFormat.NONE : MINUTES.format(moment.atZone(zone));
    }

    private static String left(Row row) {
        if (row.daysLeft().isEmpty()) {
            return FigureFormat.NONE;
        }
        long days = row.daysLeft().getAsLong();
        if (days == 0) {
            return row.overdue() ? "over today" : "due today";
        }
        return FigureFormat.count(Math.abs(days)) + (row.overdue() ? " d over" : " d left");
    }

    /** What was rated, how low, on which question; of others, what went wrong with them. */
    private String what(WorkItem item) {
        if (item.getKind().equals(CommitmentKind.CALLBACK.name())) {
            return PrintableText.line(item.getQuestion() + ": " + item.getScore() + " of " + item.getScale()
                    + label(item) + ", " + subject(item));
        }
        List<String> what = new ArrayList<>();
        if (item.getReturned() > 0) {
            what.add("returned " + FigureFormat.count(item.getReturned()) + " times");
        }
        if (item.getReopened() > 0) {
            what.add("reopened " + FigureFormat.count(item.getReopened()) + " times");
        }
        return what.isEmpty() ? FigureFormat.NONE : String.join(", ", what);
    }

    private String label(WorkItem item) {
        try {
            return " ("
                    + catalogue
                            .score(Scale.valueOf(item.getScale()), item.getScore())
                            .en() + ")";
        } catch (IllegalArgumentException e) { // of a later version of the pipeline
            return "";
        }
    }

    private static String subject(WorkItem item) {
        return item.getSubjectType().equals("FEEDBACK")
                ? "about nothing else"
                : "about the " + item.getSubjectType().toLowerCase(Locale.ROOT) + " " + item.getSubjectId();
    }

    /** How many are open and overdue, whatever was listed. */
    static String totals(WorklistAnswer list) {
        String byKind = list.totalsByKind().entrySet().stream()
                .map(it -> PrintableText.line(it.getKey()) + " " + text(it.getValue()))
                .collect(Collectors.joining("; "));
        return "open: " + text(list.totals()) + (list.totalsByKind().size() > 1 ? " (" + byKind + ")" : "");
    }

    /** Why figures may have more open than the totals say; empty if they do not. */
    static Optional<String> endingsBeyond(WorklistAnswer list) {
        return list.endingsBeyond() == 0
                ? Optional.empty()
                : Optional.of("Endings after as-of, in all units: " + FigureFormat.count(list.endingsBeyond())
                        + ". What they end is not listed any more, even if figures still have it open.");
    }

    static String text(Totals totals) {
        return FigureFormat.count(totals.open())
                + (totals.overdue() > 0 ? ", overdue " + FigureFormat.count(totals.overdue()) : "");
    }
}
