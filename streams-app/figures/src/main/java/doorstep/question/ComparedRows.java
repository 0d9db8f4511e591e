// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Assessment;
import doorstep.assessment.Share;
import doorstep.compare.Ranking;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.figures.FlatRow;
import doorstep.period.CalendarWindow;
import doorstep.period.Comparison;
import doorstep.period.Span;
import doorstep.period.WindowToAsOf;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Snapshot;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** The rows of a topic, each with what its figures are compared with: targets, the unit above, the same dates last year. */
public final class ComparedRows {
    /** Suffix of columns with the figures of the same period last year. */
    public static final String LAST_YEAR = "LastYear";

    /** The columns that a table of compared scores shows. */
    public static final List<String> COLUMNS_OF_SCORES = List.of(
            "unit",
            "breakdown",
            "value",
            "facet",
            "window",
            "start",
            "answers",
            "satisfiedShare",
            "satisfiedLow",
            "satisfiedHigh",
            "target",
            "verdict",
            "shrunkShare",
            "parentShare",
            "difference",
            "answersLastYear",
            "satisfiedShareLastYear",
            "responseRate");

    /** Rows of one window and breakdown, which are compared together. */
    private record Group(WindowKind kind, long start, Optional<Breakdown> breakdown) {
        Span span() {
            return kind.isCalendar() ? new CalendarWindow(kind, LocalDate.ofEpochDay(start)) : new WindowToAsOf(kind);
        }
    }

    private final Topic topic;
    private final Moment moment;
    private final RowStore store;

    /** @param store with all rows of the topic; for scores, also those of visits and feedback */
    public ComparedRows(Topic topic, Moment moment, RowStore store) {
        this.topic = topic;
        this.moment = moment;
        this.store = store;
    }

    /** @param wanted rows by key fields, whose order they keep */
    public List<FlatRow> of(List<RowHead> wanted) {
        Families families = moment.settings().families();
        Family family = families.of(topic);
        Map<Group, List<Cell>> groups = new LinkedHashMap<>();
        for (RowHead head : wanted) {
            Cell cell = new Cell(family.code(), head.unit(), head.slice(), head.facet());
            groups.computeIfAbsent(group(head, cell), it -> new ArrayList<>()).add(cell);
        }
        Map<RowHead, FlatRow> compared = new LinkedHashMap<>();
        wanted.forEach(head -> compared.put(head, null));
        try (Snapshot rows = store.snapshot()) {
            Source source = new Source(moment, store.cells(), rows);
            groups.forEach((group, cells) -> compare(group, cells, source, family, compared));
        }
        return List.copyOf(compared.values());
    }

    private static Group group(RowHead head, Cell cell) {
        long start = head.start() == null ? 0 : head.start().toEpochDay();
        return new Group(WindowKind.valueOf(head.window()), start, cell.slice().breakdown());
    }

    private void compare(Group group, List<Cell> cells, Source source, Family family, Map<RowHead, FlatRow> to) {
        Set<String> units = new HashSet<>();
        cells.forEach(cell -> units.add(cell.unit()));
        SpanResolver dates = new SpanResolver(
                moment.settings(),
                source.families().windows(family.code(), cells.get(0).slice()),
                group.breakdown().isPresent(),
                moment.extent(moment.asOfs(units)));
        SpanRows span = dates.rowsOf(group.span());
        Question question = Question.of(Selection.of(topic, cells.get(0).unit()), group.span());
        Map<Against, Comparison> lastYear =
                Map.of(Against.LAST_YEAR, dates.compared(group.span(), Against.LAST_YEAR, source.firstRow(family)));
        Map<Cell, Ranking.Row> page = new LinkedHashMap<>();
        cells.forEach(cell -> page.put(cell, new Ranking.Row("", Optional.empty(), OptionalInt.empty())));
        List<AnswerRow> rows = new PageRows(question, Access.root(), source, span, dates, lastYear)
                .of(page, Counted.of(source, dates, span, cells));
        for (int i = 0; i < rows.size(); i++) {
            RowHead head = RowHead.of(cells.get(i), group.kind(), group.start());
            FlatRow row = FlatRow.of(head.key(), rows.get(i).figures().row());
            to.put(head, topic.equals(Topics.SATISFACTION_SCORES) ? score(row, rows.get(i)) : counts(row, rows.get(i)));
        }
    }

    private static FlatRow score(FlatRow row, AnswerRow answer) {
        Assessment assessment = answer.assessment().orElseThrow();
        Map<String, Object> values = new LinkedHashMap<>(row.values());
        values.put("target", number(assessment.target()));
        values.put("verdict", assessment.verdict().map(Enum::name).orElse(null));
        values.put("shrunkShare", number(assessment.shrunk()));
        values.put(
                "parentShare",
                assessment.unitAbove().map(it -> number(it.value())).orElse(null));
        values.put("difference", assessment.difference().map(Enum::name).orElse(null));
        Optional<Share> lastYear =
                Optional.ofNullable(answer.others().get(Against.LAST_YEAR)).map(Figures::share);
        values.put("answers" + LAST_YEAR, lastYear.map(Share::answers).orElse(null));
        values.put("satisfied" + LAST_YEAR, lastYear.map(Share::satisfied).orElse(null));
        values.put(
                "satisfiedShare" + LAST_YEAR,
                lastYear.map(it -> number(it.value())).orElse(null));
        values.put("responseRate", number(answer.responseRate()));
        return new FlatRow(row.key(), values);
    }

    /** Each count is followed by that of last year. */
    private static FlatRow counts(FlatRow row, AnswerRow answer) {
        Optional<FlatRow> lastYear = Optional.ofNullable(answer.others().get(Against.LAST_YEAR))
                .map(figures -> FlatRow.of("", figures.row()));
        Map<String, Object> values = new LinkedHashMap<>();
        row.values().forEach((name, value) -> {
            values.put(name, value);
            if (value instanceof Long) {
                values.put(name + LAST_YEAR, lastYear.map(it -> it.count(name)).orElse(null));
            }
        });
        return new FlatRow(row.key(), values);
    }

    private static Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
