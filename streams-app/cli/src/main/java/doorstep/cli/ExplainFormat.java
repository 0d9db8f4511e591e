// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.explain.Explanation;
import doorstep.explain.Line;
import doorstep.explain.Move;
import doorstep.facts.Fact;
import doorstep.figures.FlatRow;
import doorstep.text.CsvText;
import doorstep.text.FigureFormat;
import doorstep.text.PrintableText;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Prints an explanation as tables, JSON or CSV, as the options say. Ids are escaped wherever they are printed. */
final class ExplainFormat {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @ArgGroup
    private final ForPrograms forPrograms = new ForPrograms();

    /** Options that exclude each other. */
    private static final class ForPrograms {
        @Option(names = "--json", description = "One JSON object; null = absent.")
        private boolean json;

        @Option(
                names = "--csv",
                description = "The events as CSV with a header and a column for each amount; with --since the records"
                        + " that moved the figure instead. A text that a spreadsheet would take for a formula begins"
                        + " with an apostrophe.")
        private boolean csv;

        @Option(names = "--excel", description = "The same CSV for Excel: with a byte order mark.")
        private boolean excel;
    }

    /** @param since from when moves are listed */
    void print(Explanation it, Optional<Instant> since, ZoneId zone, PrintWriter out, PrintWriter err) {
        if (forPrograms.json) {
            out.println(RowFormat.json(ExplainJson.of(it, since)));
            err.println(verdict(it));
        } else if (forPrograms.csv || forPrograms.excel) {
            out.print(forPrograms.excel ? BYTE_ORDER_MARK : "");
            out.print(CsvText.of(since.isPresent() ? ExplainCsv.moves(it) : ExplainCsv.lines(it)));
            err.println(verdict(it));
            sayWhatIsLeftOut(it, since, err);
        } else {
            printFigures(it, since, zone, out);
            printLines(it, zone, out);
            since.ifPresent(from -> printMoves(it, from, zone, out));
            sayWhatIsLeftOut(it, since, err);
        }
        out.flush();
    }

    private static void sayWhatIsLeftOut(Explanation it, Optional<Instant> since, PrintWriter err) {
        say("events", it.recount().lines().size(), it.recount().lineCount(), err);
        if (since.isPresent()) {
            say("moves", it.recount().moves().size(), it.recount().moveCount(), err);
        }
    }

    private static void say(String what, long listed, long all, PrintWriter err) {
        if (listed < all) {
            err.println("Listed are the first " + FigureFormat.count(listed) + " of " + FigureFormat.count(all)
                    + " lines of " + what + "; --limit lists more.");
        }
    }

    private static String verdict(Explanation it) {
        return switch (it.verdict()) {
            case EQUAL ->
                it.row().isPresent() ? "The row equals the events." : "The row was deleted, and no event counts in it.";
            case DIFFERENT -> "The row DIFFERS from the events.";
            case IN_MOTION ->
                "The row differs from the events, but not everything is in it yet: "
                        + (it.counted() ? "" : "the pipeline has not sent all that it has read; ")
                        + FigureFormat.count(it.recount().inMotion()) + " records that move it came meanwhile.";
        };
    }

    private static void printFigures(Explanation it, Optional<Instant> since, ZoneId zone, PrintWriter out) {
        FlatRow row = it.flat(it.row());
        FlatRow recount = it.flat(it.recounted());
        FlatRow before = it.flat(it.before());
        out.println(it.figure().topic().shortName() + " " + PrintableText.line(it.key()) + ", as-of "
                + AsOfLine.text(Instant.ofEpochSecond(it.figure().asOf() * 60), zone));
        Table table = new Table().text("").number("row").number("events");
        since.ifPresent(from -> table.number("before " + MINUTES.format(from.atZone(zone))));
        for (String name : row.values().keySet()) {
            if (!FlatRow.HEAD.contains(name)) {
                List<String> cells = new ArrayList<>(List.of(name, text(row, name), text(recount, name)));
                since.ifPresent(from -> cells.add(text(before, name)));
                table.line(cells);
            }
        }
        table.print(out);
        out.println(verdict(it));
    }

    private static String text(FlatRow row, String name) {
        return RowFormat.shortened(FigureFormat.text(name, row.values().get(name)));
    }

    private static void printLines(Explanation it, ZoneId zone, PrintWriter out) {
        if (it.recount().lines().isEmpty()) {
            return;
        }
        Table table = new Table()
                .text("time")
                .text("event")
                .text("record")
                .text("revision")
                .text("appended")
                .text("what")
                .text("by")
                .text("through")
                .text("amounts");
        for (Line line : it.recount().lines()) {
            Fact fact = line.fact();
            table.line(
                    line.at().map(at -> MINUTES.format(at.atZone(zone))).orElse(FigureFormat.NONE),
                    PrintableText.line(fact.id()) + (line.repeated() > 0 ? " (" + (1 + line.repeated()) + "×)" : ""),
                    place(fact),
                    revision(fact),
                    appended(fact, zone),
                    line.state().name().toLowerCase(Locale.ROOT),
                    line.by().map(by -> place(by) + " revision " + revision(by)).orElse(""),
                    line.through().stream()
                            .map(other -> PrintableText.line(other.id()) + " " + place(other))
                            .collect(Collectors.joining(", ")),
                    amounts(line.amounts()));
        }
        out.println();
        table.print(out);
    }

    private static void printMoves(Explanation it, Instant since, ZoneId zone, PrintWriter out) {
        out.println();
        if (it.recount().moveCount() == 0) {
            out.println("Nothing that came since " + MINUTES.format(since.atZone(zone)) + " moved it.");
            return;
        }
        out.println("Moved since " + MINUTES.format(since.atZone(zone)) + " by");
        Table table = new Table()
                .text("appended")
                .text("event")
                .text("record")
                .text("revision")
                .text("instead of")
                .text("moved by");
        for (Move move : it.recount().moves()) {
            table.line(
                    appended(move.fact(), zone),
                    PrintableText.line(move.fact().id()),
                    place(move.fact()),
                    revision(move.fact()),
                    move.replaced()
                            .map(old -> place(old) + " revision " + revision(old))
                            .orElse(""),
                    amounts(move.amounts()));
        }
        table.print(out);
    }

    /** Input, partition and offset. */
    static String place(Fact fact) {
        return fact.topic().shortName() + ":" + fact.partition() + ":" + fact.offset();
    }

    private static String revision(Fact fact) {
        return fact.version().isFinal()
                ? "null value"
                : String.valueOf(fact.version().revision());
    }

    private static String appended(Fact fact, ZoneId zone) {
        return SECONDS.format(Instant.ofEpochMilli(fact.appendMs()).atZone(zone));
    }

    private static String amounts(Map<String, Long> amounts) {
        return amounts.entrySet().stream()
                .map(amount -> PrintableText.line(amount.getKey()) + " " + FigureFormat.count(amount.getValue()))
                .collect(Collectors.joining(", "));
    }
}
